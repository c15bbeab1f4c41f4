package ipc.environment;

import ipc.environment.Finding.Level;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The subjects that the doctor examines. Each has a name, the reason why it matters, the measurements that it affects, and a
 * weight.
 *
 * <p>The weight, 0 to 100, orders the warnings of a run, heaviest first.
 * <ul>
 * <li>From 80 to 100: takes a CPU away for milliseconds, or changes what is measured.</li>
 * <li>From 50 to 79: costs every operation or every wake-up.</li>
 * <li>From 20 to 49: widens the spread between rounds, or the tail.</li>
 * <li>Below 20: limits only a tool or a later choice.</li>
 * </ul>
 */
enum Subject {
    CPU("CPU", 0, Touches.EVERYTHING, "in a round trip two cache lines cross between its cores"),
    CORES("cores", 0, Touches.EVERYTHING, "fork and peer need one core each"),
    SMT("SMT siblings", 0, Touches.SPINNING, "two threads of one core share it: one that spins slows the other"),
    CACHES("caches", 0, Touches.EVERYTHING, "cores with a common last-level cache exchange data without memory"),
    NUMA("NUMA", 40, Touches.EVERYTHING,
            "memory of another node is slower, and balancing causes page faults during a measurement"),
    PAIR("fork and peer", 90, Touches.EVERYTHING, "the placement of their CPUs matters more than the kind of memory"),

    GOVERNOR("governor", 60, Touches.EVERYTHING,
            "a clock that follows the load is slow after a wake-up and differs between rounds"),
    BOOST("boost", 25, Touches.EVERYTHING, "with boost the clock depends on heat and on busy cores, so rounds differ"),
    C_STATES("C-states", 55, Touches.BLOCKING, "leaving a deep idle state lengthens every wake-up"),

    ISOLATED("isolated CPUs", 45, Touches.EVERYTHING,
            "without isolation the scheduler also runs other work on the two CPUs, which raises the maximum"),
    NOHZ("nohz CPUs", 20, Touches.SPINNING, "without it a timer interrupts a spinning side 100 to 1000 times a second"),
    VIRTUALISATION("virtualisation", 30, Touches.EVERYTHING, "a hypervisor moves and stops virtual CPUs without notice"),
    STEAL("steal", 70, Touches.EVERYTHING, "a round trip stops while the hypervisor runs another guest"),
    QUOTA("CPU quota", 95, Touches.EVERYTHING, "after the quota is used up, both processes stop for the rest of the period"),
    ALLOWED("allowed CPUs", 48, Touches.EVERYTHING,
            "without a third CPU, the JVMs' own threads interrupt fork and peer"),

    KERNEL("kernel", 0, Touches.EVERYTHING, "its code does every wake-up"),
    MITIGATIONS("mitigations", 0, Touches.BLOCKING, "they make each system call slower, and a wake-up needs several"),
    CLOCK("clock source", 75, Touches.EVERYTHING, "every operation reads the clock, which must not be a system call"),
    PERF("perf_event_paranoid", 12, Touches.PROFILES, "with a value above 1 a profiler of this user sees no kernel code"),
    KPTR("kptr_restrict", 10, Touches.PROFILES, "a flame graph shows kernel functions only if their addresses are readable"),

    THP("huge pages", 35, Touches.EVERYTHING, "with always, the kernel merges and moves the JVMs' pages while they run"),
    THP_SHMEM("shmem huge pages", 38, Touches.EVERYTHING,
            "with always or force, shmem and mmap use pages of different sizes"),
    DEV_SHM("/dev/shm", 8, Touches.EVERYTHING, "POSIX shared memory is stored there"),
    SYSTEM_V("System V limits", 18, Touches.EVERYTHING, "shmget fails above these limits"),
    MESSAGE_QUEUES("message queues", 6, Touches.EVERYTHING, "they limit the number and the size of messages in a queue"),
    MEMLOCK("memlock", 5, Touches.EVERYTHING, "no more memory than this can be locked"),

    MMAP_DIRECTORY("mmap directory", 50, Touches.MAPPED_FILES,
            "results differ if mapped files are not on a local disk"),
    WRITEBACK("writeback", 42, Touches.MAPPED_FILES,
            "each writeback write-protects mapped pages, and the next store causes a page fault"),

    LOAD("load", 46, Touches.EVERYTHING, "other programs take CPU time from fork and peer"),
    BUSY("busy processes", 85, Touches.EVERYTHING, "they use the CPUs, caches and memory of the measurement"),
    OTHER_RUNS("other measurements", 98, Touches.EVERYTHING, "two measurements take CPU time and caches from each other"),
    STALE("stale peers", 100, Touches.EVERYTHING, "a peer without an owner may spin on the CPU of the next run"),

    JDK("JDK", 0, Touches.EVERYTHING, "its compiler generates the measured code"),
    FLAGS("JVM flags", 80, Touches.EVERYTHING, "they change the measured code, or the JVM's other threads");

    private static final Map<String, Subject> BY_WORDS = Arrays.stream(values())
            .collect(Collectors.toMap(subject -> subject.words, Function.identity()));

    /** The measurements that a subject affects. */
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

    /** The value is good; the remedy is for users who want more. */
    Finding ok(String value, String remedy) {
        return finding(value, Level.OK, remedy);
    }

    Finding warning(String value, String remedy) {
        return finding(value, Level.WARNING, remedy);
    }

    Finding unknown() {
        return finding("unknown", Level.UNKNOWN, "");
    }

    /** The value is unknown, for this reason. */
    Finding unknown(String reason) {
        return finding("unknown: " + reason, Level.UNKNOWN, "");
    }

    private Finding finding(String value, Level level, String remedy) {
        return new Finding(words, value, level, why, remedy);
    }
}
