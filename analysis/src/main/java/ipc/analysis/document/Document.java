package ipc.analysis.document;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The result of a command, independent of its format.
 *
 * @param title    what it is, such as the profile's name; empty if the caption says it
 * @param caption  the machine and how it was measured, in one line; empty if there is none
 * @param cautions why the figures cannot be trusted: the first thing that a reader sees after the caption
 * @param tables   for people
 * @param findings what the figures show: verdicts first, each section with its heading
 * @param warnings what a reader must know before using the figures
 * @param notes    everything else, by topic; not part of a run's short output
 * @param closing  where to go from here, such as {@code Details: results/…}; empty if nowhere
 */
public record Document(String title, String caption, List<String> cautions, List<Table> tables, List<Section> findings,
        List<String> warnings, List<Section> notes, String closing) {
    /** Lists are copied. */
    public Document {
        cautions = List.copyOf(cautions);
        tables = List.copyOf(tables);
        findings = List.copyOf(findings);
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
    }

    /** The same without notes, as a run prints it. */
    public Document withoutNotes() {
        return new Document(title, caption, cautions, tables, findings, warnings, List.of(), closing);
    }

    /** Title and caption in one line; empty if there are neither. */
    String head() {
        return title.isEmpty() ? caption : caption.isEmpty() ? title : title + ": " + caption;
    }

    /** Every line beside the tables, in the order in which people read them. */
    public List<String> lines() {
        return Stream.of(cautions.stream(), findings.stream().flatMap(section -> section.lines().stream()), warnings.stream(),
                notes.stream().flatMap(section -> section.lines().stream())).flatMap(Function.identity()).toList();
    }

    /** The same with another last line. */
    public Document withClosing(String last) {
        return new Document(title, caption, cautions, tables, findings, warnings, notes, last);
    }
}
