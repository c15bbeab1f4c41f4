package ipc.bench;

import java.util.List;

/**
 * The JVM options of every fork, and so of every peer. They precede the user's options, and a JVM uses the last of two values.
 *
 * <p>Two options were tried and rejected. {@code -XX:PerMethodTrapLimit=0} makes HotSpot compile branches that were never taken,
 * so no compiled code is discarded later. But a spin round trip took 90 ns instead of 80, and {@link SlowPathWarmUp} with a
 * second warm-up iteration has the same effect at no cost. The option {@code -XX:+AlwaysPreTouch} with a small heap brought nothing: the
 * measured code allocates nothing and causes no page fault.
 */
public final class ForkJvm {
    /** Ignores options that a JDK does not know, so that one list serves every JDK from 17 up. */
    static final String LENIENT = "-XX:+IgnoreUnrecognizedVMOptions";
    /** A collector without threads of its own, which would use the two CPUs. The measured code allocates nothing. */
    static final String NO_GC_THREADS = "-XX:+UseSerialGC";
    /** No {@code hsperfdata} file in the shared temporary directory, and no writes to it. */
    static final String NO_PERF_FILE = "-XX:-UsePerfData";
    /** JDK 17 needs this to accept the next option. */
    static final String DIAGNOSTIC = "-XX:+UnlockDiagnosticVMOptions";
    /**
     * No periodic safepoints: the VM thread of JDK 17 wakes up once a second to check whether one is due. This option reduced its
     * CPU time during two measured seconds from 0.2 ms to zero. Later JDKs have this default.
     */
    static final String NO_PERIODIC_SAFEPOINT = "-XX:GuaranteedSafepointInterval=0";
    /**
     * A fixed number of compiler threads. A thread that starts or ends would use a measured CPU. The OS statistics of a long
     * operation cover only the threads that existed when the iteration began.
     */
    static final String FIXED_COMPILER_THREADS = "-XX:-UseDynamicNumberOfCompilerThreads";
    /** Lets JNA load its library; JDK 24 and later warn without this. */
    static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
    /** Lets Chronicle Bytes and JMH use {@code sun.misc.Unsafe}. JDK 24 and later warn without this; 17 does not know it. */
    static final String UNSAFE_ACCESS = "--sun-misc-unsafe-memory-access=allow";
    /** Chronicle Core uses reflection on this package when it starts. */
    static final String OPEN_LANG = "--add-opens=java.base/java.lang=ALL-UNNAMED";
    /** Chronicle Core frees direct buffers through this package, and warns without it. */
    static final String EXPORT_REF = "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED";
    /** Chronicle Core uses reflection on this package when it starts. */
    static final String OPEN_REFLECT = "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED";
    /** Chronicle Core uses reflection on this package when it starts. */
    static final String OPEN_NIO = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";
    /** Agrona, and so Aeron, uses the JDK's internal {@code Unsafe}. */
    static final String OPEN_MISC = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";
    /** Keeps Chronicle Core from printing a banner or looking for a newer version of itself. */
    static final String QUIET_CHRONICLE = "-Dchronicle.announcer.disable=true";

    /** All options in order. The {@code @Fork} of each benchmark repeats them, for plain JMH. */
    static final List<String> OPTIONS = List.of(LENIENT, NO_GC_THREADS, NO_PERF_FILE, DIAGNOSTIC,
            NO_PERIODIC_SAFEPOINT, FIXED_COMPILER_THREADS, NATIVE_ACCESS, UNSAFE_ACCESS,
            EXPORT_REF, OPEN_LANG, OPEN_REFLECT, OPEN_NIO, OPEN_MISC, QUIET_CHRONICLE);

    private static final int FIRST_WITH_UNSAFE_ACCESS = 23;
    private static final String COLLECTOR = "-XX:\\+Use\\w+GC";

    private ForkJvm() {
    }

    /**
     * The options to start a fork with, in order.
     *
     * @param typed      the user's options. A collector among them replaces ours, because a JVM rejects two collectors
     * @param anotherJvm whether the fork uses another JVM than this process. On the same JVM no option is unknown, so
     *         {@link #LENIENT} is left out, and a mistyped option of the user fails
     */
    public static List<String> options(List<String> typed, boolean anotherJvm) {
        boolean knowsUnsafeAccess = Runtime.version().feature() >= FIRST_WITH_UNSAFE_ACCESS;
        return OPTIONS.stream()
                .filter(option -> !option.equals(NO_GC_THREADS) || typed.stream().noneMatch(each -> each.matches(COLLECTOR)))
                .filter(option -> !option.equals(LENIENT) || anotherJvm)
                .filter(option -> !option.equals(UNSAFE_ACCESS) || anotherJvm || knowsUnsafeAccess)
                .toList();
    }
}
