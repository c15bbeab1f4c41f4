package ipc.analysis;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What people read of a table, as markdown.
 *
 * @param caveats what belongs above it, ended by an empty line; empty if there is nothing
 * @param tables  each ended by a line break
 * @param notes   what belongs below it
 */
record TableText(String caveats, List<String> tables, List<String> notes) {
    TableText {
        tables = List.copyOf(tables);
        notes = List.copyOf(notes);
    }

    /** All of it, ended by a line break. */
    String markdown() {
        return caveats + tables.stream().map(table -> table + "\n").collect(Collectors.joining())
                + notes.stream().map(note -> "- " + note + "\n").collect(Collectors.joining());
    }

    /** The caveats, each without its line break. */
    List<String> caveatLines() {
        return caveats.lines().filter(line -> !line.isEmpty()).toList();
    }

    /** All that is said beside the figures, in order. */
    List<String> said() {
        return Stream.concat(caveatLines().stream(), notes.stream()).toList();
    }
}
