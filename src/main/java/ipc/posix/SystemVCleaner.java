package ipc.posix;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntBinaryOperator;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * Removes this process's System V message queues and semaphore sets when it has ended, in whatever way. The kernel does so with
 * memory, which it frees with its last user; of a queue or a set it counts no users, and one that is marked for removal is gone.
 *
 * <p>It is a small shell at the other end of a pipe. It learns every key before there is an object of this key, and again when
 * the object is removed; when the pipe closes, which {@code kill -9} does as well as any other end, it removes what is left with
 * {@code ipcrm(1)}. It ignores what a terminal sends to a whole group. It sleeps all the time and takes no CPU.
 *
 * <p>Where this shell is killed too, by {@code kill -9} and before its owner, the object stays until the shell of {@code run.sh} or
 * {@code ./run.sh clean} removes it, which know it from the {@link CleanupLedger}; with plain JMH nobody does. {@code ipcs -q} and
 * {@code ipcs -s} show it by a key that begins with {@code 0x6970}; the machine's or the container's end removes it as well.
 *
 * <p>A key that nobody has when it is looked for may be somebody else's a moment later: if another run takes the same one of 65536
 * just then, and this process is killed before its own call has said so, the shell removes the other's object, whose run fails.
 */
final class SystemVCleaner {
    /** Kinds of objects whose users the kernel does not count. */
    enum Kind {
        QUEUE("-Q"),
        SEMAPHORES("-S");

        /** Of {@code ipcrm}, for one by its key. */
        private final String option;

        Kind(String option) {
            this.option = option;
        }
    }

    /** An object of this process, which stays until it is removed. */
    record Made(Kind kind, int key, int id, CleanupLedger.Entry entry) {
        /** Removed: it need not be remembered any longer. */
        void forget() {
            ofThisProcess().forget(kind, key);
            entry.delete();
        }
    }

    /** "ip", the upper half of every key: by it {@code ipcs} shows whose an object is. */
    static final int KEY_MARK = 0x6970_0000;

    private static final int IPC_CREAT = 01000;
    private static final int IPC_EXCL = 02000;
    private static final int OWNER_ONLY = 0600;
    private static final int KEY_RANDOM_VALUES = 1 << 16;
    /** A key that is taken is a matter of chance; another try finds another. */
    private static final int MAX_TRIES = 64;
    private static final String TOOL = "ipcrm";
    private static final String REMEMBER = "made ";
    private static final String FORGET = "removed ";
    private static final String SCRIPT = """
            trap '' INT TERM HUP QUIT
            echo ready
            objects=
            while read -r what object; do
              others=
              for each in $objects; do [ "$each" = "$object" ] || others="$others $each"; done
              objects=$others
              [ "$what" = removed ] || objects="$objects $object"
            done
            for each in $objects; do ipcrm "$each"; done
            """;

    private static SystemVCleaner instance;

    private final OutputStream pipe;

    private SystemVCleaner() {
        try {
            Process shell = new ProcessBuilder("/bin/sh", "-c", SCRIPT).directory(new File("/"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            pipe = shell.getOutputStream();
            // From then on it survives a terminal's signals.
            if (shell.inputReader().readLine() == null) {
                throw new IOException("it said nothing");
            }
        } catch (IOException e) {
            throw new IllegalStateException("the shell that removes System V objects after a crash cannot be started: "
                    + e.getMessage(), e);
        }
    }

    /** Started with the first object. */
    static synchronized SystemVCleaner ofThisProcess() {
        if (instance == null) {
            instance = new SystemVCleaner();
        }
        return instance;
    }

    /**
     * Makes an object of mode 0600 with a random key that only this shell is told.
     *
     * @param get     {@code msgget} or {@code semget}: key and flags to the object's id, or less than 0
     * @param failure key as written and error number to what is thrown
     */
    Made make(Kind kind, IntBinaryOperator get, BiFunction<String, Integer, PosixException> failure) {
        SecureRandom random = new SecureRandom();
        return make(kind, () -> random.nextInt(KEY_RANDOM_VALUES), get, failure);
    }

    /** @param keys the lower halves of keys to try, one after the other */
    Made make(Kind kind, IntSupplier keys, IntBinaryOperator get, BiFunction<String, Integer, PosixException> failure) {
        for (int tries = 1;; tries++) {
            int key = KEY_MARK | keys.getAsInt();
            int errno = Errno.EEXIST.number();
            if (isFree(key, get)) {
                // Known to the shell before there is anything to remove: a kill between the two calls leaves nothing.
                CleanupLedger.Entry entry = CleanupLedger.object(kind, key);
                remember(kind, key);
                int id = get.applyAsInt(key, IPC_CREAT | IPC_EXCL | OWNER_ONLY);
                if (id >= 0) {
                    entry.made(id);
                    return new Made(kind, key, id, entry);
                }
                errno = Errno.last();
                forget(kind, key);
                entry.delete();
            }
            if (errno != Errno.EEXIST.number() || tries == MAX_TRIES) {
                throw failure.apply(written(key), errno);
            }
        }
    }

    /** Whether no object has this key. The shell must not be told of another's: if this process died then, it would remove it. */
    private static boolean isFree(int key, IntBinaryOperator get) {
        return get.applyAsInt(key, 0) < 0;
    }

    private void remember(Kind kind, int key) {
        try {
            tell(REMEMBER + kind.option + written(key));
        } catch (IOException e) {
            throw new IllegalStateException("the shell that removes System V objects after a crash has gone: "
                    + e.getMessage(), e);
        }
    }

    private void forget(Kind kind, int key) {
        try {
            tell(FORGET + kind.option + written(key));
        } catch (IOException e) {
            // A shell that has gone removes nothing.
        }
    }

    /** As {@code ipcs} writes keys. */
    static String written(int key) {
        return "0x" + Integer.toHexString(key);
    }

    private synchronized void tell(String line) throws IOException {
        pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
    }

    /** Why there can be none. */
    static Optional<String> unavailable() {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.of(path.split(File.pathSeparator)).anyMatch(folder -> Files.isExecutable(Path.of(folder, TOOL)))
                ? Optional.empty()
                : Optional.of(TOOL + " of util-linux is not here, and without it what a killed process made would stay"
                        + " behind");
    }
}
