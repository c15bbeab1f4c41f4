package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/** System V shared memory: {@code shmget(2)}, {@code shmat(2)}, {@code shmctl(2)}, {@code shmdt(2)}. */
public final class SystemVSharedMemory {
    private static final int IPC_PRIVATE = 0;
    private static final int IPC_CREAT = 01000;
    private static final int IPC_EXCL = 02000;
    private static final int IPC_RMID = 0;
    private static final int SHM_HUGETLB = 04000;
    private static final int OWNER_ONLY = 0600;
    private static final KernelLimit SEGMENTS = KernelLimit.of("kernel.shmmni");
    private static final KernelLimit SEGMENT_BYTES = KernelLimit.of("kernel.shmmax");
    private static final KernelLimit PAGES = KernelLimit.of("kernel.shmall");

    static {
        Native.register(SystemVSharedMemory.class, Platform.C_LIBRARY_NAME);
    }

    private SystemVSharedMemory() {
    }

    private static native int shmget(int key, NativeLong size, int flags);

    private static native Pointer shmat(int id, Pointer address, int flags);

    private static native int shmctl(int id, int command, Pointer buffer);

    private static native int shmdt(Pointer address);

    /**
     * Creates a segment without a key ({@code IPC_PRIVATE}), mode 0600. Other processes need its id.
     *
     * @param lengthBytes positive
     * @return the segment's id
     * @throws PosixException with the limit that was reached, if any
     */
    public static int create(long lengthBytes) {
        int id = shmget(IPC_PRIVATE, new NativeLong(lengthBytes), IPC_CREAT | IPC_EXCL | OWNER_ONLY);
        if (id < 0) {
            int errno = Errno.last();
            throw new PosixException("shmget(IPC_PRIVATE, " + lengthBytes + ", 0600)", errno, limitBehind(errno, lengthBytes));
        }
        return id;
    }

    /**
     * The same in huge pages of the default size. The kernel reserves them at once.
     *
     * @param lengthBytes a multiple of the huge page size
     * @param usedUp      appended to the message if too few huge pages are free
     */
    public static int createInHugePages(long lengthBytes, String usedUp) {
        int id = shmget(IPC_PRIVATE, new NativeLong(lengthBytes), IPC_CREAT | IPC_EXCL | SHM_HUGETLB | OWNER_ONLY);
        if (id < 0) {
            int errno = Errno.last();
            throw new PosixException("shmget(IPC_PRIVATE, " + lengthBytes + ", SHM_HUGETLB|0600)", errno,
                    switch (Errno.of(errno)) {
                        case ENOMEM -> usedUp;
                        case EPERM -> "it needs CAP_IPC_LOCK or membership in the group vm.hugetlb_shm_group";
                        default -> limitBehind(errno, lengthBytes);
                    });
        }
        return id;
    }

    /**
     * Maps a segment into this process. Linux allows this even after {@link #removeWhenUnused}, as long as a process is attached.
     *
     * @return the address
     */
    public static long attach(int id) {
        Pointer address = shmat(id, null, 0);
        if (Abi.isFailure(address)) {
            throw new PosixException("shmat(" + id + ", NULL, 0)", Errno.last());
        }
        return Pointer.nativeValue(address);
    }

    /** {@code IPC_RMID}: the kernel frees the segment when the last process detaches or dies. */
    public static void removeWhenUnused(int id) {
        if (shmctl(id, IPC_RMID, null) != 0) {
            throw new PosixException("shmctl(" + id + ", IPC_RMID)", Errno.last());
        }
    }

    /** Unmaps the segment from this process. */
    public static void detach(long address) {
        if (shmdt(new Pointer(address)) != 0) {
            throw new PosixException("shmdt(0x" + Long.toHexString(address) + ")", Errno.last());
        }
    }

    /** Whether a limit of zero switches off System V shared memory. A limit that is merely reached does not count. */
    public static boolean isSwitchedOff() {
        return SEGMENTS.isZero() || PAGES.isZero() || SEGMENT_BYTES.isZero();
    }

    private static String limitBehind(int errno, long lengthBytes) {
        return switch (Errno.of(errno)) {
            case ENOSPC -> SEGMENTS + " segments or " + PAGES + " pages are all in use; `ipcs -m -u` shows by how much";
            case EINVAL -> lengthBytes + " bytes do not fit " + SEGMENT_BYTES;
            case ENOSYS -> "the kernel was built without CONFIG_SYSVIPC";
            case EPERM -> "forbidden, for example by a sandbox";
            default -> "";
        };
    }
}
