package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * One end of a POSIX message queue that has no name any more: {@code mq_open(3)}, {@code mq_unlink(3)}, {@code mq_send(3)},
 * {@code mq_receive(3)}. Used by one thread; its calls allocate nothing.
 *
 * <p>On Linux a queue's descriptor is a file's, so that another process can open the queue through {@code /proc/PID/fd/N}.
 */
public final class PosixMessageQueue implements AutoCloseable {
    private static final int OWNER_ONLY = 0600;
    private static final KernelLimit MESSAGE_BYTES = KernelLimit.of("fs.mqueue.msgsize_max");
    private static final KernelLimit MESSAGES = KernelLimit.of("fs.mqueue.msg_max");
    private static final KernelLimit QUEUES = KernelLimit.of("fs.mqueue.queues_max");

    static {
        // As with PosixSharedMemory: before glibc 2.34 these functions are in librt.
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

    /** In C the result is an {@code ssize_t}, but none of ours needs more than its low 32 bits. */
    private static native int mq_receive(int queue, Pointer message, Pointer length, Pointer priority);

    /**
     * A new queue with an unguessable name, mode 0600, that is gone from the system's list when this returns.
     *
     * @param places for so many messages
     * @param sends  whether this is the end that sends, or the one that receives
     * @param waits  whether a call that finds nothing to do waits, or fails with {@code EAGAIN}
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
     * Whose queue has this name, by its user id; empty if there is none, or none that may be opened. It asks the kernel by
     * {@code mq_open}, whether or not the queues' file system is mounted anywhere.
     */
    static OptionalInt owner(String name) {
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

    /** Takes the name of a queue away that a killed process left. */
    static void unlinkIfThere(String name) {
        if (mq_unlink(name) != 0 && Errno.last() != Errno.ENOENT.number()) {
            throw new PosixException("mq_unlink(\"" + name + "\")", Errno.last());
        }
    }

    private static String limitBehind(int errno) {
        return switch (Errno.of(errno)) {
            case ENOSYS -> "the kernel was built without CONFIG_POSIX_MQUEUE";
            case EACCES, EPERM -> "forbidden here, by a sandbox for example";
            case ENOSPC -> QUEUES + " queues are all in use";
            case EINVAL -> MESSAGES + " messages of " + MESSAGE_BYTES + " bytes are allowed";
            case EMFILE, ENOMEM -> "`ulimit -q` says how many bytes this user's queues may take, `ulimit -n` how many files"
                    + " may be open";
            default -> "";
        };
    }

    /** The longest message that a queue may be made for, in bytes: {@code fs.mqueue.msgsize_max}. */
    public static int largestMessageBytes() {
        return MESSAGE_BYTES.number();
    }

    /** How many messages a queue may have places for: {@code fs.mqueue.msg_max}. */
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

    /** Its descriptor's number. */
    public int number() {
        return queue.number();
    }

    /**
     * Sends a message.
     *
     * @return its length, or the error number negated
     */
    public int send(long from, int bytes) {
        return mq_send(queue.number(), address.of(from), length.of(bytes), 0) < 0 ? -Errno.last() : bytes;
    }

    /**
     * Receives a message.
     *
     * @param atMost the queue's length of a message, or more
     * @return its length, or the error number negated
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
