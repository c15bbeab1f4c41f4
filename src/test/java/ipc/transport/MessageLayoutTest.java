package ipc.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.transport.MessageLayout.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageLayoutTest {
    @Test
    void aMessageOf64BytesIsOneCacheLineWithItsSequenceWordLast() {
        MessageLayout layout = new MessageLayout(64, 128);
        assertThat(layout.payloadOffset(Direction.FORK_TO_PEER)).isEqualTo(128);
        assertThat(layout.sequenceOffset(Direction.FORK_TO_PEER)).isEqualTo(128 + 56);
        assertThat(layout.payloadOffset(Direction.PEER_TO_FORK)).isEqualTo(256);
        assertThat(layout.controlOffset(Direction.FORK_TO_PEER)).isEqualTo(384);
        assertThat(layout.controlOffset(Direction.PEER_TO_FORK)).isEqualTo(512);
        assertThat(layout.regionBytes()).isEqualTo(640);
    }

    @Test
    void aMessageOf8BytesIsItsSequenceWord() {
        MessageLayout layout = new MessageLayout(8, 0);
        assertThat(layout.payloadBytes()).isZero();
        assertThat(layout.sequenceOffset(Direction.FORK_TO_PEER)).isEqualTo(128);
        assertThat(layout.sequenceOffset(Direction.PEER_TO_FORK)).isEqualTo(256);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 64, 72, 128, 136, 4096, 1 << 20})
    void sequenceWordsLieApartAndAlignedAndEverythingFits(int size) {
        MessageLayout layout = new MessageLayout(size, 128);
        int there = layout.sequenceOffset(Direction.FORK_TO_PEER);
        int back = layout.sequenceOffset(Direction.PEER_TO_FORK);
        assertThat(back - there).isGreaterThanOrEqualTo(128);
        assertThat(there % 8).isZero();
        assertThat(back + 8).isLessThanOrEqualTo(layout.controlOffset(Direction.FORK_TO_PEER));
        assertThat(layout.controlOffset(Direction.PEER_TO_FORK) + 128).isLessThanOrEqualTo(layout.regionBytes());
        assertThat(layout.controlOffset(Direction.FORK_TO_PEER) % 64).isZero();
        assertThat(MessageLayout.refusesSize(size)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-8, 0, 4, 12, (1 << 20) + 8})
    void sizesThatDoNotFitAreRefusedWithTheLimits(int size) {
        assertThat(MessageLayout.refusesSize(size)).hasValueSatisfying(reason -> assertThat(reason)
                .startsWith("size " + size).contains("8 to 1048576 bytes", "multiple of 8"));
    }
}
