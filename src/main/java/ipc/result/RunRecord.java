package ipc.result;

import ipc.PrintableText;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of {@code run.json}: everything about a run except the histograms. Latencies are in nanoseconds.
 *
 * @param format      version of the format: {@link #FORMAT}
 * @param tool        name and version of the program that wrote it
 * @param started     UTC, ISO 8601
 * @param finished    UTC, ISO 8601; time of the last write while {@code complete} is false
 * @param complete    whether the run reached its end
 * @param profile     name of the profile
 * @param profileNote note of the profile to print above its table; empty if there is none
 * @param commandLine command line after the program's name
 * @param options     options in force, from the profile and the command line
 * @param seed        seed of the cells' order
 * @param rounds      requested number of rounds
 * @param order       ids of the cells in the order in which they ran, by round
 * @param machine     the machine
 * @param cpus        CPUs of the two processes, in words
 * @param mapping     directory of mapped files
 * @param cells       the cells, with their results
 * @param warnings    warnings about the figures
 * @param flameGraphs what profilers left, such as flame graphs: paths below the result directory
 * @param environment the doctor's findings; empty in format 1
 * @param paired      differences of paired transports, computed from the pairs after the last round; empty before that, and in
 *         format 1
 */
@RecordBuilder
public record RunRecord(
        int format, String tool, String started, String finished, boolean complete, String profile, String profileNote,
        @Nullable List<String> commandLine, List<String> options, long seed, int rounds, @Nullable List<List<String>> order,
        Machine machine, String cpus, Mapping mapping, List<Cell> cells, List<String> warnings,
        @Nullable List<String> flameGraphs, @Nullable List<Finding> environment, @Nullable List<PairedDifference> paired) {
    /** The version that this program writes. It reads all versions from 1 on. */
    public static final int FORMAT = 3;

    /** Most rounds of a cell, because comparisons take every pair of rounds. */
    public static final int MOST_ROUNDS = 2000;

    /** Most rounds of all metrics of all cells together. It keeps {@code run.json} below the size that is accepted on reading. */
    public static final int MOST_SUMMARIES = 20_000;

    /** Format of an absent run ({@link #absent}). No file has it. */
    private static final int NO_FORMAT = 0;

    /** Replaces parts that are absent from an earlier format, or were not read, by empty ones. */
    public RunRecord {
        commandLine = commandLine == null ? List.of() : commandLine;
        order = order == null ? List.of() : order;
        flameGraphs = flameGraphs == null ? List.of() : flameGraphs;
        environment = environment == null ? List.of() : environment;
        paired = paired == null ? List.of() : paired;
    }

    /** This run with the cells and differences that were computed at its end. */
    public RunRecord decided(List<Cell> decidedCells, List<PairedDifference> decidedPairs) {
        return RunRecordBuilder.builder(this).cells(decidedCells).paired(decidedPairs).build();
    }

    /**
     * A placeholder for a machine without a result: no cells, but the reason.
     *
     * @param machine name of the machine
     * @param reason  why there is no result
     */
    public static RunRecord absent(String machine, String reason) {
        return RunRecordBuilder.builder().format(NO_FORMAT).tool("").started("").finished("").complete(true).profile("")
                .profileNote("").options(List.of()).machine(new Machine(machine, "", 0, "", "", "", "", "")).cpus("")
                .mapping(new Mapping("", "")).cells(List.of()).warnings(List.of(reason)).build();
    }

    /** The reason why there is no run; empty if there is one. */
    public Optional<String> absence() {
        return format == NO_FORMAT ? Optional.of(warnings.get(0)) : Optional.empty();
    }

    /** This run with another name of its machine. */
    public RunRecord onMachine(String name) {
        Machine named = RunRecordMachineBuilder.builder(machine).name(name).build();
        return RunRecordBuilder.builder(this).machine(named).build();
    }

    /**
     * The machine.
     *
     * @param name           name in tables
     * @param cpuModel       model name that the processor reports
     * @param logicalCpus    number of online CPUs
     * @param virtualisation name of the hypervisor, {@code none} on bare metal
     * @param os             name and version of the distribution
     * @param kernel         name and version of the kernel
     * @param architecture   the JVM's name for it, such as {@code amd64}
     * @param java           name and version of the JVM of forks and peers
     */
    @RecordBuilder
    public record Machine(String name, String cpuModel, int logicalCpus, String virtualisation, String os, String kernel,
            String architecture, String java) {
        private static final int LONGEST_NAME = 2 * PrintableText.LONGEST_NAME;

        /** A file may hold a name of any length. One that is made of the machine's facts has about a hundred characters. */
        public Machine {
            name = PrintableText.shortened(name, LONGEST_NAME);
        }
    }

    /**
     * The directory of mapped files.
     *
     * @param directory  absolute path
     * @param fileSystem type, such as {@code ext4}
     */
    public record Mapping(String directory, String fileSystem) {
    }

    /** The outcome of a cell. */
    public enum Status {
        /** Measured in every round so far. */
        MEASURED,
        /** This machine lacks the mechanism, or the mechanism does not support messages of this size. Not an error. */
        // Files use the name of format 1.
        @JsonProperty("MISSING")
        UNAVAILABLE,
        /** A round failed. */
        FAILED
    }

    /**
     * A benchmark with one set of parameters.
     *
     * @param id         unique in the run, usable as a file name
     * @param benchmark  short name of the benchmark
     * @param params     JMH's parameters
     * @param status     outcome
     * @param reason     why it is unavailable or failed; the first line is a summary. Empty if it was measured
     * @param clock      cost of the clock in this cell's forks; null if none ran
     * @param metrics    results, in the benchmark's order
     * @param placements placement of the CPUs in each measured round; empty if unknown
     * @param pairs      path of the block means of a paired benchmark below the result directory; null for others
     * @param addedNanos calibrated delay that was added, to the contender of a pair; 0 if none, or absent from the file
     * @param tail       causes of long operations; null before the first round, and in earlier formats
     * @param cost       cost of the messages; null before the first round, for paired cells, for baselines without messages, and
     *         in formats 1 and 2
     * @param transports name and description of the transports, with a library's version: one, or the two of a pair. Empty for a
     *         baseline, and in formats 1 and 2
     */
    @RecordBuilder
    public record Cell(String id, String benchmark, Map<String, String> params, Status status, @Multiline String reason,
            @Nullable Clock clock, List<Metric> metrics, @Nullable List<Placement> placements, @Nullable String pairs,
            @JsonSetter(nulls = Nulls.AS_EMPTY) double addedNanos, @Nullable Tail tail, @Nullable Cost cost,
            @Nullable Map<String, String> transports) {
        /** Replaces parts that are absent from an earlier format by empty ones. */
        public Cell {
            placements = placements == null ? List.of() : placements;
            transports = transports == null ? Map.of() : transports;
        }

        /** This cell with other metrics. */
        public Cell withMetrics(List<Metric> decided) {
            return RunRecordCellBuilder.builder(this).metrics(decided).build();
        }
    }

    /**
     * The cost of the messages of all measured iterations.
     *
     * @param messages            messages that crossed. A round trip is two; a one-way or streamed message is one. Requests and
     *         acknowledgements are not counted, but their CPU time is included
     * @param seconds             duration. The quotient is the actual rate, not always the highest possible one
     * @param forkNanosPerMessage CPU time of the whole fork per message, in nanoseconds: all threads, user and system. For a
     *         baseline between two threads, it covers both sides
     * @param peerNanosPerMessage the same of the peer; 0 for such a baseline
     * @param sleeps              whether a side sleeps while it waits for a message, at once or after a while. It depends on the
     *         transport alone; {@link Tail#blocks} is also true for a paced sender. Null for a baseline, or if absent from the
     *         file
     */
    public record Cost(long messages, double seconds, double forkNanosPerMessage, double peerNanosPerMessage,
            @Nullable Boolean sleeps) {
    }

    /**
     * The clock.
     *
     * @param readNanos        nanoseconds per read, the mean over the forks
     * @param granularityNanos smallest step in nanoseconds
     */
    public record Clock(double readNanos, double granularityNanos) {
    }

    /**
     * The placement of the two CPUs during a round, by the reference probe: a spin round trip of 8 bytes between the two
     * processes. It is read right before and right after every measured iteration.
     *
     * @param lowNanos  lowest reading, in nanoseconds per round trip
     * @param highNanos highest reading, in nanoseconds per round trip
     */
    public record Placement(@JsonAlias("beforeNanos") double lowNanos, @JsonAlias("afterNanos") double highNanos) {
        /** Sorts the two readings. The first files of format 2 have them in the order of time. */
        public Placement {
            double first = lowNanos;
            lowNanos = Math.min(first, highNanos);
            highNanos = Math.max(first, highNanos);
        }
    }

    /**
     * The OS statistics of the long operations of all measured iterations. Times are in nanoseconds.
     *
     * @param thresholdNanos        threshold of a long operation, the lowest of the rounds. It is ten medians of the warm-up or
     *                              50 µs, whichever is more, rounded up to 1, 2 or 5 times a power of ten.
     * @param highestThresholdNanos highest threshold of the rounds
     * @param operations            number of long operations
     * @param totalNanos            their total time
     * @param longestNanos          the longest one; 0 if there was none
     * @param notExamined           number of long operations that were not examined, because the readings had reached their time
     *         limit
     * @param notExaminedNanos      total time of these; it is part of no cause
     * @param blocks                whether a side sleeps by design: then {@code stolenNanos} depends on ticks of 10 ms alone
     * @param runQueueKnown         whether the kernel records the threads' times; otherwise the times of run queue, safepoints
     *         and other threads are 0
     * @param causes                upper bounds for each cause
     * @param measuredNanos         duration of the measured iterations
     * @param fork                  statistics of the fork during these
     * @param peer                  statistics of the peer during these
     * @param launcherNanos         CPU time of the process that started the fork, during these
     * @param stealTicks            stolen time of the CPUs in use during these, in ticks of 10 ms; or {@link #STEAL_UNKNOWN}
     */
    @RecordBuilder
    public record Tail(long thresholdNanos, long highestThresholdNanos, long operations, long totalNanos, long longestNanos,
            long notExamined, long notExaminedNanos, boolean blocks, boolean runQueueKnown, Causes causes,
            long measuredNanos, OsStats fork, OsStats peer, long launcherNanos, long stealTicks) implements Serializable {
        /** The kernel does not report stolen time. */
        public static final long STEAL_UNKNOWN = -1;

        /** This tail and another one together. */
        public Tail plus(Tail other) {
            boolean stealKnown = stealTicks != STEAL_UNKNOWN && other.stealTicks != STEAL_UNKNOWN;
            return new Tail(Math.min(thresholdNanos, other.thresholdNanos),
                    Math.max(highestThresholdNanos, other.highestThresholdNanos), operations + other.operations,
                    totalNanos + other.totalNanos, Math.max(longestNanos, other.longestNanos), notExamined + other.notExamined,
                    notExaminedNanos + other.notExaminedNanos, blocks || other.blocks, runQueueKnown && other.runQueueKnown,
                    causes.plus(other.causes), measuredNanos + other.measuredNanos, fork.plus(other.fork),
                    peer.plus(other.peer), launcherNanos + other.launcherNanos,
                    stealKnown ? stealTicks + other.stealTicks : STEAL_UNKNOWN);
        }
    }

    /**
     * Upper bounds for the share of each cause in the time of the long operations, in nanoseconds. They come from the change of
     * the OS statistics since the last reading, which may be much earlier than the operation. Causes overlap.
     *
     * @param runQueueNanos    a measuring thread was runnable but waited for its CPU
     * @param compilerNanos    part of the run-queue time while compiler threads of fork and peer ran
     * @param vmNanos          part of the run-queue time while the VM's and the collector's threads of fork and peer ran
     * @param othersNanos      part of the run-queue time while other threads of fork and peer ran
     * @param launcherNanos    part of the run-queue time while the process that started the fork ran
     * @param faultsNanos      operations with a page fault of a measuring thread
     * @param safepointsNanos  the VM's and the collector's threads ran or waited for a CPU
     * @param stolenNanos      the hypervisor had the CPU, or interrupts that the kernel times separately
     * @param asleepNanos      a spinning side was asleep or stopped
     * @param unexplainedNanos lower bound of the time that no cause explains
     */
    public record Causes(long runQueueNanos, long compilerNanos, long vmNanos, long othersNanos, long launcherNanos,
            long faultsNanos, long safepointsNanos, long stolenNanos, long asleepNanos, long unexplainedNanos)
            implements
                Serializable {
        Causes plus(Causes other) {
            return new Causes(runQueueNanos + other.runQueueNanos, compilerNanos + other.compilerNanos, vmNanos + other.vmNanos,
                    othersNanos + other.othersNanos, launcherNanos + other.launcherNanos, faultsNanos + other.faultsNanos,
                    safepointsNanos + other.safepointsNanos, stolenNanos + other.stolenNanos, asleepNanos + other.asleepNanos,
                    unexplainedNanos + other.unexplainedNanos);
        }
    }

    /**
     * The statistics of one process during measured iterations. Times are in nanoseconds.
     *
     * @param waitNanos           time that the measuring thread waited on the run queue
     * @param voluntarySwitches   voluntary context switches of the measuring thread: it slept
     * @param involuntarySwitches involuntary context switches of the measuring thread: it was preempted
     * @param minorFaults         page faults of the measuring thread that read no disk
     * @param majorFaults         page faults of the measuring thread that read a disk
     * @param compilerNanos       CPU time of the compiler threads
     * @param vmNanos             CPU time of the VM's and the collector's threads
     * @param othersNanos         CPU time of all other threads
     */
    public record OsStats(long waitNanos, long voluntarySwitches, long involuntarySwitches, long minorFaults, long majorFaults,
            long compilerNanos, long vmNanos, long othersNanos) implements Serializable {
        OsStats plus(OsStats other) {
            return new OsStats(waitNanos + other.waitNanos, voluntarySwitches + other.voluntarySwitches,
                    involuntarySwitches + other.involuntarySwitches, minorFaults + other.minorFaults,
                    majorFaults + other.majorFaults, compilerNanos + other.compilerNanos, vmNanos + other.vmNanos,
                    othersNanos + other.othersNanos);
        }
    }

    /**
     * A metric of a cell.
     *
     * @param name      name, such as {@code rtt}
     * @param histogram path of its log below the result directory; null if none was kept
     * @param all       summary of all operations of all rounds
     * @param rounds    summary of each round
     * @param intervals confidence intervals of the typical round; null before they are computed, and in format 1
     */
    public record Metric(String name, @Nullable String histogram, Summary all, List<Summary> rounds,
            @Nullable Intervals intervals) {
    }

    /**
     * The 95 % confidence intervals of a metric over rounds. An interval is null if there are too few rounds, or too few
     * operations in a round for the percentile.
     *
     * @param mean interval of the rounds' means
     * @param p50  interval of their medians
     * @param p99  interval of their 99th percentiles
     * @param p999 interval of their 99.9th percentiles
     */
    public record Intervals(@Nullable Interval mean, @Nullable Interval p50, @Nullable Interval p99,
            @Nullable Interval p999) {
    }

    /**
     * An estimate and its confidence interval, in nanoseconds.
     *
     * @param estimate median of the rounds' figures
     * @param low      lower end; it allows for the steps of clock and histogram
     * @param high     upper end; it allows for the same
     */
    public record Interval(double estimate, double low, double high) {
    }

    /**
     * A finding about the machine's settings.
     *
     * @param subject name of the setting, such as {@code governor}
     * @param value   its value, or {@code unknown}
     * @param level   {@code OK}, {@code WARNING} or {@code UNKNOWN}
     * @param why     why it matters, in one clause
     * @param remedy  command that would change it; empty if none is needed or possible
     */
    public record Finding(String subject, String value, String level, String why, String remedy) {
    }

    /**
     * The difference of the two transports of a paired cell, in one placement of the CPUs: contender minus baseline, in
     * nanoseconds.
     *
     * @param cell            id of the cell
     * @param levelNanos      time of an operation in this placement, the median over both transports
     * @param differenceNanos median difference of the pairs
     * @param low             lower end of its 95 % interval; null with too few allocations
     * @param high            upper end; null with too few allocations
     * @param detectableNanos difference that would have been detected four times out of five; null with too few allocations
     * @param marginNanos     largest difference that counts as equal
     * @param equal           whether the difference is shown to be smaller than the margin
     * @param pairs           number of pairs
     * @param allocations     number of allocations of both regions
     * @param verdict         verdict in words
     */
    public record PairedDifference(String cell, double levelNanos, double differenceNanos, @Nullable Double low,
            @Nullable Double high, @Nullable Double detectableNanos, double marginNanos, boolean equal, long pairs,
            int allocations,
            String verdict) {
    }
}
