package ipc.posix;

import com.sun.jna.Pointer;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * {@link Futex} through a downcall of {@link Linker}.
 *
 * <p>The linker captures {@code errno}, as JNA does for every call. Otherwise a call of the JVM could change it before Java reads
 * it. Addresses are passed as {@code long}s, which is correct only if pointers have 64 bits.
 */
public final class ForeignFutex extends Futex {
    private static final int FIRST_VARIADIC_ARGUMENT = 1;
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final String ERRNO = "errno";
    private static final VarHandle ERRNO_IN_CAPTURED = CAPTURED.varHandle(PathElement.groupElement(ERRNO));

    /** Looked up by the first futex, because a system without downcalls can still ask {@link #unavailable}. */
    private static final class Call {
        static final MethodHandle SYSCALL = syscall();
    }

    private final long word;
    private final MemorySegment captured = Arena.ofAuto().allocate(CAPTURED);

    /** The futex at an address. It needs no initialisation. */
    public ForeignFutex(long address) {
        super(address);
        word = address;
    }

    /** The reason why system calls are impossible here. Empty if they are possible. */
    public static Optional<String> unavailable() {
        return Abi.WORD_BYTES == Long.BYTES ? Optional.empty()
                : Optional.of("downcalls need 64-bit pointers, but " + Abi.CURRENT.name() + " has 32-bit pointers");
    }

    @Override
    int call(int operation, int value, Timespec deadline, int bits) {
        long deadlineAddress = deadline == null ? 0 : Pointer.nativeValue(deadline.pointer());
        long result;
        try {
            result = (long) Call.SYSCALL.invokeExact(captured, (long) Abi.CURRENT.sysFutex(), word, operation, value,
                    deadlineAddress, 0L, bits);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        return result < 0 ? -(int) ERRNO_IN_CAPTURED.get(captured, 0L) : Math.toIntExact(result);
    }

    /** {@code long syscall(long number, ...)} with the arguments of {@code futex}. */
    @SuppressWarnings("restricted")
    private static MethodHandle syscall() {
        Linker linker = Linker.nativeLinker();
        MemorySegment function = linker.defaultLookup().find("syscall").orElseThrow();
        FunctionDescriptor signature = FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
        return linker.downcallHandle(function, signature, Linker.Option.firstVariadicArg(FIRST_VARIADIC_ARGUMENT),
                Linker.Option.captureCallState(ERRNO));
    }
}
