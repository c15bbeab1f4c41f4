package ipc.analysis.document;

import java.util.List;

/**
 * Lines under a heading.
 *
 * @param heading without a colon; empty if the lines need none
 * @param lines   one fact each, without line breaks
 */
public record Section(String heading, List<String> lines) {
    /** Its lines are copied. */
    public Section {
        lines = List.copyOf(lines);
    }
}
