package ipc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AddedDelayTest {
    @Test
    void aDelayedWordIsTheSameWord() {
        for (AddedDelay delay : new AddedDelay[] {AddedDelay.NONE, AddedDelay.of(OptionalDouble.empty()),
            AddedDelay.ofBaseline(OptionalDouble.of(2)), AddedDelay.of(OptionalDouble.of(0)),
            AddedDelay.of(OptionalDouble.of(20))}) {
            for (long word : new long[] {1, -1, 2, 1L << 40, -77, Long.MAX_VALUE, Long.MIN_VALUE}) {
                assertThat(delay.passOn(word)).isEqualTo(word);
            }
        }
    }

    @Test
    void withoutAWishThereIsNone() {
        assertThat(AddedDelay.of(OptionalDouble.empty())).isSameAs(AddedDelay.NONE);
        assertThat(AddedDelay.ofBaseline(OptionalDouble.empty())).isSameAs(AddedDelay.NONE);
        assertThat(AddedDelay.of(OptionalDouble.of(0))).isNotSameAs(AddedDelay.NONE);
    }
}
