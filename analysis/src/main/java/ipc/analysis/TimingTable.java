package ipc.analysis;

import ipc.analysis.document.Column;
import ipc.analysis.document.Document;
import ipc.analysis.document.Markdown;
import ipc.analysis.document.Microseconds;
import ipc.analysis.document.Section;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Status;
import ipc.result.Summary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The timing table in the published shape, from any number of runs: machine and method, then min, mean and max through
 * shared memory and through a mapped file, in microseconds; notes below.
 */
public final class TimingTable implements TableReport {
    private static final List<Statistic> SHOWN = List.of(Statistic.MIN, Statistic.P50, Statistic.MEAN, Statistic.P99,
            Statistic.MAX);

    private final List<RunRecord> runs;
    private final boolean published;

    /**
     * @param runs      in the order of their rows
     * @param published whether the published rows are added
     */
    public TimingTable(List<RunRecord> runs, boolean published) {
        this.runs = List.copyOf(runs);
        this.published = published;
    }

    /**
     * Reads the runs.
     *
     * @param directories as {@link ipc.result.Results} takes them
     * @throws ipc.BadInputException if one is not a result directory, or lacks the pairs it speaks of
     */
    public static TimingTable read(List<Path> directories, boolean published) {
        return new TimingTable(Decisions.read(directories), published);
    }

    /** Whether a run's cells all have their place in this table; {@link Grouping#TRANSPORT} shows any. */
    public static boolean hasRoomFor(RunRecord run) {
        return withoutRow(run, TimingRow.select(run)) == 0;
    }

    /** How many cells are neither in a row nor the subject of a verdict. */
    private static long withoutRow(RunRecord run, List<TimingRow> rows) {
        Set<Cell> shown = rows.stream().flatMap(row -> Stream.concat(row.shmem().stream(), row.mmap().stream()))
                .collect(Collectors.toSet());
        return run.cells().stream().filter(cell -> !PairedVerdict.isAbout(cell) && !shown.contains(cell)).count();
    }

    /** As Markdown, ended by a line break. */
    public String format() {
        return Markdown.render(document());
    }

    @Override
    public String kind() {
        return "narrow";
    }

    @Override
    public List<RunRecord> runs() {
        return runs;
    }

    @Override
    public Document document() {
        List<Column> columns = new ArrayList<>();
        if (runs.size() > 1) {
            columns.add(Column.of("machine", Unit.TEXT));
        }
        columns.add(Column.of("latency in µs", Unit.TEXT));
        for (String side : List.of("shmem", "mmap")) {
            SHOWN.forEach(statistic -> columns.add(new Column(side + "_" + statistic.words() + "_ns", side, statistic.words(),
                    Unit.MICROSECONDS)));
        }
        List<List<Value>> table = new ArrayList<>();
        List<String> verdicts = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (RunRecord run : runs) {
            if (run.absence().isPresent()) {
                table.add(RunText.absentRow(run, columns));
                notes.add(RunText.absent(run));
                continue;
            }
            List<TimingRow> rows = TimingRow.select(run);
            for (TimingRow row : rows) {
                List<Value> values = new ArrayList<>();
                if (runs.size() > 1) {
                    values.add(Value.text(run.machine().name()));
                }
                values.add(Value.text(row.method()));
                values.addAll(figures(row, row.shmem()));
                values.addAll(figures(row, row.mmap()));
                table.add(values);
            }
            PairedVerdict.lines(run).forEach(line -> verdicts.add(RunText.prefix(runs, run) + line));
            warnings.addAll(warnings(run, rows));
            notes.addAll(notes(run, rows));
        }
        // Said once for all of them.
        if (runs.size() > 1 && notes.removeIf(TailNote.LEGEND::equals)) {
            notes.add(TailNote.LEGEND);
        }
        if (published) {
            return new Document("", "", RunText.cautions(runs), List.of(PublishedTable.table(runs)), List.of(), List.of(),
                    List.of(new Section("Notes", List.of(PublishedTable.NOTE))), "");
        }
        return new Document("", "", RunText.cautions(runs), table.isEmpty() ? List.of() : List.of(new Table("", columns, table)),
                List.of(new Section("", verdicts)), warnings, List.of(new Section("Notes", notes)), "");
    }

