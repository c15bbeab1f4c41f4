package ipc.session;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Data that this machine hides from async-profiler, each with the setting that would show it. It is found by trying in this
 * process. Reading settings is not enough, because some users are exempt and containers add limits.
 */
final class ProfilerLimits {
    /** The kernel's own timer as a perf event; unlike {@code cpu} async-profiler never replaces it by another. */
    static final String KERNEL_EVENT = "cpu-clock";

    private static final String HARDWARE_EVENT = "cycles";
    /** Sampled by the JVM or a timer thread of async-profiler's: perf events have no part in them. */
    private static final Set<String> WITHOUT_PERF = Set.of("wall", "alloc", "lock", "ctimer", "itimer", "nativemem",
            "nativelock");
    private static final Path PARANOID = Path.of("proc/sys/kernel/perf_event_paranoid");
    private static final int LONGEST_NUMBER = 16;
    private static final Path SOURCES = Path.of("sys/bus/event_source/devices");

    private final Profiler profiler;
    private final Path log;
    private final Path root;

    /**
     * @param profiler to try with
     * @param log      a file for what it says meanwhile
     * @param root     {@code /}, or a folder with a copy of {@code /proc} and {@code /sys}
     */
    ProfilerLimits(Profiler profiler, Path log, Path root) {
        this.profiler = profiler;
        this.log = log;
        this.root = root;
    }

    /** async-profiler, as far as it matters here. */
    @FunctionalInterface
    interface Profiler {
        String execute(String command) throws IOException;
    }

    /**
     * The result of starting the profiler.
     *
     * @param starts whether it did
     * @param said   why not; or what it warned of, which is empty where nothing is missing
     */
    record Trial(boolean starts, String said) {
        boolean isWhole() {
            return starts && said.isEmpty();
        }
    }

    /** Starts async-profiler with these words and stops it again at once. */
    Trial tryOut(String words) {
        try {
            Files.deleteIfExists(log);
            // Its warnings would land between table and notes: it writes to standard output.
            profiler.execute("start," + words + ",loglevel=warn,log=" + log);
            profiler.execute("stop,loglevel=none");
            return new Trial(true, Files.exists(log) ? String.join(" ", messages(Files.readString(log))) : "");
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            return new Trial(false, String.valueOf(e.getMessage()).replaceAll("\\R", " "));
        }
    }

    /** The messages that async-profiler wrote to a log, without levels. */
    static List<String> messages(String log) {
        // A line that does not begin with its level goes on from the one before.
        return Stream.of(log.strip().split("\\R(?=\\[)")).filter(message -> !message.isBlank())
                .map(message -> message.replaceFirst("^\\[\\w+] ", "").replaceAll("\\s+", " ").replaceAll("TID \\d+", "a thread"))
                .distinct().toList();
    }

    /** Whether this event takes perf events, so that the kernel may refuse it. */
    static boolean takesPerfEvents(String event) {
        return !WITHOUT_PERF.contains(event) && !event.contains(".");
    }

    /** Data that graphs of CPU time lack on this machine; empty if they lack nothing. */
    List<String> list() {
        Trial kernel = tryOut("event=" + KERNEL_EVENT);
        if (!kernel.starts()) {
            return List.of("no kernel frames and no hardware events, because perf events are refused (" + kernel.said() + "); "
                    + allowingPerfEvents());
        }
        List<String> list = new ArrayList<>();
        if (!kernel.isWhole()) {
            list.add("no kernel frames, and with event=" + KERNEL_EVENT + " no samples while the kernel runs (" + kernel.said()
                    + ")");
        }
        Trial hardware = tryOut("event=" + HARDWARE_EVENT);
        if (!hardware.starts()) {
            list.add("no hardware events, such as cycles or cache-misses (" + hardware.said() + "); " + allowingCounters());
        }
        return list;
    }

    /** The setting that would allow an event that was refused. */
    String allowing(String event) {
        boolean all = event.equals(KERNEL_EVENT) || !tryOut("event=" + KERNEL_EVENT).starts();
        return all ? allowingPerfEvents() : allowingCounters();
    }

    private String allowingCounters() {
        return hasCounters() ? "this processor has performance counters, but not this one: perf list shows those it has"
                : "this machine shows no performance counters; a hypervisor passes them on if told so, QEMU by -cpu host,pmu=on";
    }

    private String allowingPerfEvents() {
        if (!Files.exists(root.resolve(PARANOID))) {
            return "this kernel offers none: one built with CONFIG_PERF_EVENTS does";
        }
        // Not Files.readString: it reads one byte of a file that says it is empty, and then /proc/sys has no more to say.
        try (InputStream in = new FileInputStream(root.resolve(PARANOID).toFile())) {
            byte[] digits = new byte[LONGEST_NUMBER];
            if (Integer.parseInt(new String(digits, 0, in.read(digits), StandardCharsets.US_ASCII).strip()) > 1) {
                return "sysctl kernel.perf_event_paranoid=1 kernel.kptr_restrict=0, as root, allows them";
            }
        } catch (IOException | RuntimeException e) {
            return "sysctl kernel.perf_event_paranoid=1 kernel.kptr_restrict=0, as root, may allow them";
        }
        return "the sysctl allows them, so a container forbids them;"
                + " docker run --security-opt seccomp=unconfined --cap-add PERFMON does not";
    }

    /** x86 calls its counters {@code cpu}, hybrid ones {@code cpu_core}; ARM names them after the core. */
    private boolean hasCounters() {
        try (Stream<Path> devices = Files.list(root.resolve(SOURCES))) {
            return devices.map(device -> device.getFileName().toString())
                    .anyMatch(name -> name.startsWith("cpu") || name.startsWith("armv"));
        } catch (IOException e) {
            return false;
        }
    }
}
