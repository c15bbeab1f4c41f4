package ipc.posix;

import static ipc.posix.SystemVKeys.Kind.QUEUE;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.List;
import java.util.Optional;

/**
 * A System V message queue: {@code msgget(2)}, {@code msgsnd(2)}, {@code msgrcv(2)}, {@code msgctl(2)}. A message is its type, a
 * C {@code long}, followed by its bytes. All messages here have the same type.
 *
 * <p>Threading: one thread uses it. Calls do not allocate.
 */
public final class SystemVMessageQueue implements AutoCloseable {
    /** Bytes of the type before a message. */
    public static final int TYPE_BYTES = Layout.MTEXT.bytes();

    private static final int IPC_NOWAIT = 04000;
    private static final int IPC_RMID = 0;
    private static final int TYPE = 1;
    private static final KernelLimit QUEUES = KernelLimit.of("kernel.msgmni");
    private static final KernelLimit MESSAGE_BYTES = KernelLimit.of("kernel.msgmax");
    private static final KernelLimit QUEUE_BYTES = KernelLimit.of("kernel.msgmnb");

    static {
        Native.register(SystemVMessageQueue.class, Platform.C_LIBRARY_NAME);
    }

    private final int id;
    /** Empty if another process created it. */
    private final Optional<SystemVKeys.Made> made;
    private final WordArgument address = new WordArgument();
    private final WordArgument length = new WordArgument();
    private final WordArgument anyType = new WordArgument();
    private boolean closed;

    private SystemVMessageQueue(int id, Optional<SystemVKeys.Made> made) {
        this.id = id;
        this.made = made;
    }

    private static native int msgget(int key, int flags);

    private static native int msgsnd(int id, Pointer message, Pointer length, int flags);

    /** The C result is an {@code ssize_t}. The lengths here need only its low 32 bits. */
    private static native int msgrcv(int id, Pointer message, Pointer length, Pointer type, int flags);

    private static native int msgctl(int id, int command, Pointer buffer);

    /**
     * Creates a queue with a random key, mode 0600. {@link #close} removes it; if this process is
     * killed before, the cleanup ledger names it.
     */
    public static SystemVMessageQueue create() {
        SystemVKeys.Made made = SystemVKeys.make(QUEUE, SystemVMessageQueue::msgget,
                (key, errno) -> new PosixException("msgget(" + key + ", IPC_CREAT|IPC_EXCL|0600)", errno, causeOf(errno)));
        return new SystemVMessageQueue(made.id(), Optional.of(made));
    }

    private static String causeOf(int errno) {
        return switch (Errno.of(errno)) {
            case ENOSPC -> QUEUES + " queues are all in use; `ipcs -q` shows them";
            case ENOSYS -> "the kernel was built without CONFIG_SYSVIPC";
            case EACCES, EPERM -> "forbidden, for example by a sandbox";
            default -> "";
        };
    }

    /** The queue that another process created. */
    public static SystemVMessageQueue at(int id) {
        return new SystemVMessageQueue(id, Optional.empty());
    }

    /** Its id, by which another process finds it. */
    public int id() {
        return id;
    }

    /** The longest message in bytes: the smaller one of {@code kernel.msgmax} and a queue's capacity {@code kernel.msgmnb}. */
    public static int largestMessageBytes() {
        return Math.min(MESSAGE_BYTES.number(), QUEUE_BYTES.number());
    }

    /** The setting that limits the message, with its value. */
    public static String largestMessageReason() {
        return (QUEUE_BYTES.number() < MESSAGE_BYTES.number() ? QUEUE_BYTES : MESSAGE_BYTES).toString();
    }

    /** The reason why this machine has none. Empty if it has, or if only a limit is reached. */
    public static Optional<String> unavailable() {
        // Asks for a queue that does not exist. A kernel with queues answers ENOENT.
        if (msgget(SystemVKeys.KEY_MARK, 0) < 0) {
            int errno = Errno.last();
            if (errno == Errno.ENOSYS.number() || errno == Errno.EPERM.number()) {
                return Optional.of(new PosixException("msgget(" + SystemVKeys.written(SystemVKeys.KEY_MARK) + ", 0)", errno,
                        causeOf(errno)).getMessage());
            }
        }
        for (KernelLimit limit : List.of(QUEUES, MESSAGE_BYTES, QUEUE_BYTES)) {
            if (limit.isZero()) {
                return Optional.of("System V message queues are switched off: " + limit);
            }
        }
        return Optional.empty();
    }

    /** Writes the type of the messages that will be sent from this address. Once is enough. */
    public static void writeType(long message) {
        Abi.setWord(new Pointer(message), 0, TYPE);
    }

    /**
     * Sends a message.
     *
     * @param message address of its type, which its bytes follow
     * @param bytes   without the type
     * @param waits   whether it waits for room; otherwise it fails with {@code EAGAIN}
     * @return bytes sent, or the negated error number
     */
    public int send(long message, int bytes, boolean waits) {
        return msgsnd(id, address.of(message), length.of(bytes), waits ? 0 : IPC_NOWAIT) < 0 ? -Errno.last() : bytes;
    }

    /**
     * Receives a message.
     *
     * @param message address for its type, which its bytes follow
     * @param atMost  bytes without the type
     * @param waits   whether it waits for a message; otherwise it fails with {@code ENOMSG}
     * @return bytes received, or the negated error number
     */
    public int receive(long message, int atMost, boolean waits) {
        int received = msgrcv(id, address.of(message), length.of(atMost), anyType, waits ? 0 : IPC_NOWAIT);
        return received < 0 ? -Errno.last() : received;
    }

    /** Removes the queue at once, if this process created it. Its users get an error. */
    @Override
    public void close() {
        if (closed || made.isEmpty()) {
            return;
        }
        closed = true;
        int result = msgctl(id, IPC_RMID, null);
        int errno = Errno.last();
        made.get().entry().delete();
        if (result != 0) {
            throw new PosixException("msgctl(" + id + ", IPC_RMID)", errno);
        }
    }
}
