package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PrintableTextTest {
    @Test
    void whatControlsATerminalOrCannotBeSeenIsReplaced() {
        assertThat(PrintableText.of("a\u001b[2Jb\nc\u202ed\u200be\u2028f")).isEqualTo("a [2Jb c d e f");
        assertThat(PrintableText.of("a\tb", "?")).isEqualTo("a?b");
        assertThat(PrintableText.ofLines("a\nb\rc\ufeffd")).isEqualTo("a\nb c d");
        assertThat(PrintableText.of("Gerät Ⅷ 𠮷")).isEqualTo("Gerät Ⅷ 𠮷");
    }

    @Test
    void aNameIsShortAndNotEmpty() {
        assertThat(PrintableText.name("--machine", " board\u202e ")).isEqualTo("board");
        assertThat(PrintableText.name("--machine", "𠮷".repeat(80))).hasSize(160);
        assertThatThrownBy(() -> PrintableText.name("--machine", "\u200b")).isInstanceOf(BadInputException.class)
                .hasMessage("--machine '': the name must not be empty");
        assertThatThrownBy(() -> PrintableText.name("--name", "x".repeat(81)))
                .hasMessage("--name " + "x".repeat(39) + "…: the name has 81 characters, and 80 are possible");
        assertThat(PrintableText.shortened("𠮷𠮷𠮷", 2)).isEqualTo("𠮷…");
    }
}
