package ipc.session;

import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/** Writes what is known of a run so far: after every cell, so that a run cut off keeps whatever it measured. */
final class RunWriter {
    private final ResultDirectory directory;
    private final Measurements measurements;
    private final Describer describer;
    private final BiFunction<ResultDirectory, RunRecord, RunRecord> decider;
    private final List<List<String>> order = new ArrayList<>();
    private final Set<String> profiles = new LinkedHashSet<>();

    /** @param decider adds what can be told after the last round only, such as intervals */
    RunWriter(ResultDirectory directory, Measurements measurements, Describer describer,
            BiFunction<ResultDirectory, RunRecord, RunRecord> decider) {
        this.directory = directory;
        this.measurements = measurements;
        this.describer = describer;
        this.decider = decider;
    }

    /** Puts together what does not change during a run and what does. */
    @FunctionalInterface
    interface Describer {
        RunRecord describe(Instant finished, boolean complete, List<List<String>> order, List<RunRecord.Cell> cells,
                List<String> profiles);
    }

    ResultDirectory directory() {
        return directory;
    }

    /** Whether a round has begun, so that there may be results to keep. */
    boolean hasMeasured() {
        return !order.isEmpty();
    }

    void beginRound(List<Cell> cells) {
        order.add(cells.stream().map(Cell::id).toList());
    }

    Path flameGraphDirectory() {
        return directory.path().resolve(ResultDirectory.FLAME_GRAPHS);
    }

    /** @param files what profilers left, below the result directory */
    void addProfiles(List<String> files) {
        profiles.addAll(files);
    }

    /** Files below the result directory. */
    List<String> profiles() {
        return List.copyOf(profiles);
    }

    /** All but JMH's own file, for which JMH adds up every iteration anew: that is written after every round. */
    void writeRecord() throws IOException {
        directory.writeRun(record(false));
    }

    private RunRecord record(boolean complete) throws IOException {
        return describer.describe(Instant.now().truncatedTo(ChronoUnit.SECONDS), complete, List.copyOf(order),
                measurements.write(directory), profiles());
    }

    /** Writes everything that is known so far. */
    void write() throws IOException {
        writeJmh();
        writeRecord();
    }

    /**
     * Decides, and writes everything for the last time.
     *
     * @param complete whether the run has reached its end
     * @return the record that was written
     */
    RunRecord writeLast(boolean complete) throws IOException {
        writeJmh();
        RunRecord decided = decider.apply(directory, directory.asRead(record(complete)));
        directory.writeRun(decided);
        return decided;
    }

    private void writeJmh() throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        ResultFormatFactory.getInstance(ResultFormatType.JSON, new PrintStream(json, true, StandardCharsets.UTF_8))
                .writeOut(measurements.toJmh());
        directory.writeText(ResultDirectory.JMH_JSON, json.toString(StandardCharsets.UTF_8));
    }
}
