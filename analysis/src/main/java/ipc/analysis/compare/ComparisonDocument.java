package ipc.analysis.compare;

import ipc.analysis.run.RunText;
import ipc.analysis.stats.Change;
import ipc.analysis.stats.MedianInterval;
import ipc.analysis.compare.ComparedCell.Row;
import ipc.analysis.document.Column;
import ipc.analysis.document.Document;
import ipc.analysis.document.Markdown;
import ipc.analysis.document.Microseconds;
import ipc.analysis.document.Section;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A comparison for people: how many cells became slower, one row for each cell with an answer, and one line for each reason that
 * left cells without one.
 */
final class ComparisonDocument {
    /** So many cells are named behind a reason; the others are counted. */
    private static final int MOST_NAMED = 3;
    private static final int LARGE_PERCENT = 10;
    private static final int MOST_DECIMALS = 3;
    private static final int LARGE_INTERVAL = 100;
    private static final Column VERDICT = Column.of("verdict", Unit.TEXT);
    private static final Column CELL = Column.of("cell", Unit.TEXT);
    private static final Column FIGURE = Column.of("figure", Unit.TEXT);
    private static final Column BASELINE = Column.of("before", Unit.MICROSECONDS);
    private static final Column CONTENDER = Column.of("after", Unit.MICROSECONDS);
    private static final Column INTERVAL = Column.of("change, %", Unit.PERCENT);

    /** From the widest table to the narrowest. */
    private static final List<List<Column>> COLUMNS = List.of(
            List.of(VERDICT, CELL, FIGURE, BASELINE, CONTENDER, INTERVAL), List.of(VERDICT, CELL, FIGURE, INTERVAL),
            List.of(VERDICT, CELL, INTERVAL), List.of(VERDICT, CELL));

    private final Comparison comparison;
    private final ComparisonNotes notes;
    private final boolean detailed;

    /** @param detailed whether every figure has a row, every cell is named, and notes stand below */
    private ComparisonDocument(Comparison comparison, boolean detailed) {
        this.comparison = comparison;
        this.notes = new ComparisonNotes(comparison);
        this.detailed = detailed;
    }

    /** As {@code compare} prints it. */
    static Document brief(Comparison comparison) {
        return new ComparisonDocument(comparison, false).document();
    }

    /** As {@code compare --details} prints it. */
    static Document detailed(Comparison comparison) {
        return new ComparisonDocument(comparison, true).document();
    }

    private Document document() {
        boolean nothing = comparison.nothingInCommon();
        List<Table> tables = nothing ? List.of() : table().stream().toList();
        List<Section> findings = nothing ? List.of() : List.of(new Section("Not compared", reasons()));
        return new Document(cells(total(comparison)), counts(comparison), notes.cautions(), tables, findings, notes.warnings(),
                detailed ? notes.sections() : List.of(), notes.runs() + (detailed || nothing ? "" : " More: --details."));
    }

    private static long total(Comparison comparison) {
        return comparison.cells().size() + comparison.pairedCells();
    }

    private static String cells(long number) {
        return RunText.count(number, "cell");
    }

    /** The first line. */
    static String headline(Comparison comparison) {
        return cells(total(comparison)) + ": " + counts(comparison);
    }

    /** How many cells have each verdict; the numbers add up to all cells of the two runs. */
    static String counts(Comparison comparison) {
        Stream<String> verdicts = comparison.nothingInCommon()
                ? Stream.of("nothing in common (" + comparison.only(comparison.baseline()) + " only in the baseline, "
                        + comparison.only(comparison.contender()) + " only in the contender)")
                : Arrays.stream(Verdict.values())
                        .filter(verdict -> verdict == Verdict.SLOWER || count(comparison, verdict) > 0)
                        .map(verdict -> count(comparison, verdict) + " " + verdict.words());
        Stream<String> paired = comparison.pairedCells() == 0 ? Stream.of()
                : Stream.of(comparison.pairedCells() + " paired (left out)");
        return Stream.concat(verdicts, paired).collect(Collectors.joining(", "));
    }

    private static long count(Comparison comparison, Verdict verdict) {
        return comparison.cells().stream().filter(cell -> cell.verdict() == verdict).count();
    }

