package ipc.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.osstats.CpuTimes;
import ipc.Harness;
import ipc.LastingObjects;
import ipc.transport.Endpoint;
import ipc.transport.Traffic;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Start, supervision and end of real peers. {@code TransportContractTest} tests the catalogue of transports. */
@Tag("faults-always")
@Timeout(Harness.HANGS_SECONDS)
class PeerProcessTest {
    @TempDir
    private Path work;

    private final LastingObjects lasting = new LastingObjects();

    @AfterEach
    void nothingIsLeft() throws IOException {
        lasting.assertNothingLeft();
        try (Stream<Path> files = Files.list(work)) {
            assertThat(files).isEmpty();
        }
        assertThat(ProcessHandle.current().children().filter(child -> commandLine(child).contains("PeerMain")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sysv/spin", "memfd/futex", "mmap/condvar"})
    void aMessageThatIsNotTheOneDueEndsThePeerWhichSaysWhy(String transport) {
        try (PeerProcess peer = start()) {
            Endpoint endpoint = play(peer, Transports.get(transport));
            Payload.fill(endpoint, 7);
            endpoint.send(7);
            assertThatThrownBy(endpoint::receive).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("died: exit code 1").hasMessageContaining("expected message 1, received 7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sysv/spin", "memfd/futex", "mmap/condvar"})
    void aDamagedMessageEndsThePeerWhichSaysWhere(String transport) {
        try (PeerProcess peer = start()) {
            Endpoint endpoint = play(peer, Transports.get(transport));
            Payload.fill(endpoint, 1);
            endpoint.outgoing().writeByte(17, (byte) (endpoint.outgoing().readByte(17) + 1));
            endpoint.send(1);
            assertThatThrownBy(endpoint::receive).hasMessageContaining("message 1 is damaged: the word at byte 16");
        }
    }

    @Test
    void whoAsksTheKernelAboutAPeerThatDiedHearsThatItDied() {
        try (PeerProcess peer = start()) {
            assertThat(peer.<Long>about(pid -> pid)).isEqualTo(peer.pid());
            assertThatThrownBy(() -> peer.about(pid -> {
                throw new IllegalArgumentException("another reason");
            })).hasMessage("another reason");
            ProcessHandle process = ProcessHandle.of(peer.pid()).orElseThrow();
            process.destroyForcibly();
            process.onExit().join();
            assertThatThrownBy(() -> peer.about(CpuTimes::ofThisProcessAnd)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("died: exit code 137, signal 9")
                    .hasRootCauseMessage("clock_getcpuclockid(" + peer.pid() + "): ESRCH (3), no such process or thread");
        }
    }

    @Tag("faults")
    @Test
    void anEchoThatNeverComesIsWaitedForTenSecondsAndItsPeerEnded() {
        // All at once, for each takes its ten seconds.
        List<CompletableFuture<Void>> waits = Stream.of("memfd/spin", "sysv/condvar", "mmap/futex", "pipe", "tcp")
                .map(Transports::get).map(transport -> CompletableFuture.runAsync(() -> {
                    try (PeerProcess peer = start()) {
                        // Nothing was sent, so nothing is echoed.
                        assertThatThrownBy(play(peer, transport)::receive).as(transport.name())
                                .isInstanceOf(IllegalStateException.class).hasMessageContaining("has been silent for 10 s");
                        assertThat(ProcessHandle.of(peer.pid()).filter(ProcessHandle::isAlive)).as(transport.name()).isEmpty();
                    }
                }, ownThread(transport))).toList();
        waits.forEach(CompletableFuture::join);
    }

    @Tag("faults")
    @Test
    void aPeerThatASignalStopsIsEnded() {
        // Seconds each, and so all at once: one of every way to wait.
        List<CompletableFuture<Void>> waits = Transports.usual().stream()
                .filter(transport -> transport.name().startsWith("sysv/"))
                .map(transport -> CompletableFuture.runAsync(() -> waitForAStoppedPeer(transport), ownThread(transport)))
                .toList();
        assertThat(waits).hasSizeGreaterThan(1);
        waits.forEach(CompletableFuture::join);
    }

    private static Executor ownThread(Transport transport) {
        return wait -> new Thread(wait, transport.name()).start();
    }

    private void waitForAStoppedPeer(Transport transport) {
        try (PeerProcess peer = start()) {
            Endpoint endpoint = play(peer, transport);
            Payload.fill(endpoint, 1);
            endpoint.send(1);
            Payload.verify(endpoint, 1, endpoint.receive());
            new ProcessBuilder("kill", "-STOP", Long.toString(peer.pid())).start().waitFor();
            while (!Files.readString(Path.of("/proc/" + peer.pid() + "/stat")).contains(") T ")) {
                Thread.onSpinWait();
            }
            Payload.fill(endpoint, 2);
            endpoint.send(2);
            assertThatThrownBy(endpoint::receive).as(transport.name()).isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "the peer (process " + peer.pid() + ") was stopped by a signal (SIGSTOP, or Ctrl-Z) for 5 s and has"
                                    + " been ended");
            assertThat(ProcessHandle.of(peer.pid()).map(ProcessHandle::isAlive).orElse(false)).isFalse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aJvmThatPrintsOnStandardOutputDoesNotConfuseTheHandshake() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(javaCommand());
        command.add(1, "-Xlog:gc*");
        command.addAll(List.of(PeerMain.class.getName()));
        Process peer = new ProcessBuilder(command).start();
        peer.getOutputStream().write("version 999\nsecret x\ngo\n".getBytes(StandardCharsets.US_ASCII));
        peer.getOutputStream().flush();
        Harness.await(peer);
        assertThat(new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("[gc")
                .doesNotContain(Handshake.ANSWER);
    }

    @Test
    void twoTransportsTakeTurnsAsTheForkSays() {
        try (PeerProcess peer = start()) {
            for (int allocation = 1; allocation <= 3; allocation++) {
                Link link = peer.open(Traffic.oneByOne(64), List.of(Transports.get("sysv/spin"), Transports.get("mmap/condvar")));
                link.play(RoleKind.ALTERNATING_ECHO);
                long number = 0;
                for (long block = 0; block < 100; block++) {
                    Endpoint endpoint = link.endpoint(Alternation.turn(block));
                    for (long left = 1 + block % 7; left > 0; left--) {
                        number++;
                        long word = left == 1 ? -number : number;
                        Payload.fill(endpoint, word);
                        endpoint.send(word);
                        Payload.verify(endpoint, word, endpoint.receive());
                    }
                }
                link.stop(link.endpoint(Alternation.turn(100)));
                link.close();
                assertThat(peer.sent()).isEqualTo(number * allocation);
            }
        }
    }

    @Test
    void theSourceTakesTurnsToo() {
        try (PeerProcess peer = start()) {
            MessageSource source = peer.openSource(PublishedMessage.BYTES + Endpoint.SEQUENCE_BYTES,
                    List.of(Transports.get("sysv/condvar"), Transports.get("mmap/condvar")));
            source.play(0);
            Endpoint[] endpoints = new Endpoint[2];
            for (long number = 1; number <= 40; number++) {
                int turn = source.nextTurn();
                assertThat(turn).isEqualTo(Alternation.turn(number - 1));
                assertThat(source.request()).isEqualTo(number);
                PublishedMessage.verify(source.endpoint(), number, source.receive());
                endpoints[turn] = source.endpoint();
            }
            source.stop();
            assertThat(endpoints[0]).isNotSameAs(endpoints[1]);
            assertThat(source.requested()).isEqualTo(40);
        }
    }

    @Test
    void aRequestOutOfTurnEndsThePeer() {
        try (PeerProcess peer = start()) {
            Transport transport = Transports.get("sysv/futex");
            Link link = peer.open(List.of(new Channel(transport, Traffic.toFork(64, 1)),
                    new Channel(transport, MessageSource.REQUESTS)));
            link.play(RoleKind.SOURCE, Schedule.CLOSED);
            link.endpoint(1).send(System.nanoTime());
            assertThat(link.endpoint(0).receive()).isEqualTo(1);
            link.endpoint(1).send(3);
            assertThatThrownBy(link.endpoint(0)::receive)
                    .hasMessageContaining("expected a request for message 2, received one for 3");
        }
    }

    /** Otherwise the slot could already hold the first word of the second play, and the message would go unnoticed. */
    @Test
    void aLinkOfSeveralSlotsIsPlayedOnOnceByRolesThatCountAnew() {
        try (PeerProcess peer = start()) {
            Transport transport = Transports.get("sysv/futex");
            playTwice(peer.open(Traffic.oneByOne(8), List.of(transport)), RoleKind.ECHO, 1, true);
            playTwice(peer.open(new Traffic(8, 2), List.of(transport)), RoleKind.ECHO, 1, false);
            playTwice(peer.open(Traffic.oneByOne(8), List.of(transport, transport)), RoleKind.ALTERNATING_ECHO, -1, false);
        }
    }

    private static void playTwice(Link link, RoleKind role, long word, boolean twice) {
        for (int play = 1; play <= (twice ? 2 : 1); play++) {
            link.play(role);
            link.endpoint(0).send(word);
            assertThat(link.endpoint(0).receive()).isEqualTo(word);
            link.stop(link.endpoint(link.endpoints().size() - 1));
        }
        if (!twice) {
            assertThatThrownBy(() -> link.play(role)).isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(role + " numbers its messages from 1 in every play");
        }
    }

    @Test
    void aMessageOnTheWrongTurnEndsThePeer() {
        try (PeerProcess peer = start()) {
            Link link = peer.open(Traffic.oneByOne(8), List.of(Transports.get("sysv/condvar"), Transports.get("mmap/condvar")));
            link.play(RoleKind.ALTERNATING_ECHO);
            link.endpoint(0).send(5);
            assertThatThrownBy(link.endpoint(0)::receive).hasMessageContaining("expected message -1, received 5");
        }
    }

    @Test
    void aPinnedPeerRunsWhereItWasTold() throws IOException {
        int cpu = net.openhft.affinity.Affinity.getAffinity().nextSetBit(0);
        try (PeerProcess peer = PeerProcess.start(work, OptionalInt.of(cpu), unnoticed -> {})) {
            assertThat(peer.sent()).isZero();
            long pid = peerOf(ProcessHandle.current()).pid();
            try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
                assertThat(tasks.filter(task -> allowed(task).equals(Integer.toString(cpu))).count()).isEqualTo(
                        Runtime.getRuntime().availableProcessors() == 1 ? tasksOf(pid) : 1);
            }
        }
    }

    @Test
    void aPeerThatCannotOpenTheTransportSaysSo() throws IOException, InterruptedException {
        Process peer = peerMain();
        Handshake handshake = new Handshake("secret", OptionalInt.empty());
        peer.getOutputStream().write((handshake.toLines() + "open 1 sysv/spin 64 1 1 -1\n").getBytes(StandardCharsets.US_ASCII));
        peer.getOutputStream().flush();
        assertThat(Harness.await(peer)).isEqualTo(1);
        assertThat(new String(peer.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("shmat(-1, NULL, 0): EINVAL");
        assertThat(new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).doesNotContain("open 1");
    }

    @Test
    void aPeerOfAnotherProtocolVersionRefuses() throws IOException, InterruptedException {
        Process peer = peerMain();
        peer.getOutputStream().write("version 999\nsecret x\ngo\n".getBytes(StandardCharsets.US_ASCII));
        peer.getOutputStream().flush();
        Harness.await(peer);
        assertThat(new String(peer.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("the fork uses protocol version 999, this peer 6");
    }

    @Test
    void aPeerLeavesAtOnceWhenItsOwnersPipeCloses() throws IOException, InterruptedException {
        Transport transport = Transports.get("sysv/spin");
        Transport.Created created = transport.create(Traffic.oneByOne(64), work, waited -> {});
        Process peer = peerMain();
        Handshake handshake = new Handshake(Handshake.newSecret(), OptionalInt.empty());
        peer.getOutputStream().write((handshake.toLines() + "open 1 sysv/spin 64 1 1 " + created.handle() + "\nplay 1 ECHO\n")
                .getBytes(StandardCharsets.US_ASCII));
        peer.getOutputStream().flush();
        BufferedReader answers = peer.inputReader();
        assertThat(List.of(answers.readLine(), answers.readLine()))
                .containsExactlyInAnyOrder(Handshake.ANSWER + handshake.readyLine(), Handshake.ANSWER + "open 1");
        // It spins in its role now; only the pipe can tell it.
        peer.getOutputStream().close();
        Harness.await(peer);
        assertThat(new String(peer.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("the fork has ended; this process ends too");
        created.endpoint().close();
    }

    @Test
    void aDeathThatNobodyNoticesIsReportedOnce() {
        List<String> reasons = new CopyOnWriteArrayList<>();
        try (PeerProcess peer = PeerProcess.start(work, OptionalInt.empty(), reasons::add)) {
            ProcessHandle.of(peer.pid()).orElseThrow().destroyForcibly();
            Harness.await("the report", () -> !reasons.isEmpty());
            assertThat(reasons).singleElement().asString()
                    .matches("(?s)the peer \\(process \\d+\\) died: exit code 137, signal 9\nits command: .*");
        }
    }

    @Test
    void aRegionCanBeClaimedOnce() {
        Transport transport = Transports.get("sysv/spin");
        Transport.Created created = transport.create(Traffic.oneByOne(64), work, waited -> {});
        Endpoint peer = transport.open(created.handle(), Traffic.oneByOne(64), waited -> {});
        assertThatThrownBy(() -> transport.open(created.handle(), Traffic.oneByOne(64), waited -> {}))
                .hasMessageContaining("is taken by process " + ProcessHandle.current().pid());
        peer.close();
        created.endpoint().close();
    }

    @Test
    void aHandshakeIsReadAsItWasWritten() throws IOException {
        Handshake handshake = new Handshake("s", OptionalInt.of(3));
        assertThat(Handshake.read(new java.io.BufferedReader(new java.io.StringReader(handshake.toLines()))))
                .isEqualTo(handshake);
        assertThatThrownBy(() -> Handshake.read(new java.io.BufferedReader(new java.io.StringReader("version 2\n"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Handshake.newSecret()).hasSize(32).isNotEqualTo(Handshake.newSecret());
    }

    private PeerProcess start() {
        return PeerProcess.start(work, OptionalInt.empty(), unnoticed -> {});
    }

    private static Endpoint play(PeerProcess peer, Transport transport) {
        Link link = peer.open(Traffic.oneByOne(64), List.of(transport));
        link.play(RoleKind.ECHO);
        return link.endpoint(0);
    }

    private static ProcessHandle peerOf(ProcessHandle owner) {
        return owner.children().filter(ProcessHandle::isAlive).filter(child -> commandLine(child).contains("PeerMain"))
                .findFirst()
                .orElseThrow();
    }

    /** The whole command line: ProcessHandle shows the first 4096 bytes only, and a class path may be longer. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static Process peerMain() throws IOException {
        List<String> command = new ArrayList<>(javaCommand());
        command.add(PeerMain.class.getName());
        return new ProcessBuilder(command).start();
    }

    private static List<String> javaCommand() {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData",
                "-XX:+IgnoreUnrecognizedVMOptions", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"));
    }

    private static String allowed(Path task) {
        try (Stream<String> lines = Files.lines(task.resolve("status"))) {
            return lines.filter(line -> line.startsWith("Cpus_allowed_list:")).findFirst().orElse(":")
                    .split(":", 2)[1].strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static long tasksOf(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return tasks.count();
        }
    }
}
