package ipc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ipc.Harness;
import ipc.LastingObjects;
import ipc.cleanup.PrivateDirectory;
import ipc.peer.Link;
import ipc.peer.Payload;
import ipc.peer.PeerProcess;
import ipc.peer.RoleKind;
import ipc.posix.Socket;
import ipc.wait.Liveness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties that only the transports through the kernel have. {@code TransportContractTest} tests the others. */
@Timeout(Harness.HANGS_SECONDS)
class KernelTransportsTest {
    private static final int LARGEST = 1 << 20;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(100);

    @TempDir
    private Path work;

    private LastingObjects lasting;
    private Set<String> filesBefore;

    @BeforeEach
    void takeStock() {
        // The first queue starts the janitor, whose pipes stay.
        closed(Transports.get("sysv-mq"));
        lasting = new LastingObjects();
        filesBefore = openFiles();
    }

    private void closed(Transport transport) {
        if (transport.unavailable().isEmpty()) {
            transport.create(Traffic.oneByOne(8), work, waited -> {}).endpoint().close();
        }
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        lasting.assertNothingLeft();
        assertThat(openFiles()).isSubsetOf(filesBefore);
        try (Stream<Path> files = Files.list(work)) {
            assertThat(files).isEmpty();
        }
    }

    /** The open files of this process that a transport could have left open. */
    private static Set<String> openFiles() {
        Set<String> open = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            for (Path file : files.toList()) {
                try {
                    String target = Files.readSymbolicLink(file).toString();
                    if (target.startsWith("socket:") || target.startsWith("pipe:") || target.contains("ipc-roundtrip-")) {
                        open.add(target);
                    }
                } catch (IOException e) {
                    // Closed meanwhile.
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open;
    }

    static Stream<Transport> kernel() {
        return Transports.groups().stream().filter(group -> group.name().equals("kernel"))
                .flatMap(group -> group.transports().stream()).filter(transport -> transport.unavailable().isEmpty());
    }

    private static int largest(Transport transport) {
        int words = 1;
        int tooMany = LARGEST / Long.BYTES + 1;
        while (tooMany - words > 1) {
            int middle = (words + tooMany) / 2;
            if (transport.unsupportedSize(middle * Long.BYTES).isPresent()) {
                tooMany = middle;
            } else {
                words = middle;
            }
        }
        return words * Long.BYTES;
    }

    @ParameterizedTest
    @CsvSource({"posix-mq, fs.mqueue.msgsize_max", "sysv-mq, kernel.msgmax", "udp, a datagram has 65507",
        "signal, a signal's value", "uds-datagram, net.core.wmem_max", "uds-seqpacket, net.core.wmem_max"})
    void aSizeBeyondTheLimitIsRefusedWithTheLimit(String name, String limit) {
        Transport transport = Transports.get(name);
        assumeTrue(transport.unavailable().isEmpty());
        int most = largest(transport);
        assumeTrue(most < LARGEST, "this machine allows the largest message there is");
        String reason = "size " + (most + 8) + ": a message of " + name + " has " + most + " bytes at most, sequence word"
                + " included: ";
        assertThat(transport.unsupportedSize(most + 8).orElseThrow()).startsWith(reason).contains(limit);
        assertThatThrownBy(() -> transport.create(Traffic.oneByOne(most + 8), work, waited -> {}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(reason);
    }

    @Test
    void aWindowThatUdpCouldLoseFromIsRefusedWithTheLimit() {
        assumeTrue(Transports.get("udp").unavailable().isEmpty());
        Traffic tooMuch = new Traffic(65_504, 1024);
        String reason = Transports.get("udp").unsupported(tooMuch).orElseThrow();
        assertThatThrownBy(() -> Transports.get("udp").create(tooMuch, work, waited -> {}))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(reason);
        assertThat(reason).matches("udp: 1024 messages of 65504 bytes in flight need a receive buffer of \\d+ bytes,"
                + " but net.core.rmem_max allows \\d+; the rest would be lost");
    }

    /**
     * No machine has enough memory for so many messages. The transport must close what it had opened: see {@link #nothingIsLeft}.
     */
    @Test
    void whatFailsAfterItWasOpenedIsClosed() {
        Traffic tooMuch = new Traffic(1024, 1 << 30);
        // A signal's value is in no memory of ours; UDP refuses what could be lost before it opens anything.
        kernel().filter(transport -> !transport.name().startsWith("signal") && !transport.name().startsWith("udp"))
                .forEach(transport -> assertThatThrownBy(() -> transport.create(tooMuch, work, waited -> {}))
                        .as(transport.name()).isInstanceOf(OutOfMemoryError.class));
    }

    @Test
    void theLargestMessageCrossesWholeHoweverManyPiecesItTakes() {
        try (PeerProcess peer = start()) {
            for (Transport transport : kernel().toList()) {
                Link link = peer.open(Traffic.oneByOne(largest(transport)), List.of(transport));
                link.play(RoleKind.ECHO);
                for (long sequence = 1; sequence <= 5; sequence++) {
                    exchange(link.endpoint(0), sequence);
                }
                link.stop(link.endpoint(0));
                link.close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernel")
    void twoSidesThatBothSendAWindowNeverWaitForEachOther(Transport transport) {
        // More than a pipe, a queue or a socket holds by default; what UDP and signals hold is more than the window anyway.
        boolean socket = transport.name().startsWith("uds") || transport.name().startsWith("tcp");
        int size = Math.min(transport.name().startsWith("udp") ? 4096 : 8192, largest(transport));
        int window = socket ? 256 : 32;
        Traffic traffic = new Traffic(size, window);
        // Nothing is under way when the next window begins.
        Phaser emptied = new Phaser(2);
        withBothSides(transport, traffic, (fork, other) -> {
            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> sendAllThenReceive(other, window, emptied),
                    ownThread());
            sendAllThenReceive(fork, window, emptied);
            second.join();
        });
    }

    private static void sendAllThenReceive(Endpoint endpoint, int window, Phaser emptied) {
        for (int play = 0; play < 3; play++) {
            for (long sequence = 1; sequence <= window; sequence++) {
                Payload.fill(endpoint, sequence);
                endpoint.send(sequence);
            }
            for (long sequence = 1; sequence <= window; sequence++) {
                Payload.verify(endpoint, sequence, endpoint.receive());
            }
            emptied.arriveAndAwaitAdvance();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "uds-stream", "uds-seqpacket"})
    void aStrangerWhoConnectsFirstIsTurnedAway(String name) {
        Transport transport = Transports.get(name);
        assumeTrue(transport.unavailable().isEmpty());
        Socket.Kind kind = name.equals("tcp") ? Socket.Kind.TCP : name.equals("uds-stream") ? Socket.Kind.UNIX_STREAM
                : Socket.Kind.UNIX_SEQPACKET;
        Transport.Created created = transport.create(Traffic.oneByOne(64), work, waited -> {});
        byte[] address = addressIn(created.handle());
        try (Socket silent = Socket.open(kind); Socket guessing = Socket.open(kind); Socket late = Socket.open(kind)) {
            silent.connect(address);
            guessing.connect(address);
            guessing.sendBytes(new byte[16]);
            Endpoint other = transport.open(created.handle(), Traffic.oneByOne(64), waited -> {});
            created.onPeerOpened().run();
            // Told of the end, or of the bytes that nobody read.
            assertThat(silent.receiveBytes(8, 1000).bytes()).isEmpty();
            assertThatThrownBy(() -> late.connect(address)).hasMessageContaining("ECONNREFUSED");
            echoOnce(created.endpoint(), other);
            other.close();
        }
        created.endpoint().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "uds-datagram"})
    void aStrangersDatagramsAreThrownAway(String name) {
        Transport transport = Transports.get(name);
        assumeTrue(transport.unavailable().isEmpty());
        Transport.Created created = transport.create(Traffic.oneByOne(64), work, waited -> {});
        byte[] address = addressIn(created.handle());
        try (Socket stranger = Socket.open(name.equals("udp") ? Socket.Kind.UDP : Socket.Kind.UNIX_DATAGRAM)) {
            stranger.bindAnywhere();
            stranger.connect(address);
            stranger.sendBytes(new byte[16]);
            Endpoint other = transport.open(created.handle(), Traffic.oneByOne(64), waited -> {});
            stranger.sendBytes(new byte[64]);
            created.onPeerOpened().run();
            try {
                stranger.sendBytes(new byte[64]);
            } catch (RuntimeException e) {
                // Both are right: UDP throws it away at the receiver, Unix-domain sockets tell the sender.
                assertThat(e).hasMessageContaining("EPERM");
            }
            echoOnce(created.endpoint(), other);
            other.close();
        }
        created.endpoint().close();
    }

    private static byte[] addressIn(String handle) {
        return HexFormat.of().parseHex(handle.substring(0, handle.indexOf(':')));
    }

    private static void echoOnce(Endpoint fork, Endpoint other) {
        Payload.fill(fork, 1);
        fork.send(1);
        Payload.verify(other, 1, other.receive());
        Payload.fill(other, 1);
        other.send(1);
        Payload.verify(fork, 1, fork.receive());
    }

    @Test
    void aPeerThatDiesWhileASendHasNoRoomIsNoticedWithItsReason() {
        record Blocked(String transport, Traffic traffic) {
        }

        List<Blocked> all = List.of(new Blocked("pipe", Traffic.oneByOne(LARGEST)),
                new Blocked("pipe/spin", Traffic.oneByOne(LARGEST)), new Blocked("pipe", new Traffic(4096, 64)),
                new Blocked("uds-stream", Traffic.oneByOne(LARGEST)),
                new Blocked("uds-datagram", new Traffic(64, 4096)), new Blocked("posix-mq", new Traffic(64, 64)),
                new Blocked("sysv-mq", new Traffic(4096, 64)), new Blocked("sysv-mq/spin", new Traffic(4096, 64)),
                new Blocked("pipe", Traffic.toPeer(4096, 64)), new Blocked("uds-stream", Traffic.toPeer(4096, 1024)),
                new Blocked("uds-datagram", Traffic.toPeer(64, 4096)), new Blocked("tcp", Traffic.toPeer(LARGEST, 64)),
                new Blocked("posix-mq", Traffic.toPeer(64, 64)), new Blocked("sysv-mq", Traffic.toPeer(4096, 64)));
        try (PeerProcess victim = start()) {
            List<Endpoint> endpoints = new ArrayList<>();
            for (Blocked each : all) {
                endpoints.add(victim.open(each.traffic(), List.of(Transports.get(each.transport()))).endpoint(0));
            }
            List<CompletableFuture<Void>> sends = endpoints.stream()
                    .map(endpoint -> CompletableFuture.runAsync(() -> assertThatThrownBy(() -> sendForEver(endpoint))
                            .hasMessageStartingWith("the peer (process " + victim.pid()
                                    + ") died: exit code 137, signal 9"),
                            ownThread()))
                    .toList();
            CompletableFuture<Object> anyEnd = CompletableFuture.anyOf(sends.toArray(CompletableFuture<?>[]::new));
            assertThatThrownBy(() -> anyEnd.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            ProcessHandle.of(victim.pid()).orElseThrow().destroyForcibly();
            sends.forEach(CompletableFuture::join);
        }
    }

    private static void sendForEver(Endpoint endpoint) {
        for (long sequence = 1;; sequence++) {
            endpoint.send(sequence);
        }
    }

    /** A waiting endpoint reports to {@link Liveness}, again and again, how long it has waited. */
    @Test
    void anOtherSideThatIsAliveButSilentIsNotWaitedForForEver() {
        Liveness impatient = waited -> {
            if (waited > TimeUnit.SECONDS.toNanos(1)) {
                throw new IllegalStateException("silent");
            }
        };
        List<CompletableFuture<Void>> waits = new ArrayList<>();
        for (Transport transport : kernel().filter(Transport::blocks).toList()) {
            waits.add(CompletableFuture.runAsync(
                    () -> withBothSides(transport, 8, impatient,
                            endpoint -> assertThatThrownBy(endpoint::receive).as(transport.name()).hasMessage("silent")),
                    ownThread()));
        }
        waits.add(
                CompletableFuture.runAsync(
                        () -> withBothSides(Transports.get("pipe"), LARGEST, impatient,
                                endpoint -> assertThatThrownBy(() -> endpoint.send(1)).as("send").hasMessage("silent")),
                        ownThread()));
        waits.forEach(CompletableFuture::join);
    }

    private void withBothSides(Transport transport, int sizeBytes, Liveness liveness, Consumer<Endpoint> use) {
        Transport.Created created = transport.create(Traffic.oneByOne(sizeBytes), work, liveness);
        Endpoint other = transport.open(created.handle(), Traffic.oneByOne(sizeBytes), waited -> {});
        created.onPeerOpened().run();
        use.accept(created.endpoint());
        other.close();
        created.endpoint().close();
    }

    @Test
    void anOwnerThatIsKilledLeavesNoQueue() throws IOException, InterruptedException {
        assumeTrue(Transports.get("sysv-mq").unavailable().isEmpty());
        Process owner = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + work, "-cp", System.getProperty("java.class.path"), QueueOwner.class.getName(),
                work.toString()).start();
        String[] ids = owner.inputReader().readLine().split(",");
        assertThat(LastingObjects.queues()).contains(ids);
        owner.destroyForcibly().waitFor();
        Harness.await("the removal of the queues", () -> Set.of(ids).stream().noneMatch(LastingObjects.queues()::contains));
        Harness.await("the removal of the private directory", () -> work.toFile().list().length == 0);
    }

    /** A process that creates two queues and waits until it is ended. */
    static final class QueueOwner {
        public static void main(String[] arguments) throws InterruptedException {
            PrivateDirectory.get();
            Transport queues = Transports.get("sysv-mq");
            System.out.println(queues.create(Traffic.oneByOne(8), Path.of(arguments[0]), waited -> {}).handle());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @Test
    void aSideThatClosesWhileTheOtherLivesIsSaidToHave() {
        withBothSides(Transports.get("pipe"), Traffic.oneByOne(64), (fork, other) -> {
            other.close();
            assertThatThrownBy(fork::receive).hasMessageMatching(
                    "the other side has closed its end, though it is alive: read\\(\\d+, 64 bytes\\) returned 0");
        });
    }

    @Test
    void aSignalsSideIsOneThreads() {
        assumeTrue(Transports.get("signal").unavailable().isEmpty());
        withBothSides(Transports.get("signal"), Traffic.oneByOne(8), (fork, other) -> {
            CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> other.send(other.receive()), ownThread());
            fork.send(Long.MIN_VALUE);
            assertThat(fork.receive()).isEqualTo(Long.MIN_VALUE);
            echo.join();
            assertThatThrownBy(() -> CompletableFuture.runAsync(fork::receive, ownThread()).join())
                    .hasMessageContaining("cannot receive them");
        });
    }

    private interface BothSides {
        void use(Endpoint fork, Endpoint other);
    }

    private void withBothSides(Transport transport, Traffic traffic, BothSides user) {
        Liveness patience = waited -> assertThat(waited).as("nanoseconds waited").isLessThan(LONGEST_NANOS);
        Transport.Created created = transport.create(traffic, work, patience);
        Endpoint other = transport.open(created.handle(), traffic, patience);
        created.onPeerOpened().run();
        user.use(created.endpoint(), other);
        other.close();
        created.endpoint().close();
    }

    private static Executor ownThread() {
        return use -> new Thread(use, "other side").start();
    }

    private PeerProcess start() {
        return PeerProcess.start(work, OptionalInt.empty(), unnoticed -> {});
    }

    private static void exchange(Endpoint endpoint, long sequence) {
        Payload.fill(endpoint, sequence);
        endpoint.send(sequence);
        Payload.verify(endpoint, sequence, endpoint.receive());
    }
}
