package ipc.analysis.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BriefTest {
    private static final List<String> WARNINGS = List.of("Unsteady machine: mmap/spin medians 100 to 210 ns.",
            "mapped files lie on tmpfs, which is memory", "a third");

    @Test
    void whereThereIsRoomWarningsAreWhole() {
        assertThat(shortened(20))
                .contains("\nWarnings:\n- Unsteady machine: mmap/spin medians 100 to 210 ns.\n- mapped files lie on tmpfs,")
                .doesNotContain("notes.md");
    }

    @Test
    void whatDoesNotFitIsCounted() {
        assertThat(shortened(5))
                .contains("\nWarnings:\n- Unsteady machine: mmap/spin medians 100 to 210 ns.\n- and 2 more in notes.md\n");
    }

    /** One line names what they are about. */
    @Test
    void withoutRoomForOneTheirSubjectsAreNamed() {
        assertThat(shortened(3))
                .isEqualTo("run: caption\n- Warnings in notes.md: Unsteady machine; mapped files lie ...; a third\n");
    }

    @Test
    void aLongLineIsCutBetweenWordsAndALongWordIsCutItself() {
        assertThat(shortened(List.of("word ".repeat(30)), 20)).contains("word word ...\n");
        assertThat(shortened(List.of("failed: " + "x".repeat(200)), 20)).contains("- failed: " + "x".repeat(86) + " ...\n");
    }

    private static String shortened(int lines) {
        return shortened(WARNINGS, lines);
    }

    private static String shortened(List<String> warnings, int lines) {
        return Markdown.render(Brief.of(new Document("run", "caption", List.of(), List.of(), List.of(), warnings, List.of(), ""),
                lines, "notes.md"));
    }
}
