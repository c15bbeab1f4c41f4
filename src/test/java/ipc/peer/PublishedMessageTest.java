package ipc.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.transport.Endpoint;
import ipc.transport.Traffic;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedMessageTest {
    @TempDir
    private Path work;

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 36, 56, 63, 4087})
    void damageIsNoticedAnywhereInALongerMessage(int damagedByte) {
        Traffic traffic = Traffic.oneByOne(4096);
        Transport transport = Transports.get("memfd/spin");
        Transport.Created created = transport.create(traffic, work, waited -> {});
        try (Endpoint from = created.endpoint(); Endpoint to = transport.open(created.handle(), traffic, waited -> {})) {
            PublishedMessage.write(from, 1);
            from.send(1);
            PublishedMessage.verify(to, 1, to.receive());
            assertThat(PublishedMessage.stampNanos(to)).isPositive();
            // Between 36 and 40 there is nothing.
            if (damagedByte != 36) {
                to.incoming().writeByte(damagedByte, (byte) (to.incoming().readByte(damagedByte) ^ 64));
                assertThatThrownBy(() -> PublishedMessage.verify(to, 1, 1)).isInstanceOf(IllegalStateException.class)
                        .hasMessageMatching("(expected message 1, received 1 with id 65|message 1 is damaged: .*)");
            }
        }
    }

    @Test
    void aSourceFillsALongerMessageInAClosedLoop() {
        try (PeerProcess peer = PeerProcess.start(work, OptionalInt.empty(), unnoticed -> {})) {
            MessageSource source = peer.openSource(4096, List.of(Transports.get("sysv/futex")));
            source.play(Schedule.CLOSED);
            Endpoint endpoint = source.endpoint();
            long last = 0;
            for (long number = 1; number <= 1000; number++) {
                assertThat(source.request()).isEqualTo(number);
                PublishedMessage.verify(endpoint, number, source.receive());
                assertThat(PublishedMessage.stampNanos(endpoint)).isGreaterThanOrEqualTo(last);
                last = PublishedMessage.stampNanos(endpoint);
            }
            source.stop();
            assertThat(peer.sent()).isEqualTo(1000);
        }
    }
}
