package ipc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.validate.CpuRoundTrips;
import ipc.analysis.validate.Validation.Check;
import ipc.analysis.validate.Validation.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The output and the exit code of validate, from checks made by hand. */
class ValidateCommandTest {
    private final StringWriter text = new StringWriter();

    @Test
    void aFailedCheckIsExitCode1() {
        assertThat(report(check("clock", Outcome.OK), check("every operation recorded", Outcome.FAILED),
                check("a known delay of 2.0 ns", Outcome.FAILED), check("steadiness", Outcome.CAUTION)))
                .isEqualTo(ExitCode.MEASUREMENT_FAILED).isEqualTo(1);
        assertThat(text.toString())
                .startsWith("The harness cannot be trusted here: every operation recorded; a known delay of 2.0 ns\n")
                .contains("\n- failed: every operation recorded: finding; meaning\n");
    }

    @Test
    void aCautionIsNoFailure() {
        assertThat(report(check("clock", Outcome.OK), check("steadiness", Outcome.CAUTION))).isEqualTo(ExitCode.DONE);
        assertThat(text.toString()).startsWith("The harness can be trusted here: 2 checks, 1 ok, 1 caution\n");
    }

    private int report(Check... checks) {
        return ValidateCommand.report(new PrintWriter(text), List.of(checks), new CpuRoundTrips(1));
    }

    private static Check check(String name, Outcome outcome) {
        return new Check(name, outcome, "finding", "meaning");
    }
}
