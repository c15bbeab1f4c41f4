package ipc.analysis.table;

import ipc.analysis.run.Decisions;
import ipc.analysis.run.PairNames;
import ipc.analysis.run.PairedVerdict;
import ipc.analysis.run.RunCaption;
import ipc.analysis.run.RunCautions;
import ipc.analysis.run.RunLabels;
import ipc.analysis.run.RunText;
import ipc.analysis.run.SlowOperations;
import ipc.analysis.run.Statistic;
import ipc.analysis.stats.Figure;
import ipc.BadInputException;
import ipc.analysis.document.Document;
import ipc.analysis.document.Markdown;
import ipc.analysis.document.Section;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord;
import ipc.result.Summary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The kinds of tables that have a place for any benchmark, transport, size and rate. */
public enum Grouping {
    /** One row for each transport; a table for each benchmark, size and rate. */
    TRANSPORT,
    /** One column for each transport and one row for each size; a table for each figure. */
    SIZE,
    /** One row for each rate of paced messages; a table for each transport. */
    RATE;

    /**
     * As typed.
     *
     * @throws BadInputException if there is no such grouping
     */
    public static Grouping parse(String name) {
        return Arrays.stream(values()).filter(grouping -> grouping.words().equals(name)).findFirst()
                .orElseThrow(() -> new BadInputException("--by " + name + ": choose from "
                        + Arrays.stream(values()).map(Grouping::words).collect(Collectors.joining(", "))));
    }

    /** As it is called on the command line. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The tables and their notes from the directories of runs.
     *
     * @param directories as {@link ipc.result.Results} takes them
     * @param metrics the figures asked for; empty for the usual ones
     * @throws BadInputException if one is not a result directory, a figure is unknown, or such a table has nothing to show
     */
    public String read(List<Path> directories, List<String> metrics) {
        return Markdown.render(table(directories, List.of(), metrics).document());
    }

    /**
     * The same, to be formatted.
     *
     * @param names other names for the first machines, in the order of the results
     * @throws BadInputException as above
     */
    public TableReport table(List<Path> directories, List<String> names, List<String> metrics) {
        if (this == TRANSPORT && !metrics.isEmpty()) {
            throw new BadInputException("--metric " + String.join(",", metrics) + ": a table by transport has all figures;"
                    + " --metric goes with --by size and --by rate");
        }
        List<Statistic> columns = Statistic.parse(metrics);
        return table(Decisions.read(directories, names), columns, this);
    }

    /** The tables by transport of one run. */
    public static Document byTransport(RunRecord run) {
        return TRANSPORT.document(List.of(run));
    }

    /** For people, with the usual figures. */
    Document document(List<RunRecord> runs) {
        return table(runs, List.of(), this).document();
    }

    /** As Markdown, ended by a line break. */
    public String format(List<RunRecord> runs, List<Statistic> columns) {
        return Markdown.render(table(runs, columns, this).document());
    }

    private static TableReport table(List<RunRecord> runs, List<Statistic> columns, Grouping grouping) {
        return new GroupedTable(grouping.words(), runs, switch (grouping) {
            case TRANSPORT -> new TransportTables(runs);
            case SIZE -> new SizeTables(runs, columns.isEmpty() ? SizeTables.USUAL : columns);
            case RATE -> new RateTables(runs, columns.isEmpty() ? RateTables.USUAL : columns);
        });
    }

    static Document document(List<RunRecord> runs, GroupedTables tables) {
        RunLabels labels = RunLabels.of(runs);
        List<String> warnings = new ArrayList<>();
        List<Section> notes = new ArrayList<>();
        Set<String> reading = new LinkedHashSet<>(tables.legend());
        for (int i = 0; i < runs.size(); i++) {
            RunRecord run = runs.get(i);
            String prefix = runs.size() > 1 ? labels.labels().get(i) + ": " : "";
            if (run.absence().isPresent()) {
                warnings.add(prefix + "no result: " + RunText.firstLine(run.absence().get()));
                continue;
            }
            List<Cell> shown = run.cells().stream().filter(tables::shows).toList();
            RunText.reasons(shown).forEach(reason -> warnings.add(prefix + reason));
            RateTables.missedPaces(shown).forEach(warning -> warnings.add(prefix + warning));
            RunText.tooFewRounds(run).ifPresent(warning -> warnings.add(prefix + warning));
            RunText.unsteady(run, shown).ifPresent(warning -> warnings.add(prefix + warning));
            SlowOperations.warning(shown.stream().map(Cell::tail).filter(Objects::nonNull).toList())
                    .ifPresent(warning -> warnings.add(prefix + warning));
            run.warnings().forEach(warning -> warnings.add(prefix + warning));
            notes.add(new Section("How it was measured" + (runs.size() > 1 ? ": " + labels.labels().get(i) : ""),
                    RunText.how(run)));
            List<String> its = tables.notes(run, shown);
            if (!its.isEmpty()) {
                notes.add(new Section("Transports" + (runs.size() > 1 ? ": " + labels.labels().get(i) : ""), its));
            }
            long others = run.cells().stream().filter(cell -> !PairNames.isPair(cell) && !tables.shows(cell)).count();
            if (others > 0) {
                reading.add("Other cells have no place in these tables: ./run.sh table --by transport shows them all.");
            }
            if (shown.stream().anyMatch(cell -> cell.metrics().stream().anyMatch(metric -> isRare(metric.all())))) {
                reading.add("A percentile is " + RunText.NONE + " if no operation lies beyond it: p99 takes "
                        + Figure.P99.fewestOperations() + " operations, p99.9 takes " + Figure.P999.fewestOperations() + ".");
            }
        }
        notes.add(new Section("How to read it", List.copyOf(reading)));
        return new Document(RunCaption.title(runs), RunCaption.of(runs), RunCautions.of(runs, labels), tables.tables(),
                List.of(PairedVerdict.findings(runs, labels)), warnings, notes, "");
    }

    private static boolean isRare(Summary all) {
        return !Statistic.P999.isIn(all);
    }
}
