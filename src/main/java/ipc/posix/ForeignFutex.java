package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.Optional;

/**
 * {@link Futex} through a downcall of {@code java.lang.foreign.Linker}, on JDK 22 and later. {@link ForeignMemory} explains the
 * reflective access.
 *
 * <p>The linker captures {@code errno}, as JNA does for every call. Otherwise a call of the JVM could change it before Java reads
 * it. Addresses are passed as {@code long}s, which is correct only if pointers have 64 bits.
 */
final class ForeignFutex extends Futex {
    private static final int FIRST_VARIADIC_ARGUMENT = 1;
    private static final String ERRNO = "errno";

    /**
     * Signature: (Object captured, long number, long word, int operation, int value, long deadline, long unused, int bits)long.
     */
    private static final MethodHandle SYSCALL;

    static {
        try {
            SYSCALL = ForeignMemory.unavailableCalls().isEmpty() ? syscall() : null;
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long word;
    /** Receives {@code errno}. On Linux, {@code Linker.Option.captureStateLayout()} is a single int. */
    private final Memory captured = new Memory(Integer.BYTES);
    private final Object capturedSegment;

    ForeignFutex(long address) {
        super(address);
        ForeignMemory.unavailableCalls().ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        word = address;
        capturedSegment = ForeignMemory.segment(Pointer.nativeValue(captured), Integer.BYTES);
    }

    @Override
    int call(int operation, int value, Timespec deadline, int bits) {
        long deadlineAddress = deadline == null ? 0 : Pointer.nativeValue(deadline.pointer());
        long result;
        try {
            result = (long) SYSCALL.invokeExact(capturedSegment, (long) Abi.CURRENT.sysFutex(), word, operation, value,
                    deadlineAddress, 0L, bits);
        } catch (Throwable e) {
            throw ForeignMemory.unexpected(e);
        }
        return result < 0 ? -captured.getInt(0) : Math.toIntExact(result);
    }

    /** {@code long syscall(long number, ...)} with the arguments of {@code futex}. */
    private static MethodHandle syscall() throws ReflectiveOperationException {
        Object longs = ForeignMemory.layout("JAVA_LONG");
        Object ints = ForeignMemory.layout("JAVA_INT");
        Class<?> linkerType = ForeignMemory.type("Linker");
        Class<?> optionType = ForeignMemory.type("Linker$Option");
        Class<?> descriptorType = ForeignMemory.type("FunctionDescriptor");
        Class<?> layoutType = ForeignMemory.type("MemoryLayout");
        Class<?> segmentType = ForeignMemory.type("MemorySegment");
        MethodHandles.Lookup lookup = MethodHandles.lookup();

        Object linker = linkerType.getMethod("nativeLinker").invoke(null);
        Object lookups = linkerType.getMethod("defaultLookup").invoke(linker);
        Optional<?> found = (Optional<?>) ForeignMemory.type("SymbolLookup").getMethod("find", String.class)
                .invoke(lookups, "syscall");
        Object descriptor = descriptorType.getMethod("of", layoutType, layoutType.arrayType())
                .invoke(null, longs, array(layoutType, longs, longs, ints, ints, longs, longs, ints));
        Object options = array(optionType,
                optionType.getMethod("firstVariadicArg", int.class).invoke(null, FIRST_VARIADIC_ARGUMENT),
                optionType.getMethod("captureCallState", String[].class).invoke(null, (Object) new String[] {ERRNO}));
        try {
            // This restricted method needs a method handle, because the JVM checks whether its caller may use it.
            MethodHandle downcall = lookup.findVirtual(linkerType, "downcallHandle",
                    MethodType.methodType(MethodHandle.class, segmentType, descriptorType, optionType.arrayType()));
            MethodHandle made = (MethodHandle) downcall.asFixedArity()
                    .invokeWithArguments(linker, found.orElseThrow(), descriptor, options);
            return made.asType(made.type().changeParameterType(0, Object.class));
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object array(Class<?> component, Object... elements) {
        Object array = Array.newInstance(component, elements.length);
        System.arraycopy(elements, 0, array, 0, elements.length);
        return array;
    }
}
