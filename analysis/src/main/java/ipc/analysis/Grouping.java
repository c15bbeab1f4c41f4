package ipc.analysis;

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
import java.util.Set;
import java.util.stream.Collectors;

/** What the rows of a table are, where any benchmark, transport, size and rate may have been measured. */
public enum Grouping {
    /** Every figure of a transport in one row; a table for each benchmark, size and rate. */
    TRANSPORT,
    /** Transports beside each other; a table for each figure. */
    SIZE,
    /** The paced messages of one transport; a table for each. */
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
        return Markdown.render(table(directories, metrics).document());
    }

    /**
     * The same, to be formatted.
     *
     * @throws BadInputException as above
     */
    public TableReport table(List<Path> directories, List<String> metrics) {
        if (this == TRANSPORT && !metrics.isEmpty()) {
            throw new BadInputException("--metric " + String.join(",", metrics) + ": a table by transport has all figures;"
                    + " --metric goes with --by size and --by rate");
        }
        List<Statistic> columns = Statistic.parse(metrics);
        return table(Decisions.read(directories), columns, this);
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
    String format(List<RunRecord> runs, List<Statistic> columns) {
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
        List<String> verdicts = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Set<String> general = new LinkedHashSet<>();
        for (RunRecord run : runs) {
            if (run.absence().isPresent()) {
                notes.add(RunText.absent(run));
                continue;
            }
            List<Cell> shown = run.cells().stream().filter(tables::shows).toList();
            String prefix = RunText.prefix(runs, run);
            PairedVerdict.lines(run).forEach(verdict -> verdicts.add(prefix + verdict));
            notes.add(prefix + RunText.how(run));
            RunText.reasons(shown).forEach(reason -> notes.add(prefix + reason + "."));
            tables.notes(run, shown).forEach(note -> notes.add(prefix + note));
            RunText.unsteady(shown).ifPresent(warning -> warnings.add(prefix + warning));
            run.warnings().forEach(warning -> warnings.add(prefix + warning));
            long others = run.cells().stream().filter(cell -> !PairedVerdict.isAbout(cell) && !tables.shows(cell)).count();
            if (others > 0) {
                general.add("other cells have no place in these tables; ./run.sh table --by transport shows them all.");
            }
            if (shown.stream().anyMatch(cell -> cell.metrics().stream().anyMatch(metric -> isRare(metric.all())))) {
                general.add("a percentile is " + RunText.NONE + " where there are so few operations that none lies beyond it"
                        + " (p99 takes " + Figure.P99.fewestOperations() + ", p99.9 " + Figure.P999.fewestOperations() + ").");
            }
        }
        notes.addAll(general);
        notes.addAll(tables.legend());
        return new Document("", "", RunText.cautions(runs), tables.tables(), List.of(new Section("", verdicts)), warnings,
                List.of(new Section("Notes", notes)), "");
    }

    private static boolean isRare(Summary all) {
        return !Statistic.P999.isIn(all);
    }
}
