package ipc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ipc.Harness;
import ipc.LastingObjects;
import ipc.peer.Link;
import ipc.peer.MessageSource;
import ipc.peer.Payload;
import ipc.peer.PeerProcess;
import ipc.peer.PublishedMessage;
import ipc.peer.RoleKind;
import ipc.posix.IntervalSignal;
import ipc.wait.Liveness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every transport of the catalogue between this process and real peers. One peer serves all exchanges that do not end it. A
 * transport that is unavailable is skipped, and the test report gives the reason.
 *
 * <p>Number of messages: a million if a side spins on memory, 20000 if it yields or sleeps. A twentieth of that for optional
 * transports, for transports that spin on a system call, for sizes other than 64 bytes, and for windows. These options raise the
 * numbers: {@code -Dipc.spinningMessages=20000000 -Dipc.blockingMessages=1000000}. A busy machine exchanges fewer, but 200 at least.
 *
 * <p>The tests that kill a peer or send a wrong reply use every wait strategy over memfd, every region under futex, and every
 * transport that is not such a combination. The other combinations consist of the same parts.
 */
@Tag("once")
@Timeout(Harness.HANGS_SECONDS)
class TransportContractTest {
    private static final String CHOSEN = System.getProperty("ipc.transports");
    private static final int SPINNING_MESSAGES = Integer.getInteger("ipc.spinningMessages", 1_000_000);
    private static final int BLOCKING_MESSAGES = Integer.getInteger("ipc.blockingMessages", 20_000);
    /** So few if a CPU is wanted by others, because a message may take a time slice then. */
    private static final int FEWEST_MESSAGES = 200;
    /** A quiet machine needs half of this for all messages of a transport. A busy one stops here. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int OTHERS_SHARE = 20;
    private static final int USUAL_SIZE = 64;
    private static final int WINDOW = 8;
    private static final int PACED_MESSAGES = 50;
    private static final Liveness ALIVE = waited -> {};

    @TempDir
    private static Path work;

    private static LastingObjects lasting;
    private static PeerProcess peer;
    /** Starts the next peer while the present one is killed. */
    private static CompletableFuture<PeerProcess> nextVictim;

    @BeforeAll
    static void takeStock() {
        lasting = new LastingObjects();
    }

    @BeforeEach
    void startPeer() {
        if (peer == null) {
            peer = PeerProcess.start(work, OptionalInt.empty(), unnoticed -> {});
        }
    }

    @AfterAll
    static void nothingIsLeft() throws IOException {
        if (nextVictim != null) {
            nextVictim.join().close();
        }
        if (peer != null) {
            peer.close();
            peer = null;
        }
        lasting.assertNothingLeft();
        try (Stream<Path> files = Files.list(work)) {
            assertThat(files).isEmpty();
        }
    }

    static Stream<Transport> transports() {
        return chosen(Transports.list().stream());
    }

    /** Those that {@code -Dipc.transports=NAME,...} names; all of them if it is absent. */
    private static Stream<Transport> chosen(Stream<Transport> all) {
        if (CHOSEN == null) {
            return all;
        }
        Set<Transport> chosen = Stream.of(CHOSEN.split(",")).map(Transports::get).collect(Collectors.toSet());
        return all.filter(chosen::contains);
    }

    static Stream<Transport> blocking() {
        return transports().filter(Transport::blocks);
    }

    /** Transports that combine a region with a wait strategy. */
    static Stream<Transport> memory() {
        return chosen(Transports.groups().stream().flatMap(
                group -> group.transports().stream().filter(transport -> transport.name().startsWith(group.name() + "/"))));
    }

    static Stream<Transport> kernel() {
        return chosen(Transports.groups().stream().filter(group -> group.name().equals("kernel"))
                .flatMap(group -> group.transports().stream()));
    }

