package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import ipc.ledger.CleanupLedger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Files without a name and their mappings: {@code open(2)} with {@code O_TMPFILE}, {@code posix_fallocate(3)}, {@code mmap(2)}.
 * It uses the 64-bit variants of the calls, whose signatures also work on 32-bit ARM.
 */
public final class FileMapping {
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int NO_FILE = -1;
    private static final int OWNER_ONLY = 0600;
    private static final int RANDOM_NAME_BYTES = 16;

    static {
        Native.register(FileMapping.class, Platform.C_LIBRARY_NAME);
    }

    private FileMapping() {
    }

    private static native int open64(String path, int flags, int mode);

    private static native int close(int fd);

    private static native int unlink(String path);

    private static native int posix_fallocate64(int fd, long offset, long length);

    private static native Pointer mmap64(Pointer address, NativeLong length, int protection, int flags, int fd, long offset);

    private static native int munmap(Pointer address, NativeLong length);

    /**
     * Creates a file without a name in a directory, mode 0600, closed on exec. It uses {@code O_TMPFILE}. If the file system does
     * not support that, it opens a random name with {@code O_EXCL|O_NOFOLLOW} and unlinks it at once.
     *
     * @return a file descriptor
     */
    public static int openUnnamed(String directory) {
        int fd = open64(directory, Abi.CURRENT.oTmpFile() | Abi.O_RDWR | Abi.O_CLOEXEC, OWNER_ONLY);
        if (fd >= 0) {
            return fd;
        }
        int errno = Errno.last();
        return switch (Errno.of(errno)) {
            // EISDIR comes from kernels before 3.11, which read the flag as O_DIRECTORY (open(2)).
            case EOPNOTSUPP, EISDIR, EINVAL -> openAndUnlink(directory);
            default -> throw new PosixException("open(\"" + directory + "\", O_TMPFILE|O_RDWR, 0600)", errno);
        };
    }

    static int openAndUnlink(String directory) {
        String path = directory + "/." + unguessableName();
        return CleanupLedger.path(Path.of(path).toAbsolutePath().toString()).during(() -> openAndUnlinkAt(path));
    }

    private static int openAndUnlinkAt(String path) {
        int flags = Abi.O_RDWR | Abi.O_CREAT | Abi.O_EXCL | Abi.O_CLOEXEC | Abi.CURRENT.oNoFollow();
        int fd = open64(path, flags, OWNER_ONLY);
        if (fd < 0) {
            throw new PosixException("open(\"" + path + "\", O_RDWR|O_CREAT|O_EXCL|O_NOFOLLOW, 0600)", Errno.last());
        }
        if (unlink(path) != 0) {
            PosixException failure = new PosixException("unlink(\"" + path + "\")", Errno.last());
            close(fd);
            throw failure;
        }
        return fd;
    }

    /** A name with 128 random bits, which nobody can have taken in advance. */
    public static String unguessableName() {
        byte[] random = new byte[RANDOM_NAME_BYTES];
        new SecureRandom().nextBytes(random);
        return "ipc-roundtrip-" + HexFormat.of().formatHex(random);
    }

    /** Opens another process's file through {@code /proc/PID/fd/N}, read-write, closed on exec. */
    public static int open(String path) {
        int fd = open64(path, Abi.O_RDWR | Abi.O_CLOEXEC, 0);
        if (fd < 0) {
            throw new PosixException("open(\"" + path + "\", O_RDWR)", Errno.last());
        }
        return fd;
    }

    /**
     * Allocates the file's blocks. Without a block, a store into a mapped page would end the process with SIGBUS.
     *
     * @param fullHint appended to the message if the file system has no room
     */
    public static void allocate(int fd, long lengthBytes, String fullHint) {
        int errno;
        do {
            // On tmpfs, any signal interrupts it.
            errno = posix_fallocate64(fd, 0, lengthBytes);
        } while (errno == Errno.EINTR.number());
        if (errno != 0) {
            throw new PosixException("posix_fallocate(" + fd + ", 0, " + lengthBytes + ")", errno, switch (Errno.of(errno)) {
                case ENOSPC -> fullHint;
                case EFBIG -> "`ulimit -f` limits the file size";
                case ENOMEM -> "the control group's memory.max, or vm.overcommit_memory = 2, allows no more";
                default -> "";
            });
        }
    }

    /**
     * Maps the first bytes of the file, shared and read-write.
     *
     * @return the address
     */
    public static long map(int fd, long lengthBytes) {
        Pointer address = mmap64(null, new NativeLong(lengthBytes), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (Abi.isFailure(address)) {
            throw new PosixException("mmap(NULL, " + lengthBytes + ", PROT_READ|PROT_WRITE, MAP_SHARED, " + fd + ", 0)",
                    Errno.last());
        }
        return Pointer.nativeValue(address);
    }

    /**
     * Maps zeroed memory of this process only, read-write. Its pages are in the kernel's internal tmpfs, like those of System V
     * and memfd. {@code MAP_PRIVATE} would use other pages, which are huge if {@code transparent_hugepage/enabled} is
     * {@code always}.
     *
     * @return the address
     */
    public static long mapAnonymous(long lengthBytes) {
        Pointer address = mmap64(null, new NativeLong(lengthBytes), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, NO_FILE,
                0);
        if (Abi.isFailure(address)) {
            throw new PosixException("mmap(NULL, " + lengthBytes + ", PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0)",
                    Errno.last());
        }
        return Pointer.nativeValue(address);
    }

    /** Removes a mapping from this process. */
    public static void unmap(long address, long lengthBytes) {
        if (munmap(new Pointer(address), new NativeLong(lengthBytes)) != 0) {
            throw new PosixException("munmap(0x" + Long.toHexString(address) + ", " + lengthBytes + ")", Errno.last());
        }
    }

    /** Closes a file descriptor. Mappings of the file stay. */
    public static void closeDescriptor(int fd) {
        if (close(fd) != 0) {
            throw new PosixException("close(" + fd + ")", Errno.last());
        }
    }
}
