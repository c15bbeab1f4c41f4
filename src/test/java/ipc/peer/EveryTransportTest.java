package ipc.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ipc.Harness;
import ipc.transport.Endpoint;
import ipc.transport.Traffic;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole catalogue, between this process and real peers. One peer serves all exchanges that it survives. More messages:
 * {@code -Dipc.spinningMessages=1000000 -Dipc.blockingMessages=1000000}.
 */
@Timeout(600)
class EveryTransportTest {
    private static final int SPINNING_MESSAGES = Integer.getInteger("ipc.spinningMessages", 200_000);
    private static final int BLOCKING_MESSAGES = Integer.getInteger("ipc.blockingMessages", 20_000);
    /** Where two sides that spin share a CPU, a message takes a time slice. */
    private static final int MESSAGES_ON_ONE_CPU = 200;
    private static final int OTHER_SIZES_SHARE = 20;

    @TempDir
    private static Path work;

    private static Set<String> segmentsBefore;
    private static Set<String> objectsBefore;
    private static PeerProcess peer;

    @BeforeAll
    static void takeStock() {
        segmentsBefore = Harness.segments();
        objectsBefore = Harness.sharedMemoryObjects();
    }

    @BeforeEach
    void startPeer() {
        if (peer == null) {
            peer = PeerProcess.start(work, OptionalInt.empty());
        }
    }

    @AfterAll
    static void nothingIsLeft() throws IOException {
        if (peer != null) {
            peer.close();
            peer = null;
        }
        assertThat(segmentsBefore).containsAll(Harness.segments());
        assertThat(objectsBefore).containsAll(Harness.sharedMemoryObjects());
        try (Stream<Path> files = Files.list(work)) {
            assertThat(files).isEmpty();
        }
    }

    static Stream<Transport> transports() {
        return Transports.ordinary().stream();
    }

    static Stream<Transport> blocking() {
        return transports().filter(Transport::blocks);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void everyMessageComesBackWholeAndInOrder(Transport transport) {
        assumeThere(transport);
        for (int size : new int[] {8, 64, 4096}) {
            int messages = size == 64 ? messages(transport) : messages(transport) / OTHER_SIZES_SHARE;
            long before = peer.sent();
            withLink(size, transport, RoleKind.ECHO, endpoint -> {
                for (long sequence = 1; sequence <= messages; sequence++) {
                    exchange(endpoint, sequence);
                }
            });
            assertThat(peer.sent() - before).isEqualTo(messages);
        }
    }

    private static int messages(Transport transport) {
        if (transport.needsOwnCpu() && Runtime.getRuntime().availableProcessors() == 1) {
            return MESSAGES_ON_ONE_CPU;
        }
        return transport.blocks() ? BLOCKING_MESSAGES : SPINNING_MESSAGES;
    }

    @ParameterizedTest
    @MethodSource("blocking")
    void theSourceSendsThePublishedMessageInOrderUntilStopped(Transport transport) {
        assumeThere(transport);
        for (int iteration = 1; iteration <= 3; iteration++) {
            long before = peer.sent();
            withLink(PublishedMessage.BYTES + Endpoint.SEQUENCE_BYTES, transport, RoleKind.SOURCE, endpoint -> {
                Schedule schedule = new Schedule(System.nanoTime() + 1_000_000, 200_000);
                schedule.write(endpoint);
                for (int message = 0; message < 50; message++) {
                    long number = message + 1;
                    endpoint.send(number);
                    PublishedMessage.verify(endpoint, number, endpoint.receive());
                    assertThat(PublishedMessage.stampNanos(endpoint)).isGreaterThanOrEqualTo(schedule.intendedNanos(message))
                            .isLessThanOrEqualTo(System.nanoTime());
                }
            });
            assertThat(peer.sent() - before).isEqualTo(50);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aPeerKilledMidStreamIsNoticedWithItsReason(Transport transport) {
        assumeThere(transport);
        try (PeerProcess victim = PeerProcess.start(work, OptionalInt.empty())) {
            Link link = victim.open(Traffic.oneByOne(64), List.of(transport));
            link.play(RoleKind.ECHO);
            Endpoint endpoint = link.endpoint(0);
            for (long sequence = 1; sequence <= 100; sequence++) {
                exchange(endpoint, sequence);
            }
            ProcessHandle.of(victim.pid()).orElseThrow().destroyForcibly();
            assertThatThrownBy(() -> {
                for (long sequence = 101;; sequence++) {
                    exchange(endpoint, sequence);
                }
            }).isInstanceOf(RuntimeException.class).hasMessageMatching("(?s)the peer \\(process " + victim.pid()
                    + "\\) died: exit code 137, signal 9\nits command: .*PeerMain.*");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aWrongReplyIsNoticedByTheFork(Transport transport) {
        assumeThere(transport);
        Transport.Created created = transport.create(Traffic.oneByOne(64), work, waited -> { });
        Endpoint fork = created.endpoint();
        Endpoint other = transport.open(created.descriptor(), Traffic.oneByOne(64), waited -> { });
        created.opened().run();
        Payload.fill(fork, 1);
        fork.send(1);
        Payload.verify(other, 1, other.receive());
        Payload.copy(other);
        other.outgoing().writeLong(8, 0);
        other.send(1);
        long received = fork.receive();
        assertThatThrownBy(() -> Payload.verify(fork, 1, received))
                .hasMessageContaining("message 1 is damaged: the word at byte 8 is 0");
        other.send(3);
        assertThatThrownBy(() -> Payload.verify(fork, 2, fork.receive())).hasMessage("message 2 was due, 3 came");
        other.close();
        fork.close();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aSizeThatCannotBeCarriedIsRefused(Transport transport) {
        assertThatThrownBy(() -> transport.create(Traffic.oneByOne(12), work, waited -> { })).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a multiple of 8");
    }

    /** A machine may lack one; then its reason stands in the test's report. */
    private static void assumeThere(Transport transport) {
        assumeTrue(transport.missing().isEmpty(), () -> transport.name() + ": " + transport.missing().orElse(""));
    }

    private interface Exchange {
        void on(Endpoint endpoint);
    }

    /** Has the common peer play a role; a peer that has failed is not used again. */
    private static void withLink(int size, Transport transport, RoleKind role, Exchange exchange) {
        PeerProcess used = peer;
        peer = null;
        try {
            Link link = used.open(Traffic.oneByOne(size), List.of(transport));
            link.play(role);
            exchange.on(link.endpoint(0));
            link.stop(link.endpoint(0));
            link.close();
            peer = used;
        } finally {
            if (peer == null) {
                used.close();
            }
        }
    }

    private static void exchange(Endpoint endpoint, long sequence) {
        Payload.fill(endpoint, sequence);
        endpoint.send(sequence);
        Payload.verify(endpoint, sequence, endpoint.receive());
    }
}
