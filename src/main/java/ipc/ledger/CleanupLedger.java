package ipc.ledger;

import ipc.BadInputException;
import ipc.FileFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The cleanup ledger of a run. It lists everything that could outlast the run's processes, even if only until its name is
 * removed.
 *
 * <p>An entry is written before the object is created, and deleted after the object is removed. {@code ipc.cleanup.Orphan} finds
 * the objects of a killed process by its entries, as long as the private directory exists. The object of an entry may never have
 * been created.
 *
 * <p>An entry is a symbolic link in a folder of the run's private directory, because a link is created atomically. Its target is
 * the path of a file or directory, or a text for another object. Without a private directory nothing is recorded.
 */
public final class CleanupLedger {
    /** The system property that names the private directory. */
    public static final String PRIVATE = "ipc.private";
    /** The folder of entries. The creator of the private directory creates it too. */
    public static final String FOLDER = "elsewhere";

    /** An entry of a POSIX queue begins with this. */
    public static final String POSIX_QUEUE = "mq:";
    /** An entry of a System V segment begins with this. */
    public static final String SEGMENT = "SEGMENT:";
    /** Separates the words of an entry. */
    public static final String SEPARATOR = ":";
    /** Separates the writer's process id from a number in an entry's name. */
    public static final String NAME_SEPARATOR = "-";

    private static final String FULL = "No space left on device";
    private static final Entry NOT_WRITTEN = new Entry(null, "");
    private static final AtomicLong NEXT = new AtomicLong();

    private CleanupLedger() {
    }

    /** An entry of the ledger. */
    public static final class Entry {
        private final String text;
        private Path link;

        private Entry(Path link, String text) {
            this.link = link;
            this.text = text;
        }

        /** Adds the object's id to the entry. */
        public void made(int id) {
            if (link != null) {
                Path first = link;
                link = write(text + SEPARATOR + id).link;
                delete(first);
            }
        }

        /** Deletes the entry, after its object was removed or could not be created. */
        public void delete() {
            if (link != null) {
                delete(link);
            }
        }

        /** Runs code that creates the object and removes its name. Deletes the entry afterwards, even after an exception. */
        public <T> T during(Supplier<T> life) {
            try {
                return life.get();
            } finally {
                delete();
            }
        }

        private static void delete(Path link) {
            try {
                Files.deleteIfExists(link);
            } catch (IOException e) {
                // The entry disappears with its folder.
            }
        }
    }

    /**
     * Adds an entry for a file, a directory or a FIFO.
     *
     * @param path absolute; its name is one of {@code FileMapping.unguessableName()}
     */
    public static Entry path(String path) {
        return write(path);
    }

    /** Adds an entry for a POSIX message queue. */
    public static Entry posixQueue(String name) {
        return write(POSIX_QUEUE + name);
    }

    /** Adds an entry for a System V segment. It has no key, so its creator, time and length identify it. */
    public static Entry segment(long lengthBytes) {
        return write(SEGMENT + ProcessHandle.current().pid() + SEPARATOR + lengthBytes);
    }

    /**
     * Adds an entry for another System V object.
     *
     * @param kind {@code QUEUE} or {@code SEMAPHORES}
     * @param key  as {@code ipcs} prints it
     */
    public static Entry object(String kind, String key) {
        return write(kind + SEPARATOR + key);
    }

    private static Entry write(String text) {
        String directory = System.getProperty(PRIVATE);
        if (directory == null) {
            return NOT_WRITTEN;
        }
        while (true) {
            Path link = Path.of(directory, FOLDER, ProcessHandle.current().pid() + NAME_SEPARATOR + NEXT.incrementAndGet());
            try {
                return new Entry(Files.createSymbolicLink(link, Path.of(text)), text);
            } catch (FileAlreadyExistsException e) {
                // An earlier process of this run had the same id, so try the next number.
            } catch (IOException e) {
                throw new BadInputException(
                        "cannot write the cleanup ledger: " + FileFailure.inWords(e)
                                + (String.valueOf(e.getMessage()).contains(FULL)
                                        ? "; `df` and `df -i " + Path.of(directory).getParent() + "` show what is left there"
                                        : ""));
            }
        }
    }
}
