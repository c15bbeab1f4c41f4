package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Files without a name, and their pages in memory: {@code open(2)} with {@code O_TMPFILE}, {@code posix_fallocate(3)},
 * {@code mmap(2)}. The 64-bit variants of the calls are used, so that one signature serves 32-bit ARM as well.
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
     * Opens a new file in a directory that no name leads to: {@code O_TMPFILE}, or where the file system does not know
     * it, a random name opened with {@code O_EXCL|O_NOFOLLOW} and unlinked at once. Mode 0600, closed on exec.
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
            // EISDIR: a kernel before 3.11, which reads the flag as O_DIRECTORY alone (open(2)).
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

    /** A name that nobody can have taken before: 128 random bits. */
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
     * Gives the file its blocks now: a store into a page that there is no room for would end the process with SIGBUS.
     *
     * @param fullHint what to say of the file system if it has no room
     */
    public static void allocate(int fd, long lengthBytes, String fullHint) {
        int errno;
        do {
            // On tmpfs any signal interrupts it.
            errno = posix_fallocate64(fd, 0, lengthBytes);
        } while (errno == Errno.EINTR.number());
        if (errno != 0) {
            throw new PosixException("posix_fallocate(" + fd + ", 0, " + lengthBytes + ")", errno, switch (Errno.of(errno)) {
                case ENOSPC -> fullHint;
                case EFBIG -> "`ulimit -f` says how large a file of this process may be";
                case ENOMEM -> "the control group's memory.max, or vm.overcommit_memory = 2, allows no more";
                default -> "";
            });
        }
    }

    /**
     * Maps the file's first bytes, shared and read-write.
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
     * Maps zeroed memory that nobody but this process can find, read-write. Its pages are those of the kernel's internal tmpfs,
     * as System V's and a memfd's are: {@code MAP_PRIVATE} would take others, which lie in huge ones where
     * {@code transparent_hugepage/enabled} says {@code always}.
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

    /** Takes the mapping out of this process. */
    public static void unmap(long address, long lengthBytes) {
        if (munmap(new Pointer(address), new NativeLong(lengthBytes)) != 0) {
            throw new PosixException("munmap(0x" + Long.toHexString(address) + ", " + lengthBytes + ")", Errno.last());
        }
    }

    /** Closes a file descriptor; a mapping of the file stays. */
    public static void closeDescriptor(int fd) {
        if (close(fd) != 0) {
            throw new PosixException("close(" + fd + ")", Errno.last());
        }
    }
}
