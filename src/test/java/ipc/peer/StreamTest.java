package ipc.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.Harness;
import ipc.transport.Endpoint;
import ipc.transport.Traffic;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ObjLongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One-way streams to a sink in another process. */
@Timeout(Harness.HANGS_SECONDS)
class StreamTest {
    private static final int BLOCK = 2;

    @TempDir
    private Path work;

    @Test
    void everyMessageIsVerifiedInOrderWhateverSizeAndWindowAndHoweverOftenItPlays() {
        try (PeerProcess peer = start()) {
            for (String name : List.of("sysv/yield", "mmap/condvar", "memfd/futex")) {
                for (int[] sizeAndWindow : new int[][] {{8, 1}, {8, 64}, {64, 2}, {64, 3}, {4096, 7}, {1 << 20, 2}}) {
                    try (MessageStream stream = peer.openStream(sizeAndWindow[0], sizeAndWindow[1],
                            Transports.get(name))) {
                        // As many as fill the ring exactly, one more, one less, none at all.
                        for (int messages : new int[] {sizeAndWindow[1], sizeAndWindow[1] - 1, 0, 0, sizeAndWindow[1] + 1, 100}) {
                            long before = peer.sent();
                            stream.play();
                            for (int message = 0; message < messages; message++) {
                                stream.send();
                            }
                            assertThat(stream.sent()).isEqualTo(messages);
                            stream.stop();
                            assertThat(peer.sent() - before).as(name + " " + sizeAndWindow[1]).isEqualTo(messages);
                        }
                    }
                }
            }
        }
    }

    /** Stream and acknowledgements use two instances of the same transport, for every transport. */
    @Test
    void everyTransportThatThisMachineHasCarriesAStream() {
        try (PeerProcess peer = start()) {
            for (Transport transport : Transports.list()) {
                int size = transport.unsupportedSize(64).isEmpty() ? 64 : Endpoint.SEQUENCE_BYTES;
                if (transport.unavailable().isEmpty()) {
                    long before = peer.sent();
                    try (MessageStream stream = peer.openStream(size, 8, transport)) {
                        stream.play();
                        for (int message = 0; message < 500; message++) {
                            stream.send();
                        }
                        stream.stop();
                    }
                    assertThat(peer.sent() - before).as(transport.name()).isEqualTo(500);
                }
            }
        }
    }

    /** A throughput iteration begins and ends with a settled stream. */
    @Test
    void settledEveryMessageSentHasBeenVerified() {
        try (PeerProcess peer = start()) {
            for (int window : new int[] {1, 2, 5, 64}) {
                try (MessageStream stream = peer.openStream(64, window, Transports.get("sysv/futex"))) {
                    stream.play();
                    long before = peer.sent();
                    long sent = 0;
                    for (int messages = 0; messages < 2 * window + 3; messages++) {
                        for (int message = 0; message < messages; message++) {
                            stream.send();
                        }
                        stream.settle();
                        assertThat(peer.sent() - before).isEqualTo(stream.sent()).isGreaterThan(sent);
                        assertThat(stream.sent() % stream.block()).isZero();
                        sent = stream.sent();
                    }
                    stream.stop();
                    assertThat(peer.sent() - before).isEqualTo(sent);
                }
            }
        }
    }

    /** A sender without room waits inside its call. It need not receive anything meanwhile, so this cannot deadlock. */
    @Test
    void whatIsUnderWayMayBeMoreThanTheKernelHolds() {
        try (PeerProcess peer = start()) {
            for (String name : List.of("pipe", "uds-stream", "uds-seqpacket", "tcp", "sysv-mq", "posix-mq", "pipe/spin")) {
                Transport transport = Transports.get(name);
                int size = transport.unsupportedSize(32_768).isEmpty() ? 32_768 : 4096;
                if (transport.unavailable().isEmpty() && transport.unsupportedSize(size).isEmpty()) {
                    long before = peer.sent();
                    try (MessageStream stream = peer.openStream(size, 1024, transport)) {
                        stream.play();
                        for (int message = 0; message < 3000; message++) {
                            stream.send();
                        }
                        stream.stop();
                    }
                    assertThat(peer.sent() - before).as(name).isEqualTo(3000);
                }
            }
        }
    }

