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
    /** Since Linux 6.3; demanded where {@code vm.memfd_noexec} is 2. */
    private static final int MFD_NOEXEC_SEAL = 8;

    static {
        Native.register(MemoryFile.class, Platform.C_LIBRARY_NAME);
    }

    private MemoryFile() {
    }

    private static native int syscall(int number, String name, int flags);

    /**
     * A new file of length 0, closed on exec.
     *
     * @return a file descriptor
     */
    public static int create() {
        int fd = syscall(Abi.CURRENT.sysMemfdCreate(), LABEL, MFD_CLOEXEC | MFD_NOEXEC_SEAL);
        if (fd < 0 && Errno.last() == Errno.EINVAL.number()) {
            fd = syscall(Abi.CURRENT.sysMemfdCreate(), LABEL, MFD_CLOEXEC);
        }
        if (fd < 0) {
            int errno = Errno.last();
            throw new PosixException("memfd_create(\"" + LABEL + "\", MFD_CLOEXEC)", errno, switch (Errno.of(errno)) {
                case ENOSYS -> "Linux has it since 3.17";
                case EPERM, EACCES -> "forbidden here, by a sandbox for example";
                case EMFILE -> "`ulimit -n` says how many";
                default -> "";
            });
        }
        return fd;
    }
}
