package ipc.environment;

import ipc.environment.Finding.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the doctor found.
 *
 * @param sections by theme, in the order in which they are shown
 */
public record Report(List<Section> sections) {
    /** As many warnings a run prints. */
    private static final int BRIEFLY = 3;

    /**
     * Findings of one theme.
     *
     * @param title    of the theme
     * @param findings what was found, subject by subject
     */
    public record Section(String title, List<Finding> findings) {
    }

    /** All of them. */
    public List<Finding> findings() {
        return sections.stream().flatMap(section -> section.findings().stream()).toList();
    }

    /** Those of a level. */
    List<Finding> of(Level level) {
        return findings().stream().filter(finding -> finding.level() == level).toList();
    }

    /** The warnings that touch what is measured, the heaviest first: by {@link Subject#weight}. */
    List<Finding> warnings(Measures measures) {
        return of(Level.WARNING).stream().filter(finding -> measures.touchedBy(Subject.of(finding)))
                .sorted(Comparator.comparingInt(finding -> -Subject.of(finding).weight())).toList();
    }

    /** What a run says: at most three warnings that matter to its own numbers, a line each, and where the others are. */
    public List<String> inBrief(Measures measures) {
        List<Finding> warnings = warnings(measures).stream().limit(BRIEFLY).toList();
        if (warnings.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        for (Finding warning : warnings) {
            lines.add(warning.subject() + ": " + warning.value() + " - " + warning.why()
                    + (warning.remedy().isEmpty() ? "" : "; to change it: " + warning.remedy()));
        }
        int more = of(Level.WARNING).size() - warnings.size();
        lines.add((more == 0 ? "" : Text.count(more, "more warning") + "; ")
                + "./run.sh doctor shows all findings, and so does run.json");
        return lines;
    }

    /** The table that {@code ./run.sh doctor} prints. */
    public String text() {
        return ReportText.format(this);
    }
}
