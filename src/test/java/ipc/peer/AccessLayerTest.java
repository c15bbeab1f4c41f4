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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transports that access the words of two regions without Chronicle Bytes. Each one is also tested against the usual access. */
@Timeout(Harness.HANGS_SECONDS)
class AccessLayerTest {
    private static final int FIRST_FOREIGN_JDK = 22;
    private static final int MESSAGES = 20_000;

    @TempDir
    private Path work;

    static Stream<Transport> ways() {
        return Transports.list().stream().filter(transport -> transport.name().matches(".*-(varhandle|ffm)"));
    }

    static Stream<Transport> waysOfThisJdk() {
        return ways().filter(transport -> transport.unavailable().isEmpty());
    }

    @Test
    void theyAreListedButNotAmongTheOrdinaryOnes() {
        assertThat(ways().map(Transport::name)).containsExactly("sysv/spin-varhandle", "sysv/spin-ffm", "sysv/futex-ffm",
                "mmap/spin-varhandle", "mmap/spin-ffm", "mmap/futex-ffm");
        assertThat(Transports.usual()).doesNotContainAnyElementsOf(ways().toList());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatNeedsALaterJdkSaysSo(Transport way) {
        int jdk = Runtime.version().feature();
        if (way.name().endsWith("-ffm") && jdk < FIRST_FOREIGN_JDK) {
            assertThat(way.unavailable()).contains("the foreign-memory API needs JDK 22 or later, and this is JDK " + jdk);
        } else {
            assertThat(way.unavailable()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aPayloadIsRefusedAsItWouldTakeTheUsualWay(Transport way) {
        assertThat(way.unsupportedSize(8)).isEmpty();
        assertThat(way.unsupportedSize(12)).hasValueSatisfying(reason -> assertThat(reason).contains("a multiple of 8"));
        assertThat(way.unsupportedSize(64)).hasValueSatisfying(reason -> assertThat(reason).startsWith("size 64: ")
                .contains("use size 8, which has no payload"));
        assertThatThrownBy(() -> way.create(Traffic.oneByOne(64), work, waited -> {}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("size 64: ");
    }

    @Test
    void everyMessageComesBackInOrderAlsoWhereBothWaysTakeTurns() {
        try (PeerProcess peer = PeerProcess.start(work, OptionalInt.empty(), unnoticed -> {})) {
            for (Transport way : waysOfThisJdk().toList()) {
                Transport usual = Transports.get(way.name().replaceAll("-(varhandle|ffm)$", ""));
                Link link = peer.open(Traffic.oneByOne(8), List.of(usual, way));
                link.play(RoleKind.ALTERNATING_ECHO);
                int messages = MESSAGES / (way.blocks() ? 10 : 1);
                long block = 0;
                for (long sequence = 1; sequence <= messages; sequence++) {
                    // Every message is a block, and says so.
                    exchange(link.endpoint(Alternation.turn(block++)), -sequence);
                }
                link.stop(link.endpoint(Alternation.turn(block)));
                link.close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("waysOfThisJdk")
    void twoSidesMeetThroughDifferentWays(Transport way) {
        Transport usual = Transports.get(way.name().replaceAll("-(varhandle|ffm)$", ""));
        Transport.Created created = way.create(Traffic.oneByOne(8), work, waited -> {});
        Endpoint other = usual.open(created.handle(), Traffic.oneByOne(8), waited -> {});
        created.endpoint().send(Long.MIN_VALUE + 1);
        assertThat(other.receive()).isEqualTo(Long.MIN_VALUE + 1);
        other.send(7);
        assertThat(created.endpoint().receive()).isEqualTo(7);
        other.close();
        created.endpoint().close();
    }

    /** The transports over one region only: the region does not matter to how its words are accessed. */
    static Stream<Transport> waysToOneRegion() {
        return waysOfThisJdk().filter(way -> way.name().startsWith("mmap/"));
    }

    @ParameterizedTest
    @MethodSource("waysToOneRegion")
    void aPeerKilledMidStreamIsNoticedWithItsReason(Transport way) {
        try (PeerProcess victim = PeerProcess.start(work, OptionalInt.empty(), unnoticed -> {})) {
            Link link = victim.open(Traffic.oneByOne(8), List.of(way));
            link.play(RoleKind.ECHO);
            exchange(link.endpoint(0), 1);
            ProcessHandle.of(victim.pid()).orElseThrow().destroyForcibly();
            assertThatThrownBy(() -> {
                for (long sequence = 2;; sequence++) {
                    exchange(link.endpoint(0), sequence);
                }
            }).hasMessageStartingWith("the peer (process " + victim.pid() + ") died: exit code 137, signal 9");
        }
    }

    private static void exchange(Endpoint endpoint, long word) {
        endpoint.send(word);
        assertThat(endpoint.receive()).isEqualTo(word);
    }
}
