package ipc.environment;

import ipc.environment.Finding.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Findings as a table of plain text: level, subject, value, why; what would change it on a line of its own, which is never
 * broken, so that it can be copied.
 */
final class ReportText {
    private static final int LEVEL_WIDTH = 9;
    private static final int SUBJECT_WIDTH = 21;
    private static final int VALUE_WIDTH = 44;
    /** Together with the others and the gaps: 130 columns. */
    private static final int WHY_WIDTH = 52;
    private static final String GAP = "  ";

    private ReportText() {
    }

    static String format(Report report) {
        StringBuilder text = new StringBuilder();
        for (Report.Section section : report.sections()) {
            text.append(section.title()).append('\n');
            section.findings().forEach(finding -> append(text, finding));
            text.append('\n');
        }
        return text.append(closing(report)).toString();
    }

    private static void append(StringBuilder text, Finding finding) {
        List<String> values = wrapped(finding.value(), VALUE_WIDTH);
        List<String> whys = wrapped(finding.why(), WHY_WIDTH);
        for (int line = 0; line < Math.max(values.size(), whys.size()); line++) {
            String left = line == 0 ? padded(word(finding.level()), LEVEL_WIDTH) + padded(finding.subject(), SUBJECT_WIDTH)
                    : " ".repeat(LEVEL_WIDTH + SUBJECT_WIDTH);
            text.append((GAP + left + padded(line < values.size() ? values.get(line) : "", VALUE_WIDTH) + GAP
                    + (line < whys.size() ? whys.get(line) : "")).stripTrailing()).append('\n');
        }
        if (!finding.remedy().isEmpty()) {
            text.append(GAP).append(" ".repeat(LEVEL_WIDTH + SUBJECT_WIDTH)).append("change: ").append(finding.remedy())
                    .append('\n');
        }
    }

    private static String word(Level level) {
        // Capitals, so that the eye finds them.
        return level == Level.WARNING ? "WARNING" : level.name().toLowerCase(Locale.ROOT);
    }

    private static String closing(Report report) {
        return counted(report.of(Level.WARNING), "warning") + "; " + counted(report.of(Level.UNKNOWN), "unknown finding")
                + ".\nNothing was changed. What writes to the system after \"change:\" needs root.\n";
    }

    private static String counted(List<Finding> findings, String unit) {
        return Text.count(findings.size(), unit)
                + (findings.isEmpty() ? "" : ": " + String.join(", ", findings.stream().map(Finding::subject).toList()));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** Broken between words; a longer word is broken where the line ends. */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            String rest = word;
            if (!line.isEmpty() && line.length() + 1 + rest.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (rest.length() > width) {
                lines.add(rest.substring(0, width));
                rest = rest.substring(width);
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }
}
