package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextWrapTest {
    @Test
    void linesBreakAtSpacesAndWordsStayWhole() {
        assertThat(TextWrap.lines("one two three", 7)).containsExactly("one two", "three");
        assertThat(TextWrap.lines("a /very/long/path b", 6)).containsExactly("a", "/very/long/path", "b");
        assertThat(TextWrap.lines("", 5)).containsExactly("");
    }

    @Test
    void aTextStandsBesideItsLabelAndGoesOnBelowItself() {
        assertThat(TextWrap.labelled("  name", 8, "one two three", 15)).isEqualTo("  name  one two\n        three\n");
    }

    @Test
    void aLabelThatIsTooLongStandsAboveItsText() {
        assertThat(TextWrap.labelled("  a long, long label", 6, "one two", 14))
                .isEqualTo("  a long, long\n  label\n      one two\n");
    }
}
