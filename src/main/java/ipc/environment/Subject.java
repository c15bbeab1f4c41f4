package ipc.environment;

import ipc.environment.Finding.Level;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The catalogue of what the doctor looks at: the name, why it matters, which measurements it touches, and its weight.
 *
 * <p>The weight, 0 to 100, only orders the warnings of a run, the heaviest first. It follows the size of the effect: what takes
 * a CPU away for milliseconds or makes it another measurement (80 to 100), what costs every operation or every wake-up (50 to
 * 79), what widens the spread between rounds or the tail (20 to 49), what only limits a tool or a later choice (below 20).
 */
enum Subject {
    CPU("CPU", 0, Touches.EVERYTHING, "a round trip is two cache lines crossing between its cores"),
    CORES("cores", 0, Touches.EVERYTHING, "fork and peer need one each"),
    SMT("SMT siblings", 0, Touches.SPINNING, "two threads of one core share its pipelines: one that spins slows the other"),
    CACHES("caches", 0, Touches.EVERYTHING, "cores under one last-level cache exchange a line without going through memory"),
    NUMA("NUMA", 40, Touches.EVERYTHING,
            "another node's memory is farther, and balancing makes pages fault while they are measured"),
    PAIR("fork and peer", 90, Touches.EVERYTHING, "how their CPUs lie to each other decides more than the memory between them"),

    GOVERNOR("governor", 60, Touches.EVERYTHING,
            "a clock that follows the load is low when a sleeper wakes and differs between rounds"),
    BOOST("boost", 25, Touches.EVERYTHING, "the clock then depends on heat and on how many cores are busy, so rounds drift"),
    C_STATES("C-states", 55, Touches.BLOCKING, "a sleeping receiver pays for leaving the idle state with every wake-up"),

    ISOLATED("isolated CPUs", 45, Touches.EVERYTHING,
            "elsewhere the scheduler puts other work on the two CPUs, and the maximum shows it"),
    NOHZ("nohz CPUs", 20, Touches.SPINNING, "elsewhere the timer tick interrupts a spinning side 100 to 1000 times a second"),
    VIRTUALISATION("virtualisation", 30, Touches.EVERYTHING, "a hypervisor moves and stops its guests' CPUs unseen"),
    STEAL("steal", 70, Touches.EVERYTHING, "while the hypervisor runs somebody else, the round trip stands still"),
    QUOTA("CPU quota", 95, Touches.EVERYTHING, "once it is used up, both processes stand still for the rest of the period"),
    ALLOWED("allowed CPUs", 48, Touches.EVERYTHING,
            "fork, peer and the JVMs' own threads share them; without a third, those preempt these"),

    KERNEL("kernel", 0, Touches.EVERYTHING, "a wake-up is its code"),
    MITIGATIONS("mitigations", 0, Touches.BLOCKING, "they make each entry into the kernel dearer, and a wake-up takes several"),
    CLOCK("clock source", 75, Touches.EVERYTHING, "every operation contains a clock read, which must not be a system call"),
    PERF("perf_event_paranoid", 12, Touches.PROFILES, "above 1 a profiler of this user sees no kernel code"),
    KPTR("kptr_restrict", 10, Touches.PROFILES, "a flame graph names kernel functions only if their addresses may be read"),

    THP("huge pages", 35, Touches.EVERYTHING, "with always, the kernel collapses and compacts the JVMs' pages while they run"),
    THP_SHMEM("shmem huge pages", 38, Touches.EVERYTHING,
            "with always or force, shmem gets other pages than mmap, and they compare page sizes"),
    DEV_SHM("/dev/shm", 8, Touches.EVERYTHING, "POSIX shared memory lies there"),
    SYSTEM_V("System V limits", 18, Touches.EVERYTHING, "shmget fails beyond them"),
    MESSAGE_QUEUES("message queues", 6, Touches.EVERYTHING, "a queue cannot hold more messages, nor larger ones"),
    MEMLOCK("memlock", 5, Touches.EVERYTHING, "no more than this can be kept from being paged out"),

    MMAP_DIRECTORY("mmap directory", 50, Touches.MAPPED_FILES,
            "in memory or across a network, a mapped file is not a file on a disk"),
    WRITEBACK("writeback", 42, Touches.MAPPED_FILES,
            "each writeback write-protects a mapped file's pages, and the next store faults"),

    LOAD("load", 46, Touches.EVERYTHING, "whoever else runs takes turns with fork or peer"),
    BUSY("busy processes", 85, Touches.EVERYTHING, "they use the CPUs, caches and memory the two are timed on"),
    STALE("stale peers", 100, Touches.EVERYTHING, "a peer that lost its owner spins on, maybe on the CPU of the next run"),

    JDK("JDK", 0, Touches.EVERYTHING, "its compiler makes the code that is measured"),
    FLAGS("JVM flags", 80, Touches.EVERYTHING, "they change the measured code, or the threads beside it");

    private static final Map<String, Subject> BY_WORDS = Arrays.stream(values())
            .collect(Collectors.toMap(subject -> subject.words, Function.identity()));

    /** What a subject has an effect on. */
    enum Touches {
        EVERYTHING, SPINNING, BLOCKING, MAPPED_FILES, PROFILES
    }

    private final String words;
    private final int weight;
    private final Touches touches;
    private final String why;

    Subject(String words, int weight, Touches touches, String why) {
        this.words = words;
        this.weight = weight;
        this.touches = touches;
        this.why = why;
    }

    /** The subject of a finding. */
    static Subject of(Finding finding) {
        return BY_WORDS.get(finding.subject());
    }

    int weight() {
        return weight;
    }

    Touches touches() {
        return touches;
    }

    Finding ok(String value) {
        return finding(value, Level.OK, "");
    }

    /** As it should be; the remedy is for those who want more. */
    Finding ok(String value, String remedy) {
        return finding(value, Level.OK, remedy);
    }

    Finding warning(String value, String remedy) {
        return finding(value, Level.WARNING, remedy);
    }

    Finding unknown() {
        return finding("unknown", Level.UNKNOWN, "");
    }

    /** Not known, and what is known of the reason. */
    Finding unknown(String reason) {
        return finding("unknown: " + reason, Level.UNKNOWN, "");
    }

    private Finding finding(String value, Level level, String remedy) {
        return new Finding(words, value, level, why, remedy);
    }
}
