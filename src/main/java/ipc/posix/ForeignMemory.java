package ipc.posix;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * Memory at an address through the JDK's foreign-memory API, {@code java.lang.foreign}. JDK 22 and later have it (JEP 454).
 *
 * <p>This code is compiled for JDK 17, which lacks these classes. A {@code MemorySegment} is therefore an {@link Object} here,
 * and all methods are found by name. The method handles are {@code static final}, so HotSpot treats them as constants and inlines
 * the access. The remaining cost is a type check of the segment.
 *
 * <p>{@code reinterpret} and downcalls are restricted methods. Without {@code --enable-native-access=ALL-UNNAMED} the JVM prints
 * a warning.
 */
public final class ForeignMemory {
    private static final int FIRST_JDK = 22;
    private static final boolean THERE = Runtime.version().feature() >= FIRST_JDK;

    /** Signature: (Object segment, long offset)long. */
    private static final MethodHandle GET_VOLATILE;
    /** Signature: (Object segment, long offset, long value)void. */
    private static final MethodHandle SET_RELEASE;
    /** Signature: (long address, long length)Object. */
    private static final MethodHandle SEGMENT;

    static {
        try {
            VarHandle longs = THERE ? longs() : null;
            GET_VOLATILE = THERE ? longs.toMethodHandle(VarHandle.AccessMode.GET_VOLATILE)
                    .asType(MethodType.methodType(long.class, Object.class, long.class)) : null;
            SET_RELEASE = THERE ? longs.toMethodHandle(VarHandle.AccessMode.SET_RELEASE)
                    .asType(MethodType.methodType(void.class, Object.class, long.class, long.class)) : null;
            SEGMENT = THERE ? segments() : null;
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private ForeignMemory() {
    }

    /** The reason why this JDK has no foreign-memory API. Empty if it has. */
    public static Optional<String> unavailable() {
        return THERE ? Optional.empty() : Optional.of("the foreign-memory API needs JDK 22 or later, and this is JDK "
                + Runtime.version().feature());
    }

    /** The reason why it cannot make system calls. Empty if it can. */
    public static Optional<String> unavailableCalls() {
        return unavailable().or(() -> Abi.WORD_BYTES == Long.BYTES ? Optional.empty()
                : Optional.of("downcalls need 64-bit pointers, but " + Abi.CURRENT.name() + " has 32-bit pointers"));
    }

    /** The {@code MemorySegment} at an address. It lives for ever, so it must not be used after the memory is unmapped. */
    public static Object segment(long address, long lengthBytes) {
        unavailable().ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        try {
            return (Object) SEGMENT.invokeExact(address, lengthBytes);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Reads a word like the {@link VarHandle} of {@code ValueLayout.JAVA_LONG}. It checks bounds, alignment and lifetime. */
    public static long getVolatile(Object segment, long offset) {
        try {
            return (long) GET_VOLATILE.invokeExact(segment, offset);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Writes a word with release semantics. */
    public static void setRelease(Object segment, long offset, long value) {
        try {
            SET_RELEASE.invokeExact(segment, offset, value);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static VarHandle longs() throws ReflectiveOperationException {
        return (VarHandle) type("ValueLayout").getMethod("varHandle").invoke(layout("JAVA_LONG"));
    }

    private static MethodHandle segments() throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        Class<?> segment = type("MemorySegment");
        MethodHandle ofAddress = lookup.findStatic(segment, "ofAddress", MethodType.methodType(segment, long.class));
        MethodHandle reinterpret = lookup.findVirtual(segment, "reinterpret", MethodType.methodType(segment, long.class));
        return MethodHandles.filterArguments(reinterpret, 0, ofAddress)
                .asType(MethodType.methodType(Object.class, long.class, long.class));
    }

    /** Finds a class of {@code java.lang.foreign}. */
    static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("java.lang.foreign." + name);
    }

    /** Reads a constant of {@code java.lang.foreign.ValueLayout}. */
    static Object layout(String name) throws ReflectiveOperationException {
        return type("ValueLayout").getField(name).get(null);
    }

    static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException exception ? exception : new IllegalStateException(e);
    }
}
