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
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/** Writes what is known of a run so far: after every cell, so that a run cut off keeps whatever it measured. */
final class RunWriter {
    private final ResultDirectory directory;
    private final Measurements measurements;
    private final Describer describer;
    private final List<List<String>> order = new ArrayList<>();
    private final Set<String> flameGraphs = new LinkedHashSet<>();

    RunWriter(ResultDirectory directory, Measurements measurements, Describer describer) {
        this.directory = directory;
        this.measurements = measurements;
        this.describer = describer;
    }

    /** Puts together what does not change during a run and what does. */
    @FunctionalInterface
    interface Describer {
        RunRecord describe(Instant finished, boolean complete, List<List<String>> order, List<RunRecord.Cell> cells,
                List<String> flameGraphs);
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

    void addFlameGraphs(List<String> names) {
        names.forEach(name -> flameGraphs.add(ResultDirectory.FLAME_GRAPHS + "/" + name));
    }

    /** Files below the result directory. */
    List<String> flameGraphs() {
        return List.copyOf(flameGraphs);
    }

    /** All but JMH's own file, for which JMH adds up every iteration anew: that is written after every round. */
    void writeRecord() throws IOException {
        writeRecord(false);
    }

    private void writeRecord(boolean complete) throws IOException {
        directory.writeRun(describer.describe(Instant.now().truncatedTo(ChronoUnit.SECONDS), complete, List.copyOf(order),
                measurements.write(directory), flameGraphs()));
    }

    /** @param complete whether the run has reached its end */
    void write(boolean complete) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        ResultFormatFactory.getInstance(ResultFormatType.JSON, new PrintStream(json, true, StandardCharsets.UTF_8))
                .writeOut(measurements.toJmh());
        directory.writeText(ResultDirectory.JMH_JSON, json.toString(StandardCharsets.UTF_8));
        writeRecord(complete);
    }
}
