package ipc.result;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code run.json}: everything about a run that is not a histogram. Latencies are in nanoseconds.
 *
 * @param format      version of this file's format: {@link #FORMAT}
 * @param tool        name and version of the program that wrote it
 * @param started     UTC, ISO 8601
 * @param finished    UTC, ISO 8601; of the last write, as long as {@code complete} is false
 * @param complete    whether the run reached its end
 * @param profile     the profile's name
 * @param profileNote a caveat of the profile that belongs above its table; empty if there is none
 * @param commandLine what the user typed after the program's name
 * @param options     the options in force, the profile's and the typed ones resolved
 * @param seed        of the cells' order
 * @param rounds      how many were asked for
 * @param order       the cells' ids in the order in which they ran, round by round
 * @param machine     where it ran
 * @param cpus        where the two processes ran, in words
 * @param mapping     where mapped files lay
 * @param cells       what was measured, or why not
 * @param warnings    what a reader must know about these numbers
 * @param flameGraphs files below the result directory
 * @param environment what the machine's settings mean for these numbers; empty in format 1
 * @param paired      what pairs of transports differ by, decided from the cells' pairs after the last round; empty before that,
 *                    and in format 1
 */
public record RunRecord(
        int format, String tool, String started, String finished, boolean complete, String profile, String profileNote,
        @Nullable List<String> commandLine, List<String> options, long seed, int rounds, @Nullable List<List<String>> order,
        Machine machine, String cpus, Mapping mapping, List<Cell> cells, List<String> warnings,
        @Nullable List<String> flameGraphs, @Nullable List<Finding> environment, @Nullable List<PairedDifference> paired) {
    /** The version this program writes. It reads all from 1 up to this. */
    public static final int FORMAT = 3;

    /** The most rounds a cell can have: every one is compared with every one. */
    public static final int MOST_ROUNDS = 2000;

    /** The most rounds of all metrics of all cells together: their record is as large as one that is read may be. */
    public static final int MOST_SUMMARIES = 20_000;

    /** Of a run that never was: {@link #absent}. No file has it. */
    private static final int NO_FORMAT = 0;

    /** What an earlier format did not have, or was not read, is empty. */
    public RunRecord {
        commandLine = commandLine == null ? List.of() : commandLine;
        order = order == null ? List.of() : order;
        flameGraphs = flameGraphs == null ? List.of() : flameGraphs;
        environment = environment == null ? List.of() : environment;
        paired = paired == null ? List.of() : paired;
    }

    /** This run with what was decided about it. */
    public RunRecord decided(List<Cell> decidedCells, List<PairedDifference> decidedPairs) {
        return new RunRecord(format, tool, started, finished, complete, profile, profileNote, commandLine, options, seed, rounds,
                order, machine, cpus, mapping, decidedCells, warnings, flameGraphs, environment, decidedPairs);
    }

    /** In place of the run of a machine that left none: no cell, no figure, and why. */
    public static RunRecord absent(String machine, String reason) {
        return new RunRecord(NO_FORMAT, "", "", "", true, "", "", List.of(), List.of(), 0, 0, List.of(),
                new Machine(machine, "", 0, "", "", "", "", ""), "", new Mapping("", ""), List.of(), List.of(reason), List.of(),
                List.of(), List.of());
    }

    /** Why there is no run; empty if there is one. */
    public Optional<String> absence() {
        return format == NO_FORMAT ? Optional.of(warnings.get(0)) : Optional.empty();
    }

    /** This run with another name for its machine. */
    public RunRecord onMachine(String name) {
        Machine named = new Machine(name, machine.cpuModel, machine.logicalCpus, machine.virtualisation, machine.os,
                machine.kernel, machine.architecture, machine.java);
        return new RunRecord(format, tool, started, finished, complete, profile, profileNote, commandLine, options, seed, rounds,
                order, named, cpus, mapping, cells, warnings, flameGraphs, environment, paired);
    }

    /**
     * The machine.
     *
     * @param name           how tables call it
     * @param cpuModel       as the processor calls itself
     * @param logicalCpus    how many there are, on line
     * @param virtualisation the hypervisor's name, {@code none} on bare metal
     * @param os             the distribution, by name and version
     * @param kernel         its name and version
     * @param architecture   as the JVM names it, such as {@code amd64}
     * @param java           the JVM of forks and peers, by name and version
     */
    public record Machine(String name, String cpuModel, int logicalCpus, String virtualisation, String os, String kernel,
            String architecture, String java) {
    }

    /**
     * Where mapped files lay.
     *
     * @param directory  absolute
     * @param fileSystem its type, such as {@code ext4}
     */
    public record Mapping(String directory, String fileSystem) {
    }

    /** What became of a cell. */
    public enum Status {
        /** Measured in every round so far. */
        MEASURED,
        /** This machine lacks the mechanism, or the mechanism cannot carry messages of this size; not an error. */
        // The files keep the name of format 1.
        @JsonProperty("MISSING")
        UNAVAILABLE,
        /** A round failed. */
        FAILED
    }

    /**
     * One benchmark with one set of parameters.
     *
     * @param id         unique in the run, fit for a file name
     * @param benchmark  the benchmark's short name
     * @param params     JMH's parameters
     * @param status     what became of it
     * @param reason     why it is missing or failed, in the first of its lines; empty if it was measured
     * @param clock      the clock's cost in this cell's forks; null if none ran
     * @param metrics    what was measured, in the benchmark's order
     * @param placements where the machine stood in each measured round; empty if nobody could tell
     * @param pairs      the block means of a paired benchmark, a file below the result directory; null for any other
     * @param addedNanos the known delay that was put into the way, of a pair into the contender's, as calibrated; usually 0, and so
     *                   in files that do not have it
     * @param tail       where the long operations came from; null before the first round, and in earlier files
     * @param cost       what the messages cost; null before the first round, of paired cells and of baselines that carry no
     *                   message, and in formats 1 and 2
     * @param transports what carried the messages, name and description, a library's with its version: one, or the two of a
     *                   pair; empty of a baseline, and in formats 1 and 2
     */
    public record Cell(String id, String benchmark, Map<String, String> params, Status status, @Multiline String reason,
            @Nullable Clock clock, List<Metric> metrics, @Nullable List<Placement> placements, @Nullable String pairs,
            @JsonSetter(nulls = Nulls.AS_EMPTY) double addedNanos, @Nullable Tail tail, @Nullable Cost cost,
            @Nullable Map<String, String> transports) {
        /** What an earlier format did not have is empty. */
        public Cell {
            placements = placements == null ? List.of() : placements;
            transports = transports == null ? Map.of() : transports;
        }

        /** A cell of a format before 3. */
        public Cell(String id, String benchmark, Map<String, String> params, Status status, String reason, Clock clock,
                List<Metric> metrics, List<Placement> placements, String pairs, double addedNanos, Tail tail) {
            this(id, benchmark, params, status, reason, clock, metrics, placements, pairs, addedNanos, tail, null, Map.of());
        }

        /** This cell with what was decided about its metrics. */
        public Cell withMetrics(List<Metric> decided) {
            return new Cell(id, benchmark, params, status, reason, clock, decided, placements, pairs, addedNanos, tail,
                    cost, transports);
        }
    }

    /**
     * What the messages of all measured iterations took.
     *
     * @param messages            how many crossed: a round trip is two, a one-way message and one of a throughput stream one.
     *                            What goes back to request or to acknowledge them is not counted, but its CPU time is in theirs
     * @param seconds             how long it took; so many a second is how many there were, not always how many there could be
     * @param forkNanosPerMessage CPU time of the whole fork, all its threads, user and system, per message, nanoseconds; of a
     *                            baseline whose other side is a thread of the fork, of both sides
     * @param peerNanosPerMessage likewise of the peer; 0 of such a baseline
     * @param sleeps              whether a side that waits for a message sleeps, at once or after a while: what the transport
     *                            does, where {@link Tail#blocks} is also true if none but a paced sender sleeps, until the next
     *                            message is due; null of a baseline, and in files that do not have it
     */
    public record Cost(long messages, double seconds, double forkNanosPerMessage, double peerNanosPerMessage,
            @Nullable Boolean sleeps) {
    }

    /**
     * The clock.
     *
     * @param readNanos        what one read costs, the mean over the forks
     * @param granularityNanos its smallest step
     */
    public record Clock(double readNanos, double granularityNanos) {
    }

    /**
     * How the two CPUs lay to each other during one round, by a reference probe that is the same in every cell: a spin round trip of 8
     * bytes between the same two processes, right before and right after every measured iteration.
     *
     * @param lowNanos  its lowest reading, nanoseconds a round trip
     * @param highNanos its highest
     */
    public record Placement(@JsonAlias("beforeNanos") double lowNanos, @JsonAlias("afterNanos") double highNanos) {
        /** The first files of format 2 have two readings in the order of time. */
        public Placement {
            double first = lowNanos;
            lowNanos = Math.min(first, highNanos);
            highNanos = Math.max(first, highNanos);
        }
    }

    /**
     * What the kernel's statistics of both processes say about the long operations of all measured iterations. Nanoseconds.
     *
     * @param thresholdNanos        from where on an operation is long: ten medians of the warm-up or 50 µs, whichever is more,
     *                              rounded up to 1, 2 or 5; the least of the rounds'
     * @param highestThresholdNanos the greatest of the rounds'
     * @param operations            how many were long
     * @param totalNanos            what these took in all
     * @param longestNanos          the longest; 0 if none was long
     * @param notExamined           how many of them came too thick for reading the OS statistics after each
     * @param notExaminedNanos      what these took; no part of any cause
     * @param blocks                whether a side sleeps by design: then {@code stolenNanos} comes from ticks of 10 ms alone
     * @param runQueueKnown         whether the kernel keeps threads' times; else those on the run queue, of safepoints and of
     *                              other threads are 0
     * @param causes                how much each cause explains at most
     * @param measuredNanos         what the measured iterations took
     * @param fork                  the fork while they ran
     * @param peer                  the peer while they ran
     * @param launcherNanos         CPU time of the process that started the fork, while they ran
     * @param stealTicks            steal of the CPUs in use while they ran, in ticks of 10 ms; or {@link #STEAL_UNKNOWN}
     */
    public record Tail(long thresholdNanos, long highestThresholdNanos, long operations, long totalNanos, long longestNanos,
            long notExamined, long notExaminedNanos, boolean blocks, boolean runQueueKnown, Causes causes,
            long measuredNanos, OsStats fork, OsStats peer, long launcherNanos, long stealTicks) {
        /** The kernel does not tell. */
        public static final long STEAL_UNKNOWN = -1;
    }

    /**
     * Of the long operations' time, how much each cause explains at most; by the OS statistics' movements since they were read last,
     * which may be well before the operation. Causes overlap.
     *
     * @param runQueueNanos    a measuring thread was runnable and waited for its CPU
     * @param compilerNanos    of that, at most this long compiler threads of fork and peer ran
     * @param vmNanos          of that, at most this long the VM's and the collector's threads of fork and peer ran
     * @param othersNanos      of that, at most this long other threads of fork and peer ran
     * @param launcherNanos    of that, at most this long the process that started the fork ran
     * @param faultsNanos      operations with a page fault of a measuring thread
     * @param safepointsNanos  the VM's and the collector's threads ran, or waited to
     * @param stolenNanos      the hypervisor, or interrupts that the kernel times apart, had the CPU
     * @param asleepNanos      a spinning side was asleep or stopped
     * @param unexplainedNanos at least this is none of these
     */
    public record Causes(long runQueueNanos, long compilerNanos, long vmNanos, long othersNanos, long launcherNanos,
            long faultsNanos, long safepointsNanos, long stolenNanos, long asleepNanos, long unexplainedNanos) {
    }

    /**
     * One process while iterations were measured: its measuring thread, and CPU time of its other threads.
     *
     * @param waitNanos           of the measuring thread on the run queue
     * @param voluntarySwitches   it slept
     * @param involuntarySwitches it was preempted
     * @param minorFaults         its page faults without a disk
     * @param majorFaults         its page faults that read a disk
     * @param compilerNanos       CPU time of the compiler threads
     * @param vmNanos             CPU time of the VM's and the collector's threads
     * @param othersNanos         CPU time of all other threads
     */
    public record OsStats(long waitNanos, long voluntarySwitches, long involuntarySwitches, long minorFaults, long majorFaults,
            long compilerNanos, long vmNanos, long othersNanos) {
    }

    /**
     * One metric of a cell.
     *
     * @param name      such as {@code rtt}
     * @param histogram its log below the result directory; null if none was kept
     * @param all       over every operation of all rounds
     * @param rounds    each round by itself
     * @param intervals how sure the typical round's figures are; null before they are decided, and in format 1
     */
    public record Metric(String name, @Nullable String histogram, Summary all, List<Summary> rounds,
            @Nullable Intervals intervals) {
    }

    /**
     * The 95 % intervals of a metric, the round being the unit of replication; each null where the rounds are too few, or the
     * operations in a round too few for the percentile.
     *
     * @param mean of the rounds' means
     * @param p50  of their medians
     * @param p99  of their 99th percentiles
     * @param p999 of their 99.9th percentiles
     */
    public record Intervals(@Nullable Interval mean, @Nullable Interval p50, @Nullable Interval p99,
            @Nullable Interval p999) {
    }

    /**
     * An estimate and its interval, nanoseconds.
     *
     * @param estimate the median over the rounds of each round's own figure
     * @param low      lower end of the interval; it allows for the steps of clock and histogram
     * @param high     upper end of the interval
     */
    public record Interval(double estimate, double low, double high) {
    }

    /**
     * One fact about the machine's settings.
     *
     * @param subject what it is about, such as {@code governor}
     * @param value   what was found, or {@code unknown}
     * @param level   {@code OK}, {@code WARNING} or {@code UNKNOWN}
     * @param why     why it matters here, in one clause
     * @param remedy  the command that would change it; empty if nothing would, or nothing needs to
     */
    public record Finding(String subject, String value, String level, String why, String remedy) {
    }

    /**
     * What two transports of one paired cell differ by, in one placement of the CPUs; nanoseconds, contender less baseline.
     *
     * @param cell             the cell's id
     * @param levelNanos       what an operation takes there, the median over both
     * @param differenceNanos  the median over the pairs
     * @param low              lower end of its 95 % interval; null where there are too few allocations
     * @param high             upper end; null likewise
     * @param detectableNanos  what would have been seen four times out of five; null likewise
     * @param marginNanos      what counts as equal
     * @param equal            whether the difference was shown to be smaller than that
     * @param pairs            how many pairs
     * @param allocations      in how many allocations of both regions
     * @param verdict          in plain words
     */
    public record PairedDifference(String cell, double levelNanos, double differenceNanos, @Nullable Double low,
            @Nullable Double high, @Nullable Double detectableNanos, double marginNanos, boolean equal, long pairs,
            int allocations,
            String verdict) {
    }
}