    @Test
    void aStreamThatCannotBeginThereEndsThePeerWhichSaysSo() {
        try (PeerProcess peer = start()) {
            Link link = peer.open(Traffic.oneByOne(8), List.of(Transports.get("sysv/futex")));
            link.play(RoleKind.SINK, 0, 1);
            assertThatThrownBy(link.endpoint(0)::receive)
                    .hasMessageContaining("first message 0, block 1: both must be at least 1");
        }
    }

    @Test
    void theSenderWaitsForEachAcknowledgementOnceTheWindowIsUsedUp() {
        try (PeerProcess peer = start(); MessageStream stream = peer.openStream(64, 8, Transports.get("sysv/futex"))) {
            assertThat(stream.block()).isEqualTo(4);
            stream.play();
            for (int message = 1; message <= 1000; message++) {
                assertThat(stream.send()).as("message " + message).isEqualTo(message > 8 && message % 4 == 1);
            }
            stream.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4, 'expected message 3, received 4'",
        "2, 'expected message 3, received 2'",
        "-9, 'expected message 3, received -9'"})
    void aLostOrRepeatedMessageEndsThePeerWhichSaysWhich(long third, String reason) {
        sendThreeAndFail((stream, due) -> {
            Payload.fill(stream, due == 3 ? third : due);
            stream.send(due == 3 ? third : due);
        }, reason);
    }

    @Test
    void aDamagedMessageEndsThePeerWhichSaysWhere() {
        sendThreeAndFail((stream, due) -> {
            Payload.fill(stream, due);
            if (due == 3) {
                stream.outgoing().writeByte(55, (byte) (stream.outgoing().readByte(55) + 1));
            }
            stream.send(due);
        }, "message 3 is damaged: the word at byte 48");
    }

    /** The first two messages form a block, which is acknowledged; the third one is damaged. */
    private void sendThreeAndFail(ObjLongConsumer<Endpoint> sender, String reason) {
        try (PeerProcess peer = start()) {
            Transport transport = Transports.get("sysv/futex");
            Link link = peer.open(List.of(new Channel(transport, Traffic.toPeer(64, 2 * BLOCK)),
                    new Channel(transport, Credit.ACKNOWLEDGEMENTS)));
            link.play(RoleKind.SINK, 1, BLOCK);
            sender.accept(link.endpoint(0), 1);
            sender.accept(link.endpoint(0), 2);
            assertThat(link.endpoint(1).receive()).isEqualTo(2);
            sender.accept(link.endpoint(0), 3);
            assertThatThrownBy(() -> link.endpoint(1).receive()).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("died: exit code 1").hasMessageContaining(reason);
        }
    }

    @Test
    void aWrongAcknowledgementIsNoticedByTheFork() {
        try (PeerProcess peer = start()) {
            Transport transport = Transports.get("sysv/futex");
            Link link = peer.open(List.of(new Channel(transport, Traffic.toPeer(64, 2)),
                    new Channel(transport, Credit.ACKNOWLEDGEMENTS)));
            link.play(RoleKind.SINK, 5, 1);
            Payload.fill(link.endpoint(0), 5);
            link.endpoint(0).send(5);
            // Its own numbers begin with 1.
            MessageStream stream = new MessageStream(link, 2);
            assertThatThrownBy(stream::stop).hasMessage("expected the peer's acknowledgement -1, received 5");
        }
    }

    @Test
    void aPeerKilledMidStreamIsNoticedWithItsReason() {
        for (String name : List.of("sysv/spin", "memfd/condvar")) {
            try (PeerProcess peer = start()) {
                MessageStream stream = peer.openStream(64, 16, Transports.get(name));
                stream.play();
                for (int message = 0; message < 1000; message++) {
                    stream.send();
                }
                ProcessHandle.of(peer.pid()).orElseThrow().destroyForcibly();
                assertThatThrownBy(() -> {
                    while (true) {
                        stream.send();
                    }
                }).isInstanceOf(RuntimeException.class).hasMessageContaining("died: exit code 137, signal 9");
            }
        }
    }

    private PeerProcess start() {
        return PeerProcess.start(work, OptionalInt.empty(), unnoticed -> {});
    }
}