    /** Every region, every wait strategy and every other transport, but not all combinations. */
    static Stream<Transport> eachOnce() {
        Set<Transport> memory = memory().collect(Collectors.toSet());
        return transports()
                .filter(transport -> CHOSEN != null || !memory.contains(transport) || transport.name().startsWith("memfd/")
                        || transport.name().endsWith("/futex"));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("transports")
    void everyMessageComesBackWholeAndInOrder(Transport transport) {
        assumeThere(transport);
        long start = System.nanoTime();
        List<Integer> sizes = Stream.of(8, USUAL_SIZE, 4096).filter(size -> transport.unsupportedSize(size).isEmpty()).toList();
        for (int size : sizes) {
            long most = size == Math.min(USUAL_SIZE, sizes.get(sizes.size() - 1)) ? messages(transport)
                    : messages(transport) / OTHERS_SHARE;
            long before = peer.sent();
            long[] messages = {0};
            withLink(Traffic.oneByOne(size), transport, RoleKind.ECHO, endpoint -> {
                while (messages[0] < most && isTimeFor(messages[0], start)) {
                    exchange(endpoint, ++messages[0]);
                }
            });
            assertThat(peer.sent() - before).isEqualTo(messages[0]);
        }
    }

    /** Always for the fewest messages. For more of them only until the time is used up. */
    private static boolean isTimeFor(long messages, long startNanos) {
        return messages < FEWEST_MESSAGES || System.nanoTime() - startNanos < LONGEST_NANOS;
    }

    /** 64 bytes, or a word alone if the transport supports no other size. */
    private static int usualSize(Transport transport) {
        return transport.unsupportedSize(USUAL_SIZE).isPresent() ? Endpoint.SEQUENCE_BYTES : USUAL_SIZE;
    }

    private static int messages(Transport transport) {
        if (transport.needsOwnCpu() && Runtime.getRuntime().availableProcessors() == 1) {
            return FEWEST_MESSAGES;
        }
        // One that yields waits for a time slice where others want the CPU, as one that blocks waits to be woken.
        int messages = transport.needsOwnCpu() ? SPINNING_MESSAGES : BLOCKING_MESSAGES;
        // Each look of one that spins on a system call is one.
        boolean slow = transport.needsOwnCpu() && kernel().anyMatch(transport::equals);
        return transport.optional() || slow ? messages / OTHERS_SHARE : messages;
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("transports")
    void aWindowOfMessagesIsUnderWayInEitherDirection(Transport transport) {
        assumeThere(transport);
        assumeTrue(transport.unsupportedSize(USUAL_SIZE).isEmpty(), () -> "it carries no " + USUAL_SIZE + " bytes");
        long windows = messages(transport) / WINDOW / OTHERS_SHARE;
        withLink(new Traffic(USUAL_SIZE, WINDOW), transport, RoleKind.ECHO, endpoint -> {
            long start = System.nanoTime();
            for (long window = 0; window < windows && isTimeFor(window * WINDOW, start); window++) {
                long last = window * WINDOW;
                for (long sequence = last + 1; sequence <= last + WINDOW; sequence++) {
                    Payload.fill(endpoint, sequence);
                    endpoint.send(sequence);
                }
                for (long sequence = last + 1; sequence <= last + WINDOW; sequence++) {
                    Payload.verify(endpoint, sequence, endpoint.receive());
                }
            }
        });
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("transports")
    void bothSidesGiveBackWhatTheyOpened(Transport transport) {
        assumeThere(transport);
        if (nextVictim != null) {
            // Its start opens pipes in this process.
            nextVictim.join();
        }
        // The first link makes libraries open what they keep. The peer may still have the second one open.
        openAndClose(transport, 2);
        List<Long> before = descriptors();
        // Two of these cannot be hidden by one that is about to close.
        openAndClose(transport, 3);
        Harness.await("the file descriptors of both sides to be as few as before, " + before, () -> {
            List<Long> now = descriptors();
            return now.get(0) <= before.get(0) && now.get(1) <= before.get(1);
        });
    }

    private static void openAndClose(Transport transport, int links) {
        for (int link = 1; link <= links; link++) {
            withLink(Traffic.oneByOne(8), transport, RoleKind.ECHO, endpoint -> exchange(endpoint, 1));
        }
    }

    /** File descriptors that this process has open, and those of the peer. */
    private static List<Long> descriptors() {
        return Stream.of(ProcessHandle.current().pid(), peer.pid()).map(TransportContractTest::descriptors).toList();
    }

    /** Those that a transport can have opened. A JVM opens libraries and jars whenever it needs them. */
    private static long descriptors(long pid) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return descriptors.filter(TransportContractTest::isOfATransport).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfATransport(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.matches("(socket|pipe|anon_inode|/memfd|/dev/shm|.*ipc-roundtrip-).*|.* \\(deleted\\)|" + work + ".*");
        } catch (IOException e) {
            // Closed meanwhile.
            return false;
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("blocking")
    void theSourceSendsThePublishedMessageInOrderUntilStopped(Transport transport) {
        assumeThere(transport);
        int size = PublishedMessage.BYTES + Endpoint.SEQUENCE_BYTES;
        assumeTrue(transport.unsupportedSize(size).isEmpty(), () -> "it carries no " + size + " bytes");
        PeerProcess used = peer;
        peer = null;
        long before = used.sent();
        try (MessageSource source = used.openSource(size, List.of(transport))) {
            for (int play = 1; play <= 2; play++) {
                receivePaced(source);
            }
            assertThat(used.sent() - before).isEqualTo(2 * PACED_MESSAGES);
            peer = used;
        } finally {
            if (peer == null) {
                used.close();
            }
        }
    }

    private static void receivePaced(MessageSource source) {
        source.play(200_000);
        for (int message = 0; message < PACED_MESSAGES; message++) {
            long number = source.request();
            PublishedMessage.verify(source.endpoint(), number, source.receive());
            assertThat(PublishedMessage.stampNanos(source.endpoint())).isGreaterThanOrEqualTo(source.intendedNanos())
                    .isLessThanOrEqualTo(System.nanoTime());
        }
        source.stop();
    }

    @Tag("once")
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("eachOnce")
    void aPeerKilledMidStreamIsNoticedWithItsReason(Transport transport) {
        assumeThere(transport);
        int size = usualSize(transport);
        try (PeerProcess victim = nextVictim()) {
            Link link = victim.open(Traffic.oneByOne(size), List.of(transport));
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

    /** The waiting thread is interrupted by a signal that another thread received. */
    @Test
    void aWaitThatSomebodyElsesSignalInterruptsStillAsksAfterThePeer() {
        Set<Transport> memory = memory().collect(Collectors.toSet());
        List<Transport> waits = blocking().filter(transport -> transport.unavailable().isEmpty()
                && (transport.name().startsWith("memfd/") || !memory.contains(transport) && kernel().anyMatch(transport::equals)))
                .toList();
        if (CHOSEN == null) {
            assertThat(waits).extracting(Transport::name).contains("memfd/futex", "memfd/condvar", "pipe");
        }
        Liveness nobody = waited -> {
            throw new IllegalStateException("nobody will come");
        };
        CompletableFuture<?>[] all = waits.stream().map(transport -> CompletableFuture.runAsync(() -> {
            Transport.Created created = transport.create(Traffic.oneByOne(8), work, nobody);
            Endpoint other = transport.open(created.handle(), Traffic.oneByOne(8), ALIVE);
            created.onPeerOpened().run();
            try (IntervalSignal signal = new IntervalSignal(TimeUnit.MILLISECONDS.toNanos(100))) {
                signal.aimAtThisThread();
                assertThatThrownBy(created.endpoint()::receive).as(transport.name()).hasMessage("nobody will come");
            }
            other.close();
            created.endpoint().close();
        }, wait -> new Thread(wait, "waits").start())).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(all).orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static PeerProcess nextVictim() {
        PeerProcess victim = nextVictim == null ? PeerProcess.start(work, OptionalInt.empty(), unnoticed -> {})
                : nextVictim.join();
        nextVictim = CompletableFuture.supplyAsync(() -> PeerProcess.start(work, OptionalInt.empty(), unnoticed -> {}));
        return victim;
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("eachOnce")
    void aWrongReplyIsNoticedByTheFork(Transport transport) {
        assumeThere(transport);
        int size = usualSize(transport);
        Transport.Created created = transport.create(Traffic.oneByOne(size), work, ALIVE);
        Endpoint fork = created.endpoint();
        Endpoint other = transport.open(created.handle(), Traffic.oneByOne(size), ALIVE);
        created.onPeerOpened().run();
        // On a thread of its own: what a thread is sent may be waited for by itself only.
        CompletableFuture<Void> peer = CompletableFuture.runAsync(() -> {
            Payload.verify(other, 1, other.receive());
            Payload.fill(other, 1);
            if (size > Endpoint.SEQUENCE_BYTES) {
                other.outgoing().writeLong(8, 0);
            }
            other.send(1);
            Payload.verify(other, 2, other.receive());
            other.send(3);
            Payload.verify(other, 3, other.receive());
            other.send(1);
        }, work -> new Thread(work, "other side").start());
        exchange(fork, 1, received -> {
            if (size > Endpoint.SEQUENCE_BYTES) {
                assertThatThrownBy(() -> Payload.verify(fork, 1, received))
                        .hasMessageContaining("message 1 is damaged: the word at byte 8 is 0");
            }
        });
        exchange(fork, 2, received -> assertThatThrownBy(() -> Payload.verify(fork, 2, received))
                .hasMessage("expected message 2, received 3: the messages between are missing"));
        exchange(fork, 3, received -> assertThatThrownBy(() -> Payload.verify(fork, 3, received))
                .hasMessage("expected message 3, received 1: late or duplicated"));
        peer.join();
        other.close();
        fork.close();
    }

    private static void exchange(Endpoint endpoint, long sequence, LongConsumer reply) {
        Payload.fill(endpoint, sequence);
        endpoint.send(sequence);
        reply.accept(endpoint.receive());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("transports")
    void aSizeThatCannotBeCarriedIsRefusedWithItsLimit(Transport transport) {
        for (int size : new int[] {12, 0, -8, Integer.MAX_VALUE - 7}) {
            String reason = transport.unsupportedSize(size).orElseThrow(() -> new AssertionError("size " + size));
            assertThat(reason).contains(Integer.toString(size));
            assertThatThrownBy(() -> transport.create(Traffic.oneByOne(size), work, ALIVE))
                    .isInstanceOf(IllegalArgumentException.class).hasMessage(reason);
        }
    }

    /** Skips an unavailable transport; the test report gives the reason. */
    private static void assumeThere(Transport transport) {
        assumeTrue(transport.unavailable().isEmpty(), () -> transport.name() + ": " + transport.unavailable().orElse(""));
    }

    private interface Exchange {
        void on(Endpoint endpoint);
    }

    /** Has the shared peer play a role. A peer that has failed is not used again. */
    private static void withLink(Traffic traffic, Transport transport, RoleKind role, Exchange exchange) {
        PeerProcess used = peer;
        peer = null;
        try {
            Link link = used.open(traffic, List.of(transport));
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