    @Override
    public List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (RunRecord run : runs) {
            for (TimingRow row : TimingRow.select(run)) {
                Map<String, Object> values = TableReport.of(run);
                values.put("method", row.method());
                values.put("published", false);
                put(values, "shmem", row, row.shmem());
                put(values, "mmap", row, row.mmap());
                rows.add(values);
            }
        }
        if (published) {
            rows.addAll(PublishedTable.rows());
        }
        return rows;
    }

    private static void put(Map<String, Object> values, String side, TimingRow row, Optional<Cell> cell) {
        Optional<Summary> all = row.metricOf(cell).map(Metric::all);
        values.put(side + "_operations", all.map(Summary::operations).orElse(null));
        values.put(side + "_min_ns", all.map(Summary::min).orElse(null));
        values.put(side + "_mean_ns", all.map(Summary::mean).orElse(null));
        values.put(side + "_max_ns", all.map(Summary::max).orElse(null));
        values.put(side + "_reason", cell.map(Cell::reason).orElse("not part of this run"));
    }

    private static List<Value> figures(TimingRow row, Optional<Cell> cell) {
        Optional<Metric> metric = row.metricOf(cell);
        return SHOWN.stream().map(statistic -> statistic.coarse(metric)).toList();
    }

    private List<String> notes(RunRecord run, List<TimingRow> rows) {
        List<String> notes = new ArrayList<>();
        notes.add(RunText.prefix(runs, run) + RunText.how(run));
        for (TimingRow row : rows) {
            notes.add(row.method() + ": " + side("shmem", row, row.shmem()) + "; " + side("mmap", row, row.mmap()) + ".");
        }
        long others = withoutRow(run, rows);
        if (others > 0) {
            notes.add(RunText.count(others, "other cell") + " of this run " + (others == 1 ? "has" : "have")
                    + " no place in this table; ./run.sh table --by transport shows every cell.");
        }
        notes.addAll(rows.isEmpty() ? TailNote.ofPairs(run) : TailNote.notes(rows));
        return notes;
    }

    private static List<String> warnings(RunRecord run, List<TimingRow> rows) {
        List<String> warnings = new ArrayList<>();
        unsteady(rows).ifPresent(warnings::add);
        if (run.rounds() == 1 && !rows.isEmpty()) {
            warnings.add("one round cannot tell a difference between shmem and mmap from the machine's own changes; two or"
                    + " more (--rounds) show how far it moves by itself.");
        }
        warnings.addAll(run.warnings());
        return warnings;
    }

    /** How many operations stand behind a side's figures and how far the rounds lie apart; or why there are none. */
    private static String side(String column, TimingRow row, Optional<Cell> cell) {
        if (cell.isEmpty()) {
            return column + " - because it was not part of this run";
        }
        String reason = RunText.firstLine(cell.get().reason());
        Optional<Metric> metric = row.metricOf(cell);
        if (metric.isEmpty()) {
            return column + " - because " + switch (cell.get().status()) {
                case FAILED -> "it failed: " + reason;
                case UNAVAILABLE -> reason;
                case MEASURED -> "no round of it was finished";
            };
        }
        String failed = cell.get().status() == Status.FAILED ? " (failed in " + reason + ")" : "";
        return column + " " + RunText.count(metric.get().all().operations(), "operation") + meansByRound(metric.get())
                + row.fromIntended(cell).map(TimingTable::fromIntended).orElse("") + failed;
    }

    private static String fromIntended(Metric metric) {
        return ", from the intended time mean " + Microseconds.format(metric.all().mean()) + " and max "
                + Microseconds.format(metric.all().max()) + " µs";
    }

    private static String meansByRound(Metric metric) {
        List<Double> means = metric.rounds().stream().map(Summary::mean).sorted().toList();
        return means.size() < 2 ? "" : ", the rounds' means " + Microseconds.range(means.get(0), means.get(means.size() - 1));
    }

    private static Optional<String> unsteady(List<TimingRow> rows) {
        List<String> ranges = new ArrayList<>();
        for (TimingRow row : rows) {
            unsteady(row, row.shmem()).ifPresent(range -> ranges.add(row.method() + ", shmem " + range));
            unsteady(row, row.mmap()).ifPresent(range -> ranges.add(row.method() + ", mmap " + range));
        }
        return ranges.isEmpty() ? Optional.empty()
                : Optional.of("unsteady machine: the medians of single rounds range more than "
                        + RunText.UNSTEADY_RATIO + "-fold: " + String.join("; ", ranges)
                        + ". There this table cannot show a smaller difference"
                        + " between shmem and mmap. A quieter machine or more rounds (--rounds) would show more.");
    }

    private static Optional<String> unsteady(TimingRow row, Optional<Cell> cell) {
        List<Double> medians = row.metricOf(cell).stream().flatMap(metric -> metric.rounds().stream())
                .map(Summary::p50).sorted().toList();
        if (medians.size() < 2 || medians.get(medians.size() - 1) < RunText.UNSTEADY_RATIO * medians.get(0)) {
            return Optional.empty();
        }
        return Optional.of(Microseconds.range(medians.get(0), medians.get(medians.size() - 1)));
    }
}
