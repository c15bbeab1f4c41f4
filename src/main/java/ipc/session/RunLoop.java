package ipc.session;

import ipc.FailureMessage;
import ipc.FileFailure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.openjdk.jmh.results.RunResult;

/** The rounds of a run: every cell once per round, in shuffled order. A failure costs only the cell in which it happens. */
final class RunLoop {
    private final Plan plan;
    private final int rounds;
    private final Random random;
    private final boolean stopAtFailure;
    private final int warmupForks;
    private final Runner runner;
    private final Measurements measurements;
    private final RunWriter writer;
    private final Progress progress;
    private final Consumer<String> warnings;
    private volatile boolean interrupted;

    /**
     * @param plan          the cells to measure
     * @param rounds        how often, 1 or more
     * @param random        for the order of the cells
     * @param stopAtFailure whether the first failure ends the run
     * @param warmupForks   forks of each cell that run before its first round and are forgotten
     * @param runner        measures a cell
     * @param measurements  takes the results and the failures
     * @param writer        writes after every cell
     * @param progress      shows how far the run is
     * @param warnings      takes warnings for the result
     */
    RunLoop(Plan plan, int rounds, Random random, boolean stopAtFailure, int warmupForks, Runner runner,
            Measurements measurements,
            RunWriter writer, Progress progress, Consumer<String> warnings) {
        this.plan = plan;
        this.rounds = rounds;
        this.random = random;
        this.stopAtFailure = stopAtFailure;
        this.warmupForks = warmupForks;
        this.runner = runner;
        this.measurements = measurements;
        this.writer = writer;
        this.progress = progress;
        this.warnings = warnings;
    }

    /** Measures one cell at a time. */
    interface Runner {
        /**
         * Runs a fork of a cell.
         *
         * @param warmupForks forks to run and forget first
         * @param listener    hears of every iteration
         * @throws CellRunner.CellFailedException with the reason
         */
        RunResult run(Cell cell, int warmupForks, IterationListener listener) throws CellRunner.CellFailedException;

        /** Reports a clock jump or a standstill during the last fork; empty if there was none. */
        Optional<String> disturbance();

        /** Brings home what the profilers left of a cell. Returns the files, below the writer's directory. */
        List<String> collect(Cell cell, int round, RunWriter writer) throws IOException;
    }

    /** Ends the loop before the next cell. Another thread may call it. */
    void interrupt() {
        interrupted = true;
    }

    boolean isInterrupted() {
        return interrupted;
    }

    /** Returns whether every cell of every round was tried. */
    boolean run() {
        for (int round = 1; round <= rounds; round++) {
            List<Cell> order = plan.shuffled(random);
            writer.beginRound(order);
            boolean told = false;
            for (Cell cell : order) {
                if (interrupted) {
                    return false;
                }
                progress.begins(cell, round, rounds);
                boolean goesOn = measure(cell, round);
                if (!goesOn) {
                    return false;
                }
                int inRound = round;
                runner.disturbance()
                        .ifPresent(words -> warnings.accept("during round " + inRound + " of " + cell.words() + " " + words));
                progress.ended();
                told |= !wrote(writer::writeRecord, round, told);
            }
            wrote(() -> writer.write(), round, told);
        }
        return true;
    }

    /** Returns whether the run goes on. */
    private boolean measure(Cell cell, int round) {
        try {
            measurements.measured(cell, runner.run(cell, round == 1 ? warmupForks : 0, progress));
            collect(cell, round);
        } catch (CellRunner.CellFailedException e) {
            if (interrupted) {
                return false;
            }
            measurements.failed(cell, round, e.getMessage());
            progress.failed();
            progress.say("ipc-roundtrip: " + cell.words() + " failed in round " + round + ": " + e.getMessage());
            return !stopAtFailure;
        }
        return true;
    }

    /** A graph that cannot be made is a warning. The cell's figures stay. */
    private void collect(Cell cell, int round) {
        try {
            writer.addProfiles(runner.collect(cell, round, writer));
        } catch (IOException | RuntimeException e) {
            warnings.accept("round " + round + " of " + cell.words() + " has no profile: "
                    + (e instanceof IOException failure ? FileFailure.inWords(failure) : FailureMessage.of(e)));
        }
    }

    /** A write that may fail. */
    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    /**
     * Writes, and reports a failure. The run goes on, because there may be room again after the next cell or at the end.
     *
     * @param silently whether this round's failure has been reported already
     * @return whether it could be written
     */
    private boolean wrote(Writing writing, int round, boolean silently) {
        try {
            writing.write();
            return true;
        } catch (IOException e) {
            if (!silently) {
                progress.say("ipc-roundtrip: warning: round " + round + " could not be written to " + writer.directory().path()
                        + ": " + FileFailure.inWords(e) + ". The run goes on and tries again");
            }
            return false;
        }
    }
}
