package ipc.analysis;

import ipc.analysis.document.Microseconds;
import ipc.analysis.ComparedCell.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;

/** A comparison for people: caveats above, one row for each cell and figure, notes below. */
final class ComparisonMarkdown {
    private static final String NONE = "-";
    private static final int FEWEST_DECIMALS = 1;
    private static final int MOST_DECIMALS = 3;

    private ComparisonMarkdown() {
    }

    static String format(Comparison comparison) {
        MarkdownTable table = new MarkdownTable();
        table.add(List.of("cell _(latency, in microseconds)_", "figure", "baseline", "contender",
                "change, % [interval]", "verdict"));
        for (ComparedCell cell : comparison.cells()) {
            for (Row row : cell.rows()) {
                table.add(List.of(cell.name(), row.figure().words(), figure(row.baselineNanos()), figure(row.contenderNanos()),
                        change(row.change()), ComparisonNotes.words(row)));
            }
        }
        ComparisonNotes notes = new ComparisonNotes(comparison);
        String caveats = notes.caveats().isEmpty() ? "" : String.join("\n", notes.caveats()) + "\n\n";
        return caveats + table.format() + "\n"
                + notes.notes().stream().map(note -> "- " + note + "\n").collect(Collectors.joining());
    }

    private static String figure(Double nanos) {
        return nanos == null ? NONE : Microseconds.fine(nanos);
    }

    /**
     * Such as {@code +10.2 [+6.1, +14.0]}, with decimals enough to tell the ends apart, up to three; the ends rounded
     * outwards.
     */
    static String change(Change change) {
        if (change == null) {
            return NONE;
        }
        int decimals = FEWEST_DECIMALS;
        while (decimals < MOST_DECIMALS && change.high() - change.low() < 2 * Math.pow(10, -decimals)) {
            decimals++;
        }
        return signed(change.percent(), decimals, RoundingMode.HALF_UP) + " ["
                + signed(change.low(), decimals, RoundingMode.FLOOR) + ", "
                + signed(change.high(), decimals, RoundingMode.CEILING) + "]";
    }

    private static String signed(double percent, int decimals, RoundingMode rounding) {
        BigDecimal rounded = BigDecimal.valueOf(percent).setScale(decimals, rounding);
        return (rounded.signum() > 0 ? "+" : "") + rounded.toPlainString();
    }
}
