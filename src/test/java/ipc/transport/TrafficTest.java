package ipc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.transport.WireEndpoint.Waiting;
import org.junit.jupiter.api.Test;

class TrafficTest {
    @Test
    void trafficInNoDirectionIsRefused() {
        for (int[] windows : new int[][] {{0, 0}, {-1, 1}, {1, -1}}) {
            assertThatThrownBy(() -> new Traffic(64, windows[0], windows[1])).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "window " + Math.min(windows[0], windows[1]) + ": at least one message must be allowed to be under"
                                    + " way");
        }
    }

    /** A sender to which nothing ever comes has nothing to take in: it may wait inside the call. */
    @Test
    void aSendWaitsInItsCallUnlessBothSidesMayWaitForEachOther() {
        assertThat(Waiting.of(false, Traffic.oneByOne(64))).isEqualTo(Waiting.BLOCKING);
        assertThat(Waiting.of(false, Traffic.toPeer(64, 8))).isEqualTo(Waiting.BLOCKING);
        assertThat(Waiting.of(false, Traffic.toFork(64, 8))).isEqualTo(Waiting.BLOCKING);
        assertThat(Waiting.of(false, new Traffic(64, 8))).isEqualTo(Waiting.BLOCKING_TO_RECEIVE);
        assertThat(Waiting.of(true, Traffic.toPeer(64, 8))).isEqualTo(Waiting.SPINNING);
    }

    /** 64 datagrams of 4096 bytes take 8192 each and book-keeping; a quarter of the buffer may be given back late. */
    @Test
    void whatUdpsReceiveBufferCannotHoldIsRefusedWithTheLimit() {
        Traffic stream = Traffic.toPeer(4096, 64);
        long needed = 64L * (8192 + 1024) * 4 / 3;
        assertThat(UdpTransport.unsupportedWindow(stream, needed)).isEmpty();
        assertThat(UdpTransport.unsupportedWindow(stream, needed - 1))
                .contains("udp: 64 messages of 4096 bytes under way take a receive"
                        + " buffer of " + needed + " bytes, and net.core.rmem_max allows " + (needed - 1)
                        + ": what did not fit would be lost");
        // As most machines are set up: net.core.rmem_max 212992, of which the kernel gives twice.
        assertThat(UdpTransport.unsupportedWindow(stream, 2 * 212_992)).isPresent();
        assertThat(UdpTransport.unsupportedWindow(Traffic.oneByOne(65_504), 2 * 212_992)).isEmpty();
    }
}
