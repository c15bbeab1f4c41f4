package ipc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.Validation.Check;
import ipc.analysis.Validation.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What validate prints of its checks, and how it ends; the checks themselves are made by hand. */
class ValidateCommandTest {
    private final StringWriter text = new StringWriter();

    @Test
    void whatFailedIsTheReasonForExit1() {
        assertThat(report(check("clock", Outcome.OK), check("every operation recorded", Outcome.FAILED),
                check("a known delay of 2.0 ns", Outcome.FAILED), check("steadiness", Outcome.CAUTION)))
                .isEqualTo(ExitCode.MEASUREMENT_FAILED).isEqualTo(1);
        assertThat(text.toString()).contains("every operation recorded     failed   finding\n").contains("\nmatrix\n")
                .endsWith("The harness cannot be trusted here: every operation recorded; a known delay of 2.0 ns.\n");
    }

    @Test
    void aCautionIsNoFailure() {
        assertThat(report(check("clock", Outcome.OK), check("steadiness", Outcome.CAUTION))).isEqualTo(ExitCode.DONE);
        assertThat(text.toString()).endsWith("\nmatrix\nThe harness can be trusted here.\n");
    }

    private int report(Check... checks) {
        return ValidateCommand.report(new PrintWriter(text), List.of(checks), () -> "matrix\n");
    }

    private static Check check(String name, Outcome outcome) {
        return new Check(name, outcome, "finding", "meaning");
    }
}
