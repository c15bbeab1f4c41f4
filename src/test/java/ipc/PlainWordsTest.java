package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainWordsTest {
    private static final String LONG = "This sentence goes on and on and on" + " and on".repeat(12) + ".";

    @ParameterizedTest
    @ValueSource(strings = {"Of two names the first counts.", "What a run left is removed.", "Whoever asks waits for it.",
        "That the slot is empty is told.", "Nobody else takes part in it.", "Neither of them may be null.",
        "Else it would wait for ever.", "How it works is written below.", "Where files lie says the kernel.",
        "By what it is found is a name.", "As is usual here it spins."})
    void invertedSentencesAreFound(String sentence) {
        assertThat(PlainWords.in("A.java", "/** " + sentence + " */")).extracting(PlainWords.Finding::what)
                .containsExactly("inverted");
        assertThat(PlainWords.in("a.md", "A plain sentence stands here. " + sentence)).extracting(PlainWords.Finding::sentence)
                .containsExactly(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"The fork tells the peer that the slot is empty.", "What does the warning mean?",
        "How long it waits, in nanoseconds.", "Where it runs, it spins.", "What else?", "Often enough it is read.",
        "A value of the parameter, whatever it is."})
    void plainSentencesAreNot(String sentence) {
        assertThat(PlainWords.in("A.java", "/** " + sentence + " */")).isEmpty();
        assertThat(PlainWords.in("a.md", "**" + sentence + "**")).isEmpty();
    }

    @Test
    void longSentencesAreFoundWithTheirPlace() {
        assertThat(PlainWords.in("src/A.java", "class A {\n    // " + LONG.replace("goes on", "goes on\n    //") + "\n}\n"))
                .hasToString("[src/A.java:2: 32 words, 30 are allowed: " + LONG + "]");
        assertThat(PlainWords.in("README.md", "# Head\n\nA short one. " + LONG + "\n"))
                .hasToString("[README.md:3: 32 words, 28 are allowed: " + LONG + "]");
    }

    @Test
    void aSentenceMayHaveAsManyWordsAsAreAllowed() {
        String thirty = "word ".repeat(29) + "end.";
        assertThat(PlainWords.in("A.java", "/* " + thirty + " " + thirty.replace("word", "Word") + " */")).isEmpty();
        assertThat(PlainWords.in("a.md", thirty)).hasSize(1);
        assertThat(PlainWords.in("a.md", "word ".repeat(27) + "end.")).isEmpty();
    }

    @Test
    void onlyCommentsOfJavaAreRead() {
        String source = """
                class A {
                    String text = "/* Of two names the first counts. */";
                    char quote = '"'; // Whoever asks waits for it.
                    String block = \"""
                            // What a run left is removed.
                            \""";
                    /**
                     * A first sentence. {@code x.y} begins the second.
                     *
                     * <p>Nobody else takes part in it.
                     *
                     * <pre>
                     * What this shows is code.
                     * </pre>
                     *
                     * @param name Of two names the first counts.
                     * @return the name
                     */
                    int a;
                }
                """;
        assertThat(PlainWords.in("A.java", source)).extracting(finding -> finding.line() + " " + finding.sentence())
                .containsExactly("3 Whoever asks waits for it.", "10 Nobody else takes part in it.",
                        "16 Of two names the first counts.");
    }

    /** A full stop inside code ends no sentence. A tag counts as its words. */
    @Test
    void codeBelongsToItsSentence() {
        assertThat(PlainWords.in("A.java", "/** See {@code a. What b is} and {@link Other#name the other one}. */")).isEmpty();
        assertThat(PlainWords.in("A.java", "/** " + LONG.replace(" on.", " {@code off}.") + " */")).singleElement().asString()
                .endsWith(" on and off.");
        assertThat(PlainWords.in("A.java", "/** A first one of some words. {@code b} is a second one of " + "many ".repeat(22)
                + "words. */")).isEmpty();
    }

    @Test
    void commentsOfShellScriptsAreRead() {
        String script = "#!/bin/sh\n# Whoever asks\n# waits for it.\n\n# What a run left is removed.\nrm x # Of all, x.\necho '# x'\n";
        assertThat(PlainWords.in("run.sh", script)).extracting(finding -> finding.line() + " " + finding.sentence())
                .containsExactly("2 Whoever asks waits for it.", "5 What a run left is removed.");
    }

    @Test
    void tablesCodeAndHeadingsOfDocumentsAreNotRead() {
        String document = """
                # What a run left is removed

                | Of two names the first counts. |
                |---|

                ```
                Whoever asks waits for it.
                ```

                    Nobody else takes part in it.

                - What [an item](https://example.org/Of) says is read.
                - [What a title says](https://example.org) is not.
                """;
        assertThat(PlainWords.in("docs/a.md", document)).extracting(finding -> finding.line() + " " + finding.sentence())
                .isEqualTo(List.of("12 What [an item] says is read."));
    }

    @Test
    void aFindingMayBeJustifiedAndAJustificationMustBeNeeded() {
        List<PlainWords.Finding> findings = PlainWords.in("a.md", "Nobody else does it.");
        assertThat(PlainWords.complaints(findings, List.of())).containsExactly("a.md:1: inverted: Nobody else does it.");
        assertThat(PlainWords.complaints(findings, List.of(new PlainWords.Justified("a.md", "Nobody else", "a name")))).isEmpty();
        assertThat(PlainWords.complaints(List.of(), List.of(new PlainWords.Justified("a.md", "Nobody else", "a name"))))
                .containsExactly("a.md: no longer needs to be justified: Nobody else");
        assertThat(PlainWords.complaints(findings, List.of(new PlainWords.Justified("b.md", "Nobody else", "a name"))))
                .hasSize(2);
    }
}
