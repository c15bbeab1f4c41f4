package ipc.environment;

import ipc.TextWrap;
import ipc.environment.Finding.Level;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Findings as plain text: the verdict first, then warnings, unknown findings, and the others. Text is wrapped at spaces.
 */
final class ReportText {
    private static final String INDENT = "  ";
    private static final String CHANGE = "Change: ";
    private static final int TEXT_START = 23;

    private final int columns;
    private final StringBuilder text = new StringBuilder();

    private ReportText(int columns) {
        this.columns = columns;
    }

    /**
     * Lays a report out.
     *
     * @param columns of the terminal
     * @param all     whether findings without a warning have their values and reasons
     */
    static String format(Report report, int columns, boolean all) {
        return new ReportText(columns).add(report, all).text.toString();
    }

    private ReportText add(Report report, boolean all) {
        List<Finding> warnings = report.of(Level.WARNING).stream()
                .sorted(Comparator.comparingInt(finding -> -Subject.of(finding).weight())).toList();
        List<Finding> unknown = report.of(Level.UNKNOWN);
        List<Finding> fine = report.of(Level.OK);
        paragraph(warnings.isEmpty() ? "No warnings: no setting that could be read disturbs the figures."
                : Text.count(warnings.size(), "warning") + ", the heaviest first. Each affects the figures.");
        section("Warnings", warnings);
        section("Unknown", unknown);
        if (all) {
            section("Fine", fine);
        } else if (!fine.isEmpty()) {
            text.append("\nFine (./run.sh doctor --all shows the values)\n");
            TextWrap.lines(fine.stream().map(Finding::subject).collect(Collectors.joining(", ")), columns - INDENT.length())
                    .forEach(line -> text.append(INDENT).append(line).append('\n'));
        }
        text.append('\n');
        paragraph("Nothing was changed. Commands after \"Change:\" that write to the system need root.");
        return this;
    }

    private void section(String title, List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        text.append('\n').append(title).append('\n');
        for (Finding finding : findings) {
            text.append(TextWrap.labelled(INDENT + finding.subject(), TEXT_START, finding.value(), columns));
            text.append(TextWrap.labelled("", TEXT_START, "Why: " + finding.why() + ".", columns));
            if (!finding.remedy().isEmpty()) {
                change(finding.remedy());
            }
        }
    }

    /** Further left if it does not fit, so that a command can be copied. */
    private void change(String remedy) {
        String line = CHANGE + remedy;
        int start = TEXT_START + line.length() <= columns ? TEXT_START : 2 * INDENT.length();
        text.append(TextWrap.labelled("", start, line, columns));
    }

    private void paragraph(String words) {
        TextWrap.lines(words, columns).forEach(line -> text.append(line).append('\n'));
    }
}
