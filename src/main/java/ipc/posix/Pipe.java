package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import ipc.ledger.CleanupLedger;
import java.nio.file.Path;

/** Both ends of a pipe: {@code pipe2(2)}, or {@code mkfifo(3)} with a name that is removed at once. Closed on exec. */
public final class Pipe implements AutoCloseable {
    private static final int OWNER_ONLY = 0600;
    private static final int F_SETFL = 4;

    static {
        Native.register(Pipe.class, Platform.C_LIBRARY_NAME);
    }

    private final Descriptor reading;
    private final Descriptor writing;

    private Pipe(Descriptor reading, Descriptor writing) {
        this.reading = reading;
        this.writing = writing;
    }

    private static native int pipe2(Pointer descriptors, int flags);

    private static native int mkfifo(String path, int mode);

    private static native int unlink(String path);

    private static native int fcntl(int fd, int command, int argument);

    /** Creates a pipe without a name. */
    public static Pipe anonymous() {
        try (Memory descriptors = new Memory(2L * Integer.BYTES)) {
            if (pipe2(descriptors, Abi.O_CLOEXEC) != 0) {
                int errno = Errno.last();
                throw new PosixException("pipe2(O_CLOEXEC)", errno, switch (Errno.of(errno)) {
                    case EMFILE -> "`ulimit -n` limits the number of open files";
                    case ENOSYS, EPERM -> "forbidden, for example by a sandbox";
                    default -> "";
                });
            }
            return new Pipe(new Descriptor(descriptors.getInt(0)), new Descriptor(descriptors.getInt(Integer.BYTES)));
        }
    }

    /** Creates a FIFO with an unguessable name, mode 0600. The name is removed before this method returns. */
    public static Pipe fifo(String directory) {
        String path = directory + "/." + FileMapping.unguessableName();
        return CleanupLedger.path(Path.of(path).toAbsolutePath().toString()).during(() -> fifoAt(path));
    }

    private static Pipe fifoAt(String path) {
        if (mkfifo(path, OWNER_ONLY) != 0) {
            int errno = Errno.last();
            throw new PosixException("mkfifo(\"" + path + "\", 0600)", errno,
                    errno == Errno.EPERM.number() ? "this file system has no FIFOs, or a sandbox forbids them" : "");
        }
        Pipe opened;
        try {
            opened = open(path);
        } catch (PosixException e) {
            unlink(path);
            throw e;
        }
        if (unlink(path) != 0) {
            PosixException failure = new PosixException("unlink(\"" + path + "\")", Errno.last());
            opened.close();
            throw failure;
        }
        return opened;
    }

    private static Pipe open(String path) {
        // Without O_NONBLOCK, the first open would wait for the second one.
        Descriptor reading = Descriptor.open(path, Abi.O_RDONLY, "O_RDONLY", false);
        try {
            Descriptor writing = Descriptor.open(path, Abi.O_WRONLY, "O_WRONLY", true);
            waits(reading, true);
            return new Pipe(reading, writing);
        } catch (PosixException e) {
            reading.close();
            throw e;
        }
    }

    /** The end for reading. */
    public Descriptor reading() {
        return reading;
    }

    /** The end for writing. */
    public Descriptor writing() {
        return writing;
    }

    /** Sets whether a call without data or room blocks, as on a new pipe, or fails with {@code EAGAIN}. */
    public static void waits(Descriptor end, boolean waits) {
        if (fcntl(end.number(), F_SETFL, waits ? 0 : Abi.O_NONBLOCK) < 0) {
            throw new PosixException("fcntl(" + end.number() + ", F_SETFL, " + (waits ? "0" : "O_NONBLOCK") + ")", Errno.last());
        }
    }

    @Override
    public void close() {
        reading.close();
        writing.close();
    }
}
