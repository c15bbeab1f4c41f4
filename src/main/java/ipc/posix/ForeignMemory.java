package ipc.posix;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * Memory at an address through the JDK's own foreign-memory API, {@code java.lang.foreign}, which JDK 22 and later have (JEP
 * 454).
 *
 * <p>This code is compiled for JDK 17, which does not know its classes: a {@code MemorySegment} is an {@link Object} here, and
 * everything is reached through method handles looked up by name. They are {@code static final}, so that HotSpot takes them for
 * constants and compiles the access itself into its caller; what is left of the detour is one check that the object is a segment.
 *
 * <p>{@code reinterpret} and downcalls are restricted methods: without {@code --enable-native-access=ALL-UNNAMED} the JVM warns.
 */
public final class ForeignMemory {
    private static final int FIRST_JDK = 22;
    private static final boolean THERE = Runtime.version().feature() >= FIRST_JDK;

    /** (Object segment, long offset)long */
    private static final MethodHandle GET_VOLATILE;
    /** (Object segment, long offset, long value)void */
    private static final MethodHandle SET_RELEASE;
    /** (long address, long length)Object */
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

    /** Why this JDK has no foreign-memory API; empty if it has. */
    public static Optional<String> unavailable() {
        return THERE ? Optional.empty() : Optional.of("the foreign-memory API needs JDK 22 or later, and this is JDK "
                + Runtime.version().feature());
    }

    /** Why system calls cannot be made through it; empty if they can. */
    public static Optional<String> unavailableCalls() {
        return unavailable().or(() -> Abi.WORD_BYTES == Long.BYTES ? Optional.empty()
                : Optional.of("downcalls are made here where pointers have 64 bits, and " + Abi.CURRENT.name() + "'s have 32"));
    }

    /** The {@code MemorySegment} at an address, alive for ever: whoever unmaps the memory must not use it any more. */
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

    /** Reads a word, as {@code ValueLayout.JAVA_LONG}'s {@link VarHandle} does: bounds, alignment and life checked. */
    public static long getVolatile(Object segment, long offset) {
        try {
            return (long) GET_VOLATILE.invokeExact(segment, offset);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Writes a word behind everything written before it. */
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

    /** A class of {@code java.lang.foreign}. */
    static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("java.lang.foreign." + name);
    }

    /** A constant of {@code java.lang.foreign.ValueLayout}. */
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
