package ipc.posix;

import com.sun.jna.Native;
import ipc.ledger.CleanupLedger;

/** POSIX shared memory objects: {@code shm_open(3)}, {@code shm_unlink(3)}. {@link FileMapping} maps them like other files. */
public final class PosixSharedMemory {
    /** The directory in which glibc keeps the objects as files. */
    public static final String DIRECTORY = "/dev/shm";

    private static final int OWNER_ONLY = 0600;

    static {
        // Before glibc 2.34 both functions were in librt. Since then librt is empty and refers to the C library, which has them.
        Native.register(PosixSharedMemory.class, "librt.so.1");
    }

    private PosixSharedMemory() {
    }

    private static native int shm_open(String name, int flags, int mode);

    private static native int shm_unlink(String name);

    /**
     * Creates an object of length 0 whose name is removed at once. The name is unguessable and created with
     * {@code O_CREAT|O_EXCL}, mode 0600. glibc adds {@code O_CLOEXEC} and {@code O_NOFOLLOW}.
     *
     * @return a file descriptor
     */
    public static int createUnnamed() {
        String name = "/" + FileMapping.unguessableName();
        return CleanupLedger.path(DIRECTORY + name).during(() -> createUnnamed(name));
    }

    private static int createUnnamed(String name) {
        int fd = shm_open(name, Abi.O_RDWR | Abi.O_CREAT | Abi.O_EXCL, OWNER_ONLY);
        if (fd < 0) {
            int errno = Errno.last();
            throw new PosixException("shm_open(\"" + name + "\", O_RDWR|O_CREAT|O_EXCL, 0600)", errno, causeOf(errno));
        }
        if (shm_unlink(name) != 0) {
            PosixException failure = new PosixException("shm_unlink(\"" + name + "\")", Errno.last());
            FileMapping.closeDescriptor(fd);
            throw failure;
        }
        return fd;
    }

    private static String causeOf(int errno) {
        return switch (Errno.of(errno)) {
            // ENOSYS comes from older glibc versions if no tmpfs is mounted there.
            case ENOENT, ENOTDIR, ENOSYS -> "glibc keeps these objects in " + DIRECTORY + ", and no tmpfs is mounted there";
            case EACCES, EPERM, EROFS -> DIRECTORY + " cannot be written; `ls -ld " + DIRECTORY + "` and `findmnt " + DIRECTORY
                    + "` show why";
            case ENOSPC -> "the tmpfs on " + DIRECTORY + " has no inode left; `df -i " + DIRECTORY + "` shows it";
            case EMFILE -> "`ulimit -n` is the limit";
            default -> "";
        };
    }
}
