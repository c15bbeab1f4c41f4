package ipc.environment;

import ipc.environment.Finding.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All findings of the doctor.
 *
 * @param sections findings by topic, in the order of the output
 */
public record Report(List<Section> sections) {
    /** Most warnings that a run prints. */
    private static final int BRIEFLY = 3;

    /**
     * The findings of one topic.
     *
     * @param title    title of the topic
     * @param findings one finding per subject
     */
    public record Section(String title, List<Finding> findings) {
    }

    /** The findings of all sections. */
    public List<Finding> findings() {
        return sections.stream().flatMap(section -> section.findings().stream()).toList();
    }

    /** The findings of one level. */
    List<Finding> of(Level level) {
        return findings().stream().filter(finding -> finding.level() == level).toList();
    }

    /** The warnings that affect these measurements, heaviest first, by {@link Subject#weight}. */
    List<Finding> warnings(Measures measures) {
        return of(Level.WARNING).stream().filter(finding -> measures.touchedBy(Subject.of(finding)))
                .sorted(Comparator.comparingInt(finding -> -Subject.of(finding).weight())).toList();
    }

    /**
     * The lines that a run prints: at most three warnings that affect its measurements, and how to see the others. Empty without
     * such a warning.
     */
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
                + "./run.sh doctor and run.json show all findings");
        return lines;
    }

    /** The table that {@code ./run.sh doctor} prints. */
    public String text() {
        return ReportText.format(this);
    }
}
