package ipc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AlternationTest {
    @Test
    void isTheThueMorseSequence() {
        assertThat(
                LongStream.range(0, 16).mapToObj(block -> Alternation.turn(block) == 0 ? "A" : "B").collect(Collectors.joining()))
                .isEqualTo("ABBABAABBAABABBA");
    }

    @Test
    void everyFourBlocksHoldTwoOfEachAndCancelASteadyDrift() {
        for (long quad = 0; quad < 1000; quad++) {
            int turns = 0;
            long drift = 0;
            for (int each = 0; each < Alternation.BLOCKS_PER_QUAD; each++) {
                int turn = Alternation.turn(quad * Alternation.BLOCKS_PER_QUAD + each);
                turns += turn;
                drift += (turn == 0 ? 1 : -1) * each;
            }
            assertThat(turns).isEqualTo(2);
            assertThat(drift).isZero();
        }
    }
}
