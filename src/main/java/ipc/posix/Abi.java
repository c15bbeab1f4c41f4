package ipc.posix;

import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.List;

/**
 * The differences between the supported architectures: object sizes of the C library, flag values, system call numbers, and the
 * word size, from which {@link Layout} follows.
 *
 * <p>Source: the C compilers of all three architectures. {@code checks/abi.sh} writes their values to
 * {@code src/test/resources/ipc/posix/abi.txt}, with every other constant and call of this package. {@code AbiTest} compares
 * them.
 *
 * @param name           of the architecture, in messages
 * @param wordBytes      size of a pointer, a {@code long}, a {@code size_t}, and of each field of {@code struct timespec}. The
 * functions called here are those with 32-bit time on 32-bit machines
 * @param mutexBytes     size of {@code pthread_mutex_t}
 * @param conditionBytes size of {@code pthread_cond_t}
 * @param semaphoreBytes size of {@code sem_t}
 * @param oDirectory     {@code O_DIRECTORY}
 * @param oNoFollow      {@code O_NOFOLLOW}
 * @param sysFutex       {@code SYS_futex}, for which glibc has no function
 * @param sysMemfdCreate {@code SYS_memfd_create}; glibc has a function since 2.27 only
 * @param sysGettid      {@code SYS_gettid}; glibc has a function since 2.30 only
 * @param sysTgsigqueue  {@code SYS_rt_tgsigqueueinfo}; glibc has no function for other processes
 */
public record Abi(String name, int wordBytes, int mutexBytes, int conditionBytes, int semaphoreBytes, int oDirectory,
        int oNoFollow, int sysFutex, int sysMemfdCreate, int sysGettid, int sysTgsigqueue) {
    private static final Abi X86_64 = new Abi("x86-64", 8, 40, 48, 32, 0200000, 0400000, 202, 319, 186, 297);
    private static final Abi AARCH64 = new Abi("AArch64", 8, 48, 48, 32, 040000, 0100000, 98, 279, 178, 240);
    private static final Abi ARM = new Abi("32-bit ARM", 4, 24, 48, 16, 040000, 0100000, 240, 385, 224, 363);

    /** All supported architectures. */
    static final List<Abi> ALL = List.of(X86_64, AARCH64, ARM);

    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_NONBLOCK = 04000;
    static final int O_CLOEXEC = 02000000;
    private static final int O_TMPFILE_BIT = 020000000;

    /** The architecture of this process. */
    public static final Abi CURRENT = of(Platform.ARCH);

    private static final long MINUS_ONE_OF_32_BITS = 0xFFFF_FFFFL;

    /** Bytes of a word on the architecture of this process. */
    static final int WORD_BYTES = CURRENT.wordBytes;

    /** Whether {@code mmap} or {@code shmat} returned {@code (void *) -1}. */
    static boolean isFailure(Pointer address) {
        long value = Pointer.nativeValue(address);
        return value == -1 || (WORD_BYTES == Integer.BYTES && value == MINUS_ONE_OF_32_BITS);
    }

    /** Writes a C {@code long} or {@code size_t}. A 32-bit word takes the lower half of the value. */
    static void setWord(Pointer at, long offset, long value) {
        if (WORD_BYTES == Long.BYTES) {
            at.setLong(offset, value);
        } else {
            at.setInt(offset, (int) value);
        }
    }

    /** Reads a C {@code long}. */
    static long getWord(Pointer at, long offset) {
        return WORD_BYTES == Long.BYTES ? at.getLong(offset) : at.getInt(offset);
    }

    private static Abi of(String arch) {
        return switch (arch) {
            case "x86-64" -> X86_64;
            case "aarch64" -> AARCH64;
            case "arm", "armel" -> ARM;
            default -> throw new UnsupportedOperationException(
                    "architecture " + arch + " is unsupported; use x86-64, AArch64 or 32-bit ARM");
        };
    }

    /** {@code O_TMPFILE}, which contains the architecture's {@code O_DIRECTORY}. */
    int oTmpFile() {
        return O_TMPFILE_BIT | oDirectory;
    }
}
