package ipc.environment;

import ipc.environment.Finding.Level;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * All findings of the doctor.
 *
 * @param sections findings by topic, in the order of the output
 */
public record Report(List<Section> sections) {
    /** A run names so many warnings. */
    private static final int BRIEFLY = 3;
    /** The line of a run fits 100 columns with the program's name before it. */
    private static final int BRIEF_COLUMNS = 85;

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

    /** One line for the start of a run: the subjects of the warnings that touch its figures, the heaviest first. */
    public Optional<String> inBrief(Measures measures) {
        List<Finding> warnings = warnings(measures);
        return IntStream.iterate(Math.min(BRIEFLY, warnings.size()), named -> named > 0, named -> named - 1)
                .mapToObj(named -> inBrief(warnings, named)).filter(line -> line.length() <= BRIEF_COLUMNS).findFirst()
                .or(() -> warnings.isEmpty() ? Optional.empty() : Optional.of(inBrief(warnings, 1)));
    }

    private static String inBrief(List<Finding> warnings, int named) {
        return "doctor: " + Text.count(warnings.size(), "warning") + ": "
                + String.join(", ", warnings.stream().limit(named).map(Finding::subject).toList())
                + (warnings.size() > named ? " and " + (warnings.size() - named) + " more" : "")
                + "; see ./run.sh doctor";
    }

    /**
     * The text that {@code ./run.sh doctor} prints.
     *
     * @param columns of the terminal
     * @param all     whether findings without a warning have their values and reasons
     */
    public String text(int columns, boolean all) {
        return ReportText.format(this, columns, all);
    }
}
