package ipc.result;

import java.util.List;
import java.util.Map;

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
 */
public record RunRecord(
        int format, String tool, String started, String finished, boolean complete, String profile, String profileNote,
        List<String> commandLine, List<String> options, long seed, int rounds, List<List<String>> order, Machine machine,
        String cpus, Mapping mapping, List<Cell> cells, List<String> warnings, List<String> flameGraphs) {
    /** The version this program writes. */
    public static final int FORMAT = 1;

    /**
     * The machine.
     *
     * @param name how tables call it
     */
    public record Machine(String name, String cpuModel, int logicalCpus, String virtualisation, String os, String kernel,
                          String architecture, String java) {
    }

    /**
     * Where mapped files lay.
     *
     * @param fileSystem its type, such as {@code ext4}
     */
    public record Mapping(String directory, String fileSystem) {
    }

    /** What became of a cell. */
    public enum Status {
        /** Measured in every round so far. */
        MEASURED,
        /** This machine lacks the mechanism; not an error. */
        MISSING,
        /** A round failed. */
        FAILED
    }

    /**
     * One benchmark with one set of parameters.
     *
     * @param id        unique in the run, fit for a file name
     * @param benchmark the benchmark's short name
     * @param params    JMH's parameters
     * @param status    what became of it
     * @param reason    why it is missing or failed; empty if it was measured
     * @param clock     the clock's cost in this cell's forks; null if none ran
     * @param metrics   what was measured, in the benchmark's order
     */
    public record Cell(String id, String benchmark, Map<String, String> params, Status status, String reason, Clock clock,
                       List<Metric> metrics) {
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
     * One metric of a cell.
     *
     * @param name      such as {@code rtt}
     * @param histogram its log below the result directory
     * @param all       over every operation of all rounds
     * @param rounds    each round by itself
     */
    public record Metric(String name, String histogram, Summary all, List<Summary> rounds) {
    }
}
