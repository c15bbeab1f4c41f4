package ipc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.advise.Question;
import ipc.transport.Transports;
import org.junit.jupiter.api.Test;

/** The transports to begin with, if nothing was measured. */
class AdviseCommandTest {
    @Test
    void withoutALimitTheFirstOneSpins() {
        assertThat(AdviseCommand.usual(question(null))).allMatch(name -> Transports.find(name).isPresent())
                .doesNotHaveDuplicates()
                .startsWith("memfd/spin");
        assertThat(AdviseCommand.usual(question("100"))).isEqualTo(AdviseCommand.usual(question(null)));
    }

    @Test
    void belowAWholeCpuEveryOneSleeps() {
        assertThat(AdviseCommand.usual(question("10"))).isNotEmpty().allMatch(name -> Transports.get(name).blocks());
    }

    private static Question question(String maxCpu) {
        return Question.parse("256", "1000", maxCpu, "99");
    }
}
