package ipc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import ipc.Harness;
import ipc.LastingObjects;
import ipc.peer.Payload;
import ipc.ledger.CleanupLedger;
import ipc.cleanup.Orphan;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests specific to the transports of libraries. One thread plays both sides, so the number of free CPUs does not matter.
 * {@code TransportContractTest} uses real peers.
 */
@Timeout(Harness.HANGS_SECONDS)
class JavaTransportsTest {
    private static final int WINDOW = 40;
    private static final int MIB = 1 << 20;

    @TempDir
    private Path work;

    private LastingObjects lasting;

    static Stream<Transport> libraries() {
        return Transports.groups().stream().filter(group -> group.name().equals("libraries"))
                .flatMap(group -> group.transports().stream());
    }

    @BeforeEach
    void countFilesBefore() {
        lasting = new LastingObjects();
    }

    @AfterEach
    void noFileIsLeft() throws IOException {
        lasting.assertNothingLeft();
        try (Stream<Path> files = Files.list(work)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void theDescriptionShowsTheVersionOfTheJar() throws URISyntaxException {
        assertThat(Transports.get("aeron-ipc").description()).contains("Aeron " + version(io.aeron.Aeron.class, "aeron-client"));
        assertThat(Transports.get("agrona-ring").description()).contains("Agrona " + version(OneToOneRingBuffer.class, "agrona"));
        assertThat(Transports.get("chronicle-queue").description())
                .contains("Chronicle Queue " + version(ChronicleQueue.class, "chronicle-queue"));
        assertThat(Transports.get("mapped-bytes").description())
                .contains("Chronicle Bytes " + version(MappedBytes.class, "chronicle-bytes"));
    }

    /** The version in the name of the library's jar. */
    private static String version(Class<?> type, String artifact) throws URISyntaxException {
        String jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).getFileName().toString();
        assertThat(jar).matches(artifact + "-[0-9.]+\\.jar");
        return jar.substring(artifact.length() + 1, jar.length() - ".jar".length());
    }

    @Test
    void theySpinAndAreNotOptional() {
        assertThat(libraries()).allMatch(Transport::needsOwnCpu).noneMatch(Transport::blocks)
                .allMatch(Transports.usual()::contains);
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void aFullWindowFits(Transport transport) {
        for (int sizeBytes : new int[] {8, 64, 72, 9000, 70_000}) {
            try (Pair pair = open(transport, new Traffic(sizeBytes, WINDOW))) {
                long sequence = 0;
                for (int burst = 0; burst < 50; burst++) {
                    for (int message = 1; message <= WINDOW; message++) {
                        send(pair.fork, sequence + message);
                        send(pair.peer, -sequence - message);
                    }
                    for (int message = 1; message <= WINDOW; message++) {
                        receive(pair.peer, sequence + message);
                        receive(pair.fork, -sequence - message);
                    }
                    sequence += WINDOW;
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void oneWayTrafficNeedsOneDirection(Transport transport) {
        try (Pair there = open(transport, Traffic.toPeer(64, WINDOW)); Pair back = open(transport, Traffic.toFork(64, WINDOW))) {
            for (long sequence = 1; sequence <= 10 * WINDOW; sequence += WINDOW) {
                for (int message = 0; message < WINDOW; message++) {
                    send(there.fork, sequence + message);
                    send(back.peer, -sequence - message);
                }
                for (int message = 0; message < WINDOW; message++) {
                    receive(there.peer, sequence + message);
                    receive(back.fork, -sequence - message);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void theLongestMessageArrivesAndALongerOneIsUnsupported(Transport transport) {
        try (Pair pair = open(transport, Traffic.oneByOne(MIB))) {
            for (long sequence = 1; sequence <= 20; sequence++) {
                send(pair.fork, sequence);
                receive(pair.peer, sequence);
            }
        }
        assertThat(transport.unsupportedSize(MIB + 8))
                .hasValueSatisfying(reason -> assertThat(reason).contains("8 to 1048576 bytes"));
        assertThatThrownBy(() -> transport.create(Traffic.oneByOne(MIB + 8), work, waited -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTooLargeWindowIsUnsupportedAndTheReasonNamesTheLimit() {
        Traffic tooMuch = new Traffic(MIB, 1000);
        assertThat(Transports.get("aeron-ipc").unsupported(tooMuch))
                .contains("window 1000 of 1048576 bytes does not fit Aeron's longest term, 1073741824 bytes");
        assertThatThrownBy(() -> Transports.get("aeron-ipc").create(tooMuch, work, waited -> {}))
                .hasMessage("window 1000 of 1048576 bytes does not fit Aeron's longest term, 1073741824 bytes");
        assertThat(Transports.get("agrona-ring").unsupported(tooMuch))
                .contains("window 1000 of 1048576 bytes does not fit Agrona's largest ring, 1073741824 bytes");
        assertThat(Transports.get("chronicle-queue-tmpfs").unsupported(new Traffic(MIB, 1 << 30)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("Chronicle Queue needs room for "));
        assertThatThrownBy(() -> Transports.get("agrona-ring").create(tooMuch, work, waited -> {}))
                .hasMessage("window 1000 of 1048576 bytes does not fit Agrona's largest ring, 1073741824 bytes");
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void aMessageAllocatesNothing(Transport transport) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int messages = 20_000;
        try (Pair pair = open(transport, Traffic.oneByOne(64))) {
            roundTrips(pair, 1, messages);
            long before = threads.getCurrentThreadAllocatedBytes();
            roundTrips(pair, 1 + messages, messages);
            assertThat((threads.getCurrentThreadAllocatedBytes() - before) / messages).as("bytes for one").isZero();
        }
    }

    private static void roundTrips(Pair pair, long first, int count) {
        for (long sequence = first; sequence < first + count; sequence++) {
            send(pair.fork, sequence);
            receive(pair.peer, sequence);
            send(pair.peer, sequence);
            receive(pair.fork, sequence);
        }
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void aWaitingSideChecksTheOtherSide(Transport transport) {
        AtomicInteger asked = new AtomicInteger();
        Transport.Created created = transport.create(Traffic.oneByOne(64), work, waited -> {
            if (asked.incrementAndGet() == 4) {
                throw new IllegalStateException("the other side is gone");
            }
        });
        Endpoint peer = transport.open(created.handle(), Traffic.oneByOne(64), waited -> {});
        created.onPeerOpened().run();
        asked.set(0);
        long start = System.nanoTime();
        assertThatThrownBy(() -> created.endpoint().receive()).hasMessage("the other side is gone");
        assertThat(asked).hasValue(4);
        assertThat(System.nanoTime()).isGreaterThan(start);
        peer.close();
        created.endpoint().close();
    }

    @Test
    void aeronRemovesItsDirectoryAfterBothSidesAreConnected() {
        try (Pair pair = open(Transports.get("aeron-ipc"), Traffic.oneByOne(64))) {
            lasting.assertNothingLeft();
            roundTrips(pair, 1, 10);
        }
    }

    @Test
    void aFullFileIsFollowedByANewOneAndDeletedAfterReading() throws IOException {
        Transport queue = new ChronicleQueueTransport(false, 1L << 20);
        int messages = 6000;
        try (Pair pair = open(queue, Traffic.oneByOne(1024))) {
            for (long sequence = 1; sequence <= messages; sequence++) {
                send(pair.fork, sequence);
                receive(pair.peer, sequence);
            }
            Harness.await("the deletion of files that were read", () -> filesOfQueue() <= 2);
        }
    }

    private long filesOfQueue() {
        try (Stream<Path> files = Files.walk(work)) {
            List<String> names = files.filter(file -> file.getParent().endsWith("to-peer"))
                    .map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".cq4")).toList();
            assertThat(names).isNotEmpty();
            return names.size();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aQueueDirectoryIsPrivateAndMayHaveAnyName() throws IOException {
        Path directory = Files.createDirectory(work.resolve("größer than one word"));
        try (Pair pair = open(Transports.get("chronicle-queue"), Traffic.oneByOne(64), directory)) {
            roundTrips(pair, 1, 10);
            try (Stream<Path> made = Files.list(directory)) {
                assertThat(Files.getPosixFilePermissions(made.findFirst().orElseThrow()).toString())
                        .doesNotContain("GROUP", "OTHERS");
            }
        }
        Files.delete(directory);
    }

    @Test
    void aDirectoryThatCannotHoldAQueueIsUnsupported() {
        Transport queue = Transports.get("chronicle-queue");
        assertThat(queue.unsupportedDirectory(Traffic.oneByOne(64), work)).isEmpty();
        assertThat(queue.unsupportedDirectory(Traffic.oneByOne(64), Path.of("/proc")))
                .hasValueSatisfying(reason -> assertThat(reason).contains("/proc").contains("--mmap-dir"));
        assertThat(queue.unsupportedDirectory(new Traffic(MIB, 1 << 30), work)).hasValueSatisfying(
                reason -> assertThat(reason).contains("Chronicle Queue needs room for ").contains("`df " + work + "`"));
    }

    @Test
    void aDirectoryOfAKilledForkIsRemovedByItsLedgerEntry() throws IOException {
        Path privateDirectory = Files.createDirectories(work.resolve("private"));
        Path elsewhere = Files.createDirectory(privateDirectory.resolve(CleanupLedger.FOLDER));
        Path place = Files.createDirectory(work.resolve("place"));
        Optional<String> given = Optional.ofNullable(System.getProperty(CleanupLedger.PRIVATE));
        System.setProperty(CleanupLedger.PRIVATE, privateDirectory.toString());
        try {
            LibraryDirectory closed = LibraryDirectory.create(place);
            LibraryDirectory left = LibraryDirectory.create(place);
            Files.createDirectories(left.path().resolve("queue/deep"));
            Files.writeString(left.path().resolve("queue/deep/file"), "message");
            // A link without a target, as left by a kill between the two calls.
            Files.createSymbolicLink(elsewhere.resolve("early"), place.resolve("never-made"));
            closed.close();
            closed.close();
            assertThat(place).isDirectoryContaining(left.path()::equals);
            // The creator, which is this process, is alive, so nothing is removed.
            Orphan.removeFromEndedProcesses(privateDirectory);
            assertThat(left.path()).isDirectory();
            for (Orphan orphan : Orphan.of(privateDirectory)) {
                orphan.remove();
            }
            assertThat(place).isEmptyDirectory();
            assertThat(elsewhere).isEmptyDirectory();
            // The end of a run removes the folder.
            Files.delete(elsewhere);
            assertThatThrownBy(() -> LibraryDirectory.create(place))
                    .hasMessageStartingWith("cannot write the cleanup ledger: ");
            assertThat(place).isEmptyDirectory();
        } finally {
            given.ifPresentOrElse(value -> System.setProperty(CleanupLedger.PRIVATE, value),
                    () -> System.clearProperty(CleanupLedger.PRIVATE));
            Files.deleteIfExists(place);
            Files.deleteIfExists(elsewhere);
            Files.delete(privateDirectory);
        }
    }

    private Pair open(Transport transport, Traffic traffic) {
        return open(transport, traffic, work);
    }

    private static Pair open(Transport transport, Traffic traffic, Path directory) {
        assumeTrue(transport.unavailable().isEmpty(), () -> transport.unavailable().orElse(""));
        Transport.Created created = transport.create(traffic, directory, waited -> {});
        Endpoint peer = transport.open(created.handle(), traffic, waited -> {});
        created.onPeerOpened().run();
        return new Pair(created.endpoint(), peer);
    }

    private static void send(Endpoint endpoint, long sequence) {
        Payload.fill(endpoint, sequence);
        endpoint.send(sequence);
    }

    private static void receive(Endpoint endpoint, long sequence) {
        Payload.verify(endpoint, sequence, endpoint.receive());
    }

    /** Both sides in one process. */
    private record Pair(Endpoint fork, Endpoint peer) implements AutoCloseable {
        @Override
        public void close() {
            peer.close();
            fork.close();
        }
    }
}
