package ipc.analysis;

import ipc.analysis.advise.AdviceFormat;
import ipc.analysis.advise.AdviceReport;
import ipc.analysis.advise.Question;
import ipc.analysis.compare.Comparison;
import ipc.analysis.compare.ComparisonFormat;
import ipc.analysis.compare.Criteria;
import ipc.analysis.report.Report;
import ipc.analysis.table.Grouping;
import ipc.analysis.table.TableFormat;
import ipc.analysis.table.TimingTable;
import ipc.analysis.table.WideTable;
import ipc.fuzz.Outcome;
import ipc.fuzz.Scratch;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord.Cell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Everything that is printed or written from results, by the calls that the commands make. */
public final class Reports {
    private static final Criteria CRITERIA = Criteria.parse(List.of("mean", "p50", "p99", "p99.9"), Criteria.DEFAULT_THRESHOLD,
            List.of());
    private static final Question QUESTION = Question.parse("64", "1000", "50", Question.DEFAULT_PERCENTILE);

    private Reports() {
    }

    /** A new directory of a run with this cell, whose other files are still to come. */
    public static Path result(Cell cell) {
        Path directory = Scratch.directory();
        try {
            ResultDirectory.create(directory).writeRun(Runs.run().cell(cell).record());
            Files.createDirectory(directory.resolve("histograms"));
            Files.createDirectory(directory.resolve("pairs"));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code table} in every shape, {@code advise}, {@code compare} with itself, and {@code report}. */
    public static void all(Path result) throws Exception {
        if (!Outcome.of(() -> ResultDirectory.open(result).readRun().machine().name())) {
            return;
        }
        tables(result);
        Outcome.of(() -> AdviceReport.read(List.of(result), QUESTION, List.of("a")).format(AdviceFormat.MARKDOWN, true));
        Outcome.of(() -> ComparisonFormat.MARKDOWN.format(Comparison.read(result, result, CRITERIA), true));
        Outcome.of(() -> ComparisonFormat.CSV.format(Comparison.read(result, result, CRITERIA), true));
        report(result);
    }

    public static void tables(Path result) throws Exception {
        for (TableFormat format : TableFormat.values()) {
            Outcome.of(() -> format.format(TimingTable.read(List.of(result), List.of(), true)));
        }
        Outcome.of(() -> TableFormat.MARKDOWN.format(WideTable.read(List.of(result), List.of())));
        for (Grouping grouping : Grouping.values()) {
            Outcome.of(() -> TableFormat.MARKDOWN.format(grouping.table(List.of(result), List.of(), List.of())));
        }
    }

    public static void report(Path result) throws Exception {
        Outcome.of(() -> {
            Report.read(List.of(result)).write(null, Writer.nullWriter());
            return "";
        });
    }
}
