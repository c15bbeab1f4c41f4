package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The machine's System V objects: {@code /proc/sysvipc}, {@code sysvipc(7)}. */
public final class SystemVObjects {
    private static final Path LISTS = Path.of("/proc/sysvipc");
    private static final int IPC_RMID = 0;
    private static final int OCTAL = 8;

    static {
        Native.register(SystemVObjects.class, Platform.C_LIBRARY_NAME);
    }

    private SystemVObjects() {
    }

    private static native int shmctl(int id, int command, Pointer buffer);

    private static native int msgctl(int id, int command, Pointer buffer);

    private static native int semctl(int id, int number, int command);

    /** The kinds of objects that the kernel lists. */
    public enum Kind {
        SEGMENT("shm", "shmid", "shared memory segment"),
        QUEUE("msg", "msqid", "message queue"),
        SEMAPHORES("sem", "semid", "semaphore set");

        private final String file;
        private final String idColumn;
        private final String words;

        Kind(String file, String idColumn, String words) {
            this.file = file;
            this.idColumn = idColumn;
            this.words = words;
        }
    }

    /**
     * One object.
     *
     * @param kind           its kind
     * @param key            0 if it has none
     * @param id             by which system calls find it
     * @param mode           its permissions
     * @param creator        user id of its creator
     * @param creatorProcess process id of a segment's creator; 0 for other kinds
     * @param users          number of processes attached to a segment; 0 for other kinds
     * @param bytes          length of a segment; 0 for other kinds
     * @param changedSeconds time of creation or last change, in seconds since 1970
     */
    public record Entry(Kind kind, int key, int id, int mode, long creator, long creatorProcess, long users, long bytes,
            long changedSeconds) {
        /** Describes it for people. */
        public String description() {
            return "System V " + kind.words + " " + id
                    + (key == 0 ? " of " + bytes + " bytes" : " with key " + SystemVKeys.written(key));
        }

        /** Removes it: {@code IPC_RMID}. */
        public void remove() {
            int result = switch (kind) {
                case SEGMENT -> shmctl(id, IPC_RMID, null);
                case QUEUE -> msgctl(id, IPC_RMID, null);
                case SEMAPHORES -> semctl(id, 0, IPC_RMID);
            };
            if (result != 0) {
                throw new PosixException("IPC_RMID of " + description(), Errno.last());
            }
        }
    }

    /** All visible objects of a kind. Empty if the kernel lists none. */
    public static List<Entry> list(Kind kind) {
        List<String> lines;
        try {
            lines = Files.readAllLines(LISTS.resolve(kind.file));
        } catch (IOException e) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        List<String> header = words(lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            Row row = new Row(header, words(line));
            entries.add(new Entry(kind, (int) row.number("key"), (int) row.number(kind.idColumn),
                    Integer.parseInt(row.text("perms"), OCTAL), row.number("cuid"), row.number("cpid"), row.number("nattch"),
                    row.number("size"), row.number("ctime")));
        }
        return entries;
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split(" +"));
    }

    /** A row of a list, by column names. */
    private record Row(List<String> header, List<String> words) {
        String text(String column) {
            int place = header.indexOf(column);
            return place < 0 ? "0" : words.get(place);
        }

        long number(String column) {
            return Long.parseLong(text(column));
        }
    }
}
