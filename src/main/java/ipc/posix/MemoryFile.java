package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Files in memory that never have a name: {@code memfd_create(2)}, called by its number because older glibc versions lack the
 * function. {@link FileMapping} maps them like other files.
 */
public final class MemoryFile {
    /** The label in {@code /proc/PID/maps}, after {@code memfd:}. It need not be unique. */
    private static final String LABEL = "ipc-roundtrip";
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_HUGETLB = 4;
    /** Exists since Linux 6.3, and is required if {@code vm.memfd_noexec} is 2. */
    private static final int MFD_NOEXEC_SEAL = 8;
    private static final int OWNER_ONLY = 0600;

    static {
        Native.register(MemoryFile.class, Platform.C_LIBRARY_NAME);
    }

    private MemoryFile() {
    }

    private static native int syscall(int number, String name, int flags);

    private static native int fchmod(int fd, int mode);

    /**
     * Creates a file of length 0, mode 0600, closed on exec.
     *
     * @param inHugePages whether it consists of huge pages of the default size ({@code MFD_HUGETLB}); its length must then be a
     * multiple of that size
     * @return a file descriptor
     */
    public static int create(boolean inHugePages) {
        int flags = inHugePages ? MFD_CLOEXEC | MFD_HUGETLB : MFD_CLOEXEC;
        int fd = syscall(Abi.CURRENT.sysMemfdCreate(), LABEL, flags | MFD_NOEXEC_SEAL);
        if (fd < 0 && Errno.last() == Errno.EINVAL.number()) {
            fd = syscall(Abi.CURRENT.sysMemfdCreate(), LABEL, flags);
        }
        if (fd < 0) {
            int errno = Errno.last();
            throw new PosixException("memfd_create(\"" + LABEL + "\", MFD_CLOEXEC" + (inHugePages ? "|MFD_HUGETLB)" : ")"), errno,
                    switch (Errno.of(errno)) {
                        case ENOSYS -> "it needs Linux 3.17";
                        case EINVAL -> "MFD_HUGETLB needs Linux 4.14 and CONFIG_HUGETLBFS";
                        case EPERM, EACCES -> "forbidden, for example by a sandbox";
                        case EMFILE -> "`ulimit -n` is the limit";
                        default -> "";
                    });
        }
        // The initial mode allows access for everybody, and /proc has a path to the file.
        if (fchmod(fd, OWNER_ONLY) != 0) {
            PosixException failure = new PosixException("fchmod(" + fd + ", 0600)", Errno.last());
            FileMapping.closeDescriptor(fd);
            throw failure;
        }
        return fd;
    }
}
