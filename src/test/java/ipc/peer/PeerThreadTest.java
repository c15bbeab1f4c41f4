package ipc.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.Harness;
import ipc.transport.Endpoint;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A thread in place of a peer, as the baseline uses it. */
@Timeout(Harness.HANGS_SECONDS)
class PeerThreadTest {
    /** Every wait strategy that is available on this machine. */
    static Stream<String> waits() {
        return Transports.list().stream().map(Transport::name).filter(name -> name.startsWith("memfd/"))
                .map(name -> name.substring(name.indexOf('/') + 1))
                .filter(wait -> Transports.betweenThreads(wait).orElseThrow().unavailable().isEmpty());
    }

    @Test
    void theUsualWaitsAreAmongThem() {
        assertThat(waits()).contains("spin", "yield", "futex", "condvar");
    }

    @ParameterizedTest
    @MethodSource("waits")
    void itEchoesAndCountsAsAProcessDoes(String wait) {
        for (int size : new int[] {8, 64, 1 << 20}) {
            try (PeerThread other = start(wait, size)) {
                for (int play = 1; play <= 2; play++) {
                    long before = other.sent();
                    other.play(RoleKind.ECHO);
                    for (long sequence = 1; sequence <= 100; sequence++) {
                        Payload.fill(other.endpoint(), sequence);
                        other.endpoint().send(sequence);
                        Payload.verify(other.endpoint(), sequence, other.endpoint().receive());
                    }
                    other.stop();
                    assertThat(other.sent() - before).isEqualTo(100);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spin", "condvar"})
    void whatEndsItIsSaidToWhoeverWaits(String wait) {
        try (PeerThread other = start(wait, 64)) {
            Endpoint endpoint = other.endpoint();
            other.play(RoleKind.ECHO);
            Payload.fill(endpoint, 1);
            endpoint.outgoing().writeByte(9, (byte) (endpoint.outgoing().readByte(9) + 1));
            endpoint.send(1);
            assertThatThrownBy(endpoint::receive).hasMessageContaining("the other thread died: ")
                    .hasMessageContaining("message 1 is damaged: the word at byte 8");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spin", "condvar"})
    void itEndsWhateverItWaitsFor(String wait) {
        PeerThread idle = start(wait, 64);
        PeerThread playing = start(wait, 64);
        playing.play(RoleKind.ECHO);
        idle.close();
        playing.close();
        Harness.await("the end of both threads", () -> !alive());
    }

    private static boolean alive() {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals("peer"));
    }

    private static PeerThread start(String wait, int size) {
        Transport transport = Transports.betweenThreads(wait).orElseThrow();
        assertThat(transport.name()).isEqualTo("thread/" + wait);
        assertThat(Transports.find(transport.name())).isEmpty();
        return PeerThread.start(transport, size, OptionalInt.empty());
    }
}
