package ipc.posix;

import ipc.ledger.CleanupLedger;
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
 * Removes this process's System V message queues and semaphore sets after it has ended in any way. The kernel frees shared memory
 * with its last user, but it does not count the users of queues and sets.
 *
 * <p>The cleaner is a small shell at the other end of a pipe. It learns every key before an object is created, and again when the
 * object is removed. When the pipe closes, even by {@code kill -9}, it removes the remaining objects with {@code ipcrm(1)}. It
 * ignores signals from a terminal. It sleeps all the time and uses no CPU.
 *
 * <p>If the shell is killed with {@code kill -9} before its owner ends, the objects stay. Then {@code run.sh} or
 * {@code ./run.sh clean} removes them by the {@link CleanupLedger}. Plain JMH has no ledger; {@code ipcs -q} and {@code ipcs -s}
 * show such objects by a key that begins with {@code 0x6970}. A restart of the machine or container removes them too.
 *
 * <p>One race remains. Another run may take the same key, one of 65536, between the check and the creation. If this process is
 * killed at that moment, the shell removes the other run's object, and that run fails.
 */
final class SystemVCleaner {
    /** The kinds of objects whose users the kernel does not count. */
    enum Kind {
        QUEUE("-Q"),
        SEMAPHORES("-S");

        /** The option of {@code ipcrm} for a key of this kind. */
        private final String option;

        Kind(String option) {
            this.option = option;
        }
    }

    /** An object of this process, which exists until it is removed. */
    record Made(Kind kind, int key, int id, CleanupLedger.Entry entry) {
        /** Tells shell and ledger that the object is removed. */
        void forget() {
            ofThisProcess().forget(kind, key);
            entry.delete();
        }
    }

    /** The upper half of every key: "ip". It identifies the objects in the output of {@code ipcs}. */
    static final int KEY_MARK = 0x6970_0000;

    private static final int IPC_CREAT = 01000;
    private static final int IPC_EXCL = 02000;
    private static final int OWNER_ONLY = 0600;
    private static final int KEY_RANDOM_VALUES = 1 << 16;
    /** A random key may be taken; another attempt uses another key. */
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
            // From this line on, it ignores a terminal's signals.
            if (shell.inputReader().readLine() == null) {
                throw new IOException("it printed nothing");
            }
        } catch (IOException e) {
            throw new IllegalStateException("the shell that removes System V objects after a crash cannot be started: "
                    + e.getMessage(), e);
        }
    }

    /** The cleaner of this process, which starts with the first object. */
    static synchronized SystemVCleaner ofThisProcess() {
        if (instance == null) {
            instance = new SystemVCleaner();
        }
        return instance;
    }

    /**
     * Creates an object of mode 0600 with a random key.
     *
     * @param get     {@code msgget} or {@code semget}: maps key and flags to the object's id, or to a negative number
     * @param failure maps the formatted key and the error number to an exception
     */
    Made make(Kind kind, IntBinaryOperator get, BiFunction<String, Integer, PosixException> failure) {
        SecureRandom random = new SecureRandom();
        return make(kind, () -> random.nextInt(KEY_RANDOM_VALUES), get, failure);
    }

    /** @param keys lower halves of keys to try in turn */
    Made make(Kind kind, IntSupplier keys, IntBinaryOperator get, BiFunction<String, Integer, PosixException> failure) {
        for (int tries = 1;; tries++) {
            int key = KEY_MARK | keys.getAsInt();
            int errno = Errno.EEXIST.number();
            if (isFree(key, get)) {
                // The shell learns the key before the object exists, so a kill between the two calls leaves nothing.
                CleanupLedger.Entry entry = CleanupLedger.object(kind.name(), key);
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

    /** Whether no object has this key. Otherwise the shell would remove another process's object if this process died now. */
    private static boolean isFree(int key, IntBinaryOperator get) {
        return get.applyAsInt(key, 0) < 0;
    }

    private void remember(Kind kind, int key) {
        try {
            tell(REMEMBER + kind.option + written(key));
        } catch (IOException e) {
            throw new IllegalStateException("the shell that removes System V objects after a crash has ended: "
                    + e.getMessage(), e);
        }
    }

    private void forget(Kind kind, int key) {
        try {
            tell(FORGET + kind.option + written(key));
        } catch (IOException e) {
            // A shell that has ended removes nothing.
        }
    }

    /** Formats a key as {@code ipcs} does. */
    static String written(int key) {
        return "0x" + Integer.toHexString(key);
    }

    private synchronized void tell(String line) throws IOException {
        pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
    }

    /** The reason why such objects are unavailable. */
    static Optional<String> unavailable() {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.of(path.split(File.pathSeparator)).anyMatch(folder -> Files.isExecutable(Path.of(folder, TOOL)))
                ? Optional.empty()
                : Optional.of(TOOL + " (util-linux) is not installed; without it, objects of a killed process would"
                        + " stay behind");
    }
}
