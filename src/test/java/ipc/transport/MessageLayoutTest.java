package ipc.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.transport.MessageLayout.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageLayoutTest {
    @Test
    void aMessageOf64BytesIsOneCacheLineWithItsSequenceWordLast() {
        MessageLayout layout = new MessageLayout(Traffic.oneByOne(64), 128);
        assertThat(layout.payloadOffset(Direction.FORK_TO_PEER, 0)).isEqualTo(128);
        assertThat(layout.sequenceOffset(Direction.FORK_TO_PEER, 0)).isEqualTo(128 + 56);
        assertThat(layout.payloadOffset(Direction.PEER_TO_FORK, 0)).isEqualTo(256);
        assertThat(layout.controlOffset(Direction.FORK_TO_PEER, 0)).isEqualTo(384);
        assertThat(layout.controlOffset(Direction.PEER_TO_FORK, 0)).isEqualTo(512);
        assertThat(layout.regionBytes()).isEqualTo(640);
    }

    @Test
    void aMessageOf8BytesIsItsSequenceWord() {
        MessageLayout layout = new MessageLayout(Traffic.oneByOne(8), 0);
        assertThat(layout.payloadBytes()).isZero();
        assertThat(layout.sequenceOffset(Direction.FORK_TO_PEER, 0)).isEqualTo(128);
        assertThat(layout.sequenceOffset(Direction.PEER_TO_FORK, 0)).isEqualTo(256);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 64, 72, 128, 136, 4096, 1 << 20})
    void sequenceWordsAreAlignedAndOnSeparateCacheLines(int size) {
        MessageLayout layout = new MessageLayout(Traffic.oneByOne(size), 128);
        long there = layout.sequenceOffset(Direction.FORK_TO_PEER, 0);
        long back = layout.sequenceOffset(Direction.PEER_TO_FORK, 0);
        assertThat(back - there).isGreaterThanOrEqualTo(128);
        assertThat(there % 8).isZero();
        assertThat(back + 8).isLessThanOrEqualTo(layout.controlOffset(Direction.FORK_TO_PEER, 0));
        assertThat(layout.controlOffset(Direction.PEER_TO_FORK, 0) + 128).isLessThanOrEqualTo(layout.regionBytes());
        assertThat(layout.controlOffset(Direction.FORK_TO_PEER, 0) % 64).isZero();
        assertThat(MessageLayout.unsupportedSize(size)).isEmpty();
    }

    @Test
    void eachMessageOfAWindowHasItsOwnSlotAndControlBytes() {
        MessageLayout layout = new MessageLayout(new Traffic(72, 3), 40);
        assertThat(layout.payloadOffset(Direction.FORK_TO_PEER, 2)).isEqualTo(128 + 2 * 128);
        assertThat(layout.payloadOffset(Direction.PEER_TO_FORK, 0)).isEqualTo(128 + 3 * 128);
        assertThat(layout.sequenceOffset(Direction.PEER_TO_FORK, 2)).isEqualTo(128 + 5 * 128 + 64);
        assertThat(layout.controlOffset(Direction.FORK_TO_PEER, 0)).isEqualTo(128 + 6 * 128);
        assertThat(layout.controlOffset(Direction.PEER_TO_FORK, 1)).isEqualTo(128 + 10 * 128);
        assertThat(layout.regionBytes()).isEqualTo(128 + 12 * 128);
    }

    @Test
    void anUnusedDirectionHasNoSlots() {
        MessageLayout there = new MessageLayout(Traffic.toPeer(1 << 20, 4), 40);
        assertThat(there.window(Direction.PEER_TO_FORK)).isZero();
        assertThat(there.payloadOffset(Direction.FORK_TO_PEER, 3)).isEqualTo(128 + 3 * (1 << 20));
        assertThat(there.controlOffset(Direction.FORK_TO_PEER, 0)).isEqualTo(128 + 4 * (1 << 20));
        assertThat(there.regionBytes()).isEqualTo(128 + 4 * (1 << 20) + 4 * 128);
        MessageLayout back = new MessageLayout(Traffic.toFork(1 << 20, 4), 40);
        assertThat(back.payloadOffset(Direction.PEER_TO_FORK, 3)).isEqualTo(128 + 3 * (1 << 20));
        assertThat(back.regionBytes()).isEqualTo(there.regionBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {-8, 0, 4, 12, (1 << 20) + 8})
    void wrongSizesAreUnsupportedAndTheReasonNamesTheLimits(int size) {
        assertThat(MessageLayout.unsupportedSize(size)).hasValueSatisfying(reason -> assertThat(reason)
                .startsWith("size " + size).contains("8 to 1048576 bytes", "multiple of 8"));
    }
}
