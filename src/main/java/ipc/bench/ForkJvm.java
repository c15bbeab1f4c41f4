package ipc.bench;

import java.util.List;

/**
 * The JVM options every fork, and so every peer, runs with: all of them, in this one place. They stand before whatever the
 * user gives, and of two values of one option a JVM takes the last.
 *
 * <p>Tried and left out. {@code -XX:PerMethodTrapLimit=0}: HotSpot then compiles branches it never saw taken, and nothing is
 * thrown away when one is; but a spin round trip of 80 ns took 90. What it was for, {@link SlowPathWarmUp} and a second warm-up
 * iteration do without cost. {@code -XX:+AlwaysPreTouch} with a small heap: nothing to gain, as the measured path allocates
 * nothing and faults on no page.
 */
public final class ForkJvm {
    /** Lets one list serve every JDK from 17 up: an option a JDK does not know is passed over. */
    static final String LENIENT = "-XX:+IgnoreUnrecognizedVMOptions";
    /** The measured path allocates nothing; a collector without threads of its own leaves the two CPUs alone. */
    static final String NO_GC_THREADS = "-XX:+UseSerialGC";
    /** No {@code hsperfdata} file in the shared temporary directory, and no writing to it. */
    static final String NO_PERF_FILE = "-XX:-UsePerfData";
    /** Needed on JDK 17 to set the next one. */
    static final String DIAGNOSTIC = "-XX:+UnlockDiagnosticVMOptions";
    /**
     * No safepoint for its own sake: JDK 17's VM thread wakes once a second to look whether one is due. With this its CPU time
     * during two measured seconds went from 0.2 ms to none; it must run on one of the two CPUs. Later JDKs do so by themselves.
     */
    static final String NO_PERIODIC_SAFEPOINT = "-XX:GuaranteedSafepointInterval=0";
    /**
     * No compiler thread is born or ended meanwhile: each would do so on a measured CPU, and the OS statistics of a long operation
     * cover the threads there were when the iteration began.
     */
    static final String FIXED_COMPILER_THREADS = "-XX:-UseDynamicNumberOfCompilerThreads";
    /** JNA loads its library; JDK 24 and later warn without this. */
    static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
    /** Chronicle Bytes and JMH use {@code sun.misc.Unsafe}; JDK 24 and later warn without this, 17 does not know it. */
    static final String UNSAFE_ACCESS = "--sun-misc-unsafe-memory-access=allow";
    /** Chronicle Core reflects on these at start-up. */
    static final String OPEN_LANG = "--add-opens=java.base/java.lang=ALL-UNNAMED";
    /** Chronicle Core frees direct buffers with it, and warns where it cannot. */
    static final String EXPORT_REF = "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED";
    /** As {@link #OPEN_LANG}. */
    static final String OPEN_REFLECT = "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED";
    /** As {@link #OPEN_LANG}. */
    static final String OPEN_NIO = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";
    /** Agrona, and so Aeron, works with the JDK's own {@code Unsafe}. */
    static final String OPEN_MISC = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";
    /** Chronicle Core would look for a newer version of itself, or print a banner, otherwise. */
    static final String QUIET_CHRONICLE = "-Dchronicle.announcer.disable=true";

    /** Each benchmark's {@code @Fork} names the same, for plain JMH. */
    static final List<String> OPTIONS = List.of(LENIENT, NO_GC_THREADS, NO_PERF_FILE, DIAGNOSTIC,
            NO_PERIODIC_SAFEPOINT, FIXED_COMPILER_THREADS, NATIVE_ACCESS, UNSAFE_ACCESS,
            EXPORT_REF, OPEN_LANG, OPEN_REFLECT, OPEN_NIO, OPEN_MISC, QUIET_CHRONICLE);

    private static final int FIRST_WITH_UNSAFE_ACCESS = 23;
    private static final String COLLECTOR = "-XX:\\+Use\\w+GC";

    private ForkJvm() {
    }

    /**
     * The options to run with, in order.
     *
     * @param typed      the user's: a collector among them replaces ours, for a JVM refuses two
     * @param anotherJvm whether the fork runs on another JVM than this one. On this one we know what it knows, and an option the
     *                   user mistyped is not passed over
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
