package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * What differs between the supported architectures: sizes of the C library's objects, values of flags, numbers of system calls.
 *
 * <p>Sizes in bytes, from glibc's {@code bits/pthreadtypes-arch.h} ({@code __SIZEOF_PTHREAD_MUTEX_T},
 * {@code __SIZEOF_PTHREAD_COND_T}) and {@code bits/semaphore.h} ({@code __SIZEOF_SEM_T}); flags from the kernel's
 * {@code asm-generic/fcntl.h} and {@code arch/arm*}{@code /include/uapi/asm/fcntl.h}; numbers from its
 * {@code arch/x86/entry/syscalls/syscall_64.tbl}, {@code asm-generic/unistd.h} and {@code arch/arm/tools/syscall.tbl}.
 *
 * @param mutexBytes     size of {@code pthread_mutex_t}
 * @param conditionBytes size of {@code pthread_cond_t}
 * @param semaphoreBytes size of {@code sem_t}
 * @param oDirectory     {@code O_DIRECTORY}
 * @param oNoFollow      {@code O_NOFOLLOW}
 * @param sysFutex       {@code SYS_futex}, for which glibc has no function
 * @param sysMemfdCreate {@code SYS_memfd_create}, for which glibc has one since 2.27 only
 * @param sysGettid      {@code SYS_gettid}, for which glibc has one since 2.30 only
 * @param sysTgsigqueue  {@code SYS_rt_tgsigqueueinfo}, for which glibc has none between processes
 */
public record Abi(String name, int mutexBytes, int conditionBytes, int semaphoreBytes, int oDirectory, int oNoFollow,
                  int sysFutex, int sysMemfdCreate, int sysGettid, int sysTgsigqueue) {
    private static final Abi X86_64 = new Abi("x86-64", 40, 48, 32, 0200000, 0400000, 202, 319, 186, 297);
    private static final Abi AARCH64 = new Abi("AArch64", 48, 48, 32, 040000, 0100000, 98, 279, 178, 240);
    private static final Abi ARM = new Abi("32-bit ARM", 24, 48, 16, 040000, 0100000, 240, 385, 224, 363);

    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_NONBLOCK = 04000;
    static final int O_CLOEXEC = 02000000;
    private static final int O_TMPFILE_BIT = 020000000;

    /** The architecture this process runs on. */
    public static final Abi CURRENT = of(Platform.ARCH);

    private static final long MINUS_ONE_OF_32_BITS = 0xFFFF_FFFFL;

    /** Bytes of a C {@code long}, and so of each field of {@code struct timespec} in glibc's default ABI. */
    static final int LONG_BYTES = Native.LONG_SIZE;

    /** Whether {@code mmap} or {@code shmat} returned {@code (void *) -1}. */
    static boolean isFailure(Pointer address) {
        long value = Pointer.nativeValue(address);
        return value == -1 || (Native.POINTER_SIZE == Integer.BYTES && value == MINUS_ONE_OF_32_BITS);
    }

    private static Abi of(String arch) {
        return switch (arch) {
            case "x86-64" -> X86_64;
            case "aarch64" -> AARCH64;
            case "arm", "armel" -> ARM;
            default -> throw new UnsupportedOperationException(
                    "architecture " + arch + ": this project knows x86-64, AArch64 and 32-bit ARM");
        };
    }

    /** {@code O_TMPFILE}, which contains the architecture's {@code O_DIRECTORY}. */
    int oTmpFile() {
        return O_TMPFILE_BIT | oDirectory;
    }
}