    /** One table, or none if no cell has an answer. Long names of cells leave room for fewer columns. */
    private List<Table> table() {
        List<ComparedCell> answered = comparison.cells().stream().filter(cell -> cell.verdict().isAnAnswer())
                .sorted(Comparator.comparing(ComparedCell::verdict)).toList();
        if (answered.isEmpty()) {
            return List.of();
        }
        List<Table> tables = COLUMNS.stream().map(columns -> table(answered, columns)).toList();
        return List.of(tables.stream().filter(ComparisonDocument::fits).findFirst().orElse(tables.get(tables.size() - 1)));
    }

    private static boolean fits(Table table) {
        return Markdown.render(table).lines().allMatch(line -> line.length() <= Markdown.WIDTH);
    }

    private Table table(List<ComparedCell> answered, List<Column> columns) {
        List<List<Value>> rows = new ArrayList<>();
        for (ComparedCell cell : answered) {
            List<Row> shown = detailed ? cell.rows().stream().filter(row -> row.verdict().isAnAnswer()).toList()
                    : List.of(cell.decisive());
            shown.forEach(row -> rows.add(columns.stream().map(column -> value(column, cell, row)).toList()));
        }
        return new Table("Latency in µs, 95 % interval of the change, threshold " + comparison.criteria().threshold(), columns,
                rows);
    }

    private static Value value(Column column, ComparedCell cell, Row row) {
        if (column.equals(VERDICT)) {
            return Value.text(words(row));
        }
        if (column.equals(CELL)) {
            return Value.text(cell.name());
        }
        if (column.equals(FIGURE)) {
            return Value.text(row.figure().words());
        }
        return column.equals(INTERVAL) ? new Value(row.change().percent(), interval(row.change()))
                : latency(column.equals(BASELINE) ? row.baselineNanos() : row.contenderNanos());
    }

    private static Value latency(double nanos) {
        return new Value(nanos, Microseconds.fine(nanos));
    }

    /** A verdict with the size of the change, such as {@code slower by 12 %}. */
    private static String words(Row row) {
        boolean changed = row.verdict() == Verdict.SLOWER || row.verdict() == Verdict.FASTER;
        double percent = Math.abs(row.change().percent());
        return changed ? row.verdict().words()
                + String.format(Locale.ROOT, percent < LARGE_PERCENT ? " by %.1f %%" : " by %.0f %%", percent)
                : row.verdict().words();
    }

    /** Such as {@code [+6.1, +14.0]}: with decimals enough to tell the ends apart, up to three. The ends are rounded outwards. */
    static String interval(Change change) {
        int decimals = change.high() - change.low() < LARGE_INTERVAL ? 1 : 0;
        while (decimals > 0 && decimals < MOST_DECIMALS && change.high() - change.low() < 2 * Math.pow(10, -decimals)) {
            decimals++;
        }
        return "[" + signed(change.low(), decimals, RoundingMode.FLOOR) + ", "
                + signed(change.high(), decimals, RoundingMode.CEILING) + "]";
    }

    private static String signed(double percent, int decimals, RoundingMode rounding) {
        BigDecimal rounded = BigDecimal.valueOf(percent).setScale(decimals, rounding);
        return (rounded.signum() > 0 ? "+" : "") + rounded.toPlainString();
    }

    /** A line for each reason; conditions that differ between the runs stand above the table. */
    private List<String> reasons() {
        Map<String, List<String>> cells = new LinkedHashMap<>();
        for (ComparedCell cell : comparison.cells()) {
            for (Row row : cell.verdict().isAnAnswer() ? cell.rows() : List.of(cell.decisive())) {
                if (!row.verdict().isAnAnswer() && !row.detail().equals(comparison.differing())) {
                    String name = cell.verdict().isAnAnswer() ? cell.name() + " (" + row.figure().words() + ")" : cell.name();
                    cells.computeIfAbsent(reason(row), unused -> new ArrayList<>()).add(name);
                }
            }
        }
        return cells.entrySet().stream().map(entry -> entry.getKey() + ": " + named(entry.getValue())).toList();
    }

    private static String reason(Row row) {
        return row.verdict() == Verdict.TOO_FEW_ROUNDS ? MedianInterval.TOO_FEW_ROUNDS + ", " + row.detail() : row.detail();
    }

    private String named(List<String> names) {
        int most = detailed ? names.size() : MOST_NAMED;
        return String.join("; ", names.subList(0, Math.min(most, names.size())))
                + (names.size() > most ? "; and " + (names.size() - most) + " more" : "");
    }
}
