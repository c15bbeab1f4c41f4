package ipc.posix;

import ipc.ledger.CleanupLedger;
import java.security.SecureRandom;
import java.util.function.BiFunction;
import java.util.function.IntBinaryOperator;
import java.util.function.IntSupplier;

/**
 * Creates System V message queues and semaphore sets under random keys. The kernel frees shared memory with its last user, but it
 * does not count the users of queues and sets. So the {@link CleanupLedger} learns the key before the object exists, and the
 * object's id afterwards.
 *
 * <p>One race remains. Another run may take the same key, one of 65536, between the check and the creation. If this process is
 * killed at that moment, the other run's object is removed, and that run fails.
 */
final class SystemVKeys {
    /** The kinds of objects whose users the kernel does not count. */
    enum Kind {
        QUEUE,
        SEMAPHORES
    }

    /** An object of this process. Its entry is deleted after the object was removed. */
    record Made(int id, CleanupLedger.Entry entry) {
    }

    /** The upper half of every key: "ip". It identifies the objects in the output of {@code ipcs}. */
    static final int KEY_MARK = 0x6970_0000;

    private static final int IPC_CREAT = 01000;
    private static final int IPC_EXCL = 02000;
    private static final int OWNER_ONLY = 0600;
    private static final int KEY_RANDOM_VALUES = 1 << 16;
    /** A random key may be taken; another attempt uses another key. */
    private static final int MAX_TRIES = 64;

    private SystemVKeys() {
    }

    /**
     * Creates an object of mode 0600 with a random key.
     *
     * @param get     {@code msgget} or {@code semget}: maps key and flags to the object's id, or to a negative number
     * @param failure maps the formatted key and the error number to an exception
     */
    static Made make(Kind kind, IntBinaryOperator get, BiFunction<String, Integer, PosixException> failure) {
        SecureRandom random = new SecureRandom();
        return make(kind, () -> random.nextInt(KEY_RANDOM_VALUES), get, failure);
    }

    /** @param keys lower halves of keys to try in turn */
    static Made make(Kind kind, IntSupplier keys, IntBinaryOperator get, BiFunction<String, Integer, PosixException> failure) {
        for (int tries = 1;; tries++) {
            int key = KEY_MARK | keys.getAsInt();
            int errno = Errno.EEXIST.number();
            if (isFree(key, get)) {
                CleanupLedger.Entry entry = CleanupLedger.object(kind.name(), written(key));
                int id = get.applyAsInt(key, IPC_CREAT | IPC_EXCL | OWNER_ONLY);
                if (id >= 0) {
                    entry.made(id);
                    return new Made(id, entry);
                }
                errno = Errno.last();
                entry.delete();
            }
            if (errno != Errno.EEXIST.number() || tries == MAX_TRIES) {
                throw failure.apply(written(key), errno);
            }
        }
    }

    /** Whether no object has this key. Otherwise another process's object would be removed if this process died now. */
    private static boolean isFree(int key, IntBinaryOperator get) {
        return get.applyAsInt(key, 0) < 0;
    }

    /** Formats a key as {@code ipcs} does. */
    static String written(int key) {
        return "0x" + Integer.toHexString(key);
    }
}
