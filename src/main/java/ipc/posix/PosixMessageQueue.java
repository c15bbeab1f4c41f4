package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import ipc.ledger.CleanupLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * One end of a POSIX message queue whose name was removed: {@code mq_open(3)}, {@code mq_unlink(3)}, {@code mq_send(3)},
 * {@code mq_receive(3)}.
 *
 * <p>On Linux a queue's descriptor is a file descriptor, so another process can open the queue through {@code /proc/PID/fd/N}.
 *
 * <p>Threading: one thread uses it. Calls do not allocate.
 */
public final class PosixMessageQueue implements AutoCloseable {
    private static final int OWNER_ONLY = 0600;
    private static final KernelLimit MESSAGE_BYTES = KernelLimit.of("fs.mqueue.msgsize_max");
    private static final KernelLimit MESSAGES = KernelLimit.of("fs.mqueue.msg_max");
    private static final KernelLimit QUEUES = KernelLimit.of("fs.mqueue.queues_max");

    static {
        // Before glibc 2.34 these functions were in librt, as for PosixSharedMemory.
        Native.register(PosixMessageQueue.class, "librt.so.1");
    }

    private final Descriptor queue;
    private final WordArgument address = new WordArgument();
    private final WordArgument length = new WordArgument();

    private PosixMessageQueue(Descriptor queue) {
        this.queue = queue;
    }

    private static native int mq_open(String name, int flags, int mode, Pointer attributes);

    private static native int mq_unlink(String name);

    private static native int mq_send(int queue, Pointer message, Pointer length, int priority);

    /** The C result is an {@code ssize_t}. The lengths here need only its low 32 bits. */
    private static native int mq_receive(int queue, Pointer message, Pointer length, Pointer priority);

    /**
     * Creates a queue with an unguessable name, mode 0600. The name is removed before this method returns.
     *
     * @param places capacity in messages
     * @param sends  whether this end sends; otherwise it receives
     * @param waits  whether a call without message or room blocks; otherwise it fails with {@code EAGAIN}
     */
    public static PosixMessageQueue create(int places, int messageBytes, boolean sends, boolean waits) {
        String name = "/" + FileMapping.unguessableName();
        return CleanupLedger.posixQueue(name).during(() -> create(name, places, messageBytes, sends, waits));
    }

    private static PosixMessageQueue create(String name, int places, int messageBytes, boolean sends, boolean waits) {
        try (Memory attributes = new Memory(Layout.MQ_ATTR.bytes())) {
            attributes.clear();
            Abi.setWord(attributes, Layout.MQ_MAXMSG.bytes(), places);
            Abi.setWord(attributes, Layout.MQ_MSGSIZE.bytes(), messageBytes);
            int flags = (sends ? Abi.O_WRONLY : Abi.O_RDONLY) | Abi.O_CREAT | Abi.O_EXCL | Abi.O_CLOEXEC
                    | (waits ? 0 : Abi.O_NONBLOCK);
            int fd = mq_open(name, flags, OWNER_ONLY, attributes);
            if (fd < 0) {
                int errno = Errno.last();
                throw new PosixException("mq_open(\"" + name + "\", O_CREAT|O_EXCL, 0600, {mq_maxmsg " + places
                        + ", mq_msgsize " + messageBytes + "})", errno, limitBehind(errno));
            }
            if (mq_unlink(name) != 0) {
                PosixException failure = new PosixException("mq_unlink(\"" + name + "\")", Errno.last());
                FileMapping.closeDescriptor(fd);
                throw failure;
            }
            return new PosixMessageQueue(new Descriptor(fd));
        }
    }

    /**
     * The user id of the owner of a queue. Empty if there is no such queue, or if it may not be opened. It uses {@code mq_open},
     * so the queues' file system need not be mounted.
     */
    public static OptionalInt owner(String name) {
        int fd = mq_open(name, Abi.O_RDONLY | Abi.O_CLOEXEC, 0, null);
        if (fd < 0) {
            int errno = Errno.last();
            return switch (Errno.of(errno)) {
                case ENOENT, EACCES, EPERM, ENOSYS -> OptionalInt.empty();
                default -> throw new PosixException("mq_open(\"" + name + "\", O_RDONLY)", errno, limitBehind(errno));
            };
        }
        try (Descriptor queue = new Descriptor(fd)) {
            return OptionalInt.of((Integer) Files.getAttribute(Path.of(queue.path()), "unix:uid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the name of a queue that a killed process left. The name may be absent. */
    public static void unlinkIfThere(String name) {
        if (mq_unlink(name) != 0 && Errno.last() != Errno.ENOENT.number()) {
            throw new PosixException("mq_unlink(\"" + name + "\")", Errno.last());
        }
    }

    private static String limitBehind(int errno) {
        return switch (Errno.of(errno)) {
            case ENOSYS -> "the kernel was built without CONFIG_POSIX_MQUEUE";
            case EACCES, EPERM -> "forbidden, for example by a sandbox";
            case ENOSPC -> QUEUES + " queues are all in use";
            case EINVAL -> MESSAGES + " messages of " + MESSAGE_BYTES + " bytes are allowed";
            case EMFILE, ENOMEM -> "`ulimit -q` limits the bytes of this user's queues, `ulimit -n` the number of open files";
            default -> "";
        };
    }

    /** The longest message of a queue in bytes: {@code fs.mqueue.msgsize_max}. */
    public static int largestMessageBytes() {
        return MESSAGE_BYTES.number();
    }

    /** The largest capacity of a queue in messages: {@code fs.mqueue.msg_max}. */
    public static int mostMessages() {
        return MESSAGES.number();
    }

    /** Opens the other end of another process's queue. */
    public static PosixMessageQueue open(String path, boolean sends, boolean waits) {
        return new PosixMessageQueue(sends ? Descriptor.openToWrite(path, waits) : Descriptor.openToRead(path, waits));
    }

    /** The path by which another process opens the same queue. */
    public String path() {
        return queue.path();
    }

    /** Its file descriptor. */
    public int number() {
        return queue.number();
    }

    /**
     * Sends a message.
     *
     * @return its length, or the negated error number
     */
    public int send(long from, int bytes) {
        return mq_send(queue.number(), address.of(from), length.of(bytes), 0) < 0 ? -Errno.last() : bytes;
    }

    /**
     * Receives a message.
     *
     * @param atMost at least the queue's message length
     * @return its length, or the negated error number
     */
    public int receive(long to, int atMost) {
        int received = mq_receive(queue.number(), address.of(to), length.of(atMost), null);
        return received < 0 ? -Errno.last() : received;
    }

    @Override
    public void close() {
        queue.close();
    }
}
