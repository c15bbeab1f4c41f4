package ipc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.transport.WireEndpoint.Waiting;
import org.junit.jupiter.api.Test;

class TrafficTest {
    @Test
    void trafficMustUseADirection() {
        for (int[] windows : new int[][] {{0, 0}, {-1, 1}, {1, -1}}) {
            assertThatThrownBy(() -> new Traffic(64, windows[0], windows[1])).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "window " + Math.min(windows[0], windows[1]) + ": must allow at least one message in flight");
        }
    }

    /** A side that only sends has nothing to receive, so its send may wait inside the call. */
    @Test
    void aSendWaitsInItsCallUnlessBothSidesCouldBlockEachOther() {
        assertThat(Waiting.of(false, Traffic.oneByOne(64))).isEqualTo(Waiting.BLOCKING);
        assertThat(Waiting.of(false, Traffic.toPeer(64, 8))).isEqualTo(Waiting.BLOCKING);
        assertThat(Waiting.of(false, Traffic.toFork(64, 8))).isEqualTo(Waiting.BLOCKING);
        assertThat(Waiting.of(false, new Traffic(64, 8))).isEqualTo(Waiting.BLOCKING_TO_RECEIVE);
        assertThat(Waiting.of(true, Traffic.toPeer(64, 8))).isEqualTo(Waiting.SPINNING);
    }

    /** 64 datagrams of 4096 bytes need 8192 bytes each plus bookkeeping. A quarter of the buffer may be returned late. */
    @Test
    void aWindowBeyondTheUdpReceiveBufferIsUnsupported() {
        Traffic stream = Traffic.toPeer(4096, 64);
        long needed = 64L * (8192 + 1024) * 4 / 3;
        assertThat(UdpTransport.unsupportedWindow(stream, needed)).isEmpty();
        assertThat(UdpTransport.unsupportedWindow(stream, needed - 1))
                .contains("udp: 64 messages of 4096 bytes in flight need a receive"
                        + " buffer of " + needed + " bytes, but net.core.rmem_max allows " + (needed - 1)
                        + "; the rest would be lost");
        // Most machines have net.core.rmem_max = 212992, and the kernel doubles it.
        assertThat(UdpTransport.unsupportedWindow(stream, 2 * 212_992)).isPresent();
        assertThat(UdpTransport.unsupportedWindow(Traffic.oneByOne(65_504), 2 * 212_992)).isEmpty();
    }
}
