package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Files in memory that never have a name: {@code memfd_create(2)}, by its number, so that a glibc older than the function will
 * do. Once open, one is a file like any other: see {@link FileMapping}.
 */
public final class MemoryFile {
    /** What {@code /proc/PID/maps} shows behind {@code memfd:}; names need not differ. */
    private static final String LABEL = "ipc-roundtrip";
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_HUGETLB = 4;
    /** Since Linux 6.3; demanded where {@code vm.memfd_noexec} is 2. */
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
     * A new file of length 0, mode 0600, closed on exec.
     *
     * @param inHugePages whether it consists of huge pages of the default size ({@code MFD_HUGETLB}); then its length must be a
     *                    multiple of that
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
                        case ENOSYS -> "Linux has it since 3.17";
                        case EINVAL -> "Linux knows MFD_HUGETLB since 4.14, where it is built with CONFIG_HUGETLBFS";
                        case EPERM, EACCES -> "forbidden here, by a sandbox for example";
                        case EMFILE -> "`ulimit -n` says how many";
                        default -> "";
                    });
        }
        // It comes with one for everybody, and has a path of a kind, in /proc.
        if (fchmod(fd, OWNER_ONLY) != 0) {
            PosixException failure = new PosixException("fchmod(" + fd + ", 0600)", Errno.last());
            FileMapping.closeDescriptor(fd);
            throw failure;
        }
        return fd;
    }
}
