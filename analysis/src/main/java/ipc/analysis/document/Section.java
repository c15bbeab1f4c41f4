package ipc.analysis.document;

import java.util.List;

/**
 * Tables and lines under a heading.
 *
 * @param heading without a colon; empty if the section needs none
 * @param tables  above the lines
 * @param lines   one fact each, without line breaks
 */
public record Section(String heading, List<Table> tables, List<String> lines) {
    /** Lists are copied. */
    public Section {
        tables = List.copyOf(tables);
        lines = List.copyOf(lines);
    }

    /** A section without tables. */
    public Section(String heading, List<String> lines) {
        this(heading, List.of(), lines);
    }

    /** Whether there is nothing under the heading. */
    boolean isEmpty() {
        return tables.isEmpty() && lines.isEmpty();
    }
}
