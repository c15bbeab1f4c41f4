package ipc.osstats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a {@code /proc} that the test has written. */
class OsStatsTest {
    private static final long FORK = 100;
    private static final long FORK_THREAD = 105;
    private static final long PEER = 200;
    private static final long PEER_THREAD = 201;

    @TempDir
    private Path root;

    private FakeProc proc;
    private final Reading reading = new Reading();

    @BeforeEach
    void makeTree() {
        proc = new FakeProc(root);
        proc.thread(FORK, FORK, "java", 1, 2);
        proc.thread(FORK, FORK_THREAD, "roundTrip-jmh-w", 5_000, 6_000);
        proc.measuring(FORK, FORK_THREAD, 11, 12, 13, 14);
        proc.thread(FORK, 106, "C2 CompilerThre", 70, 7);
        proc.thread(FORK, 107, "C1 CompilerThre", 30, 3);
        proc.thread(FORK, 108, "VM Thread", 20, 4);
        proc.thread(PEER, PEER, "java", 8, 0);
        proc.thread(PEER, PEER_THREAD, "java", 900, 90);
        proc.measuring(PEER, PEER_THREAD, 21, 22, 23, 24);
        proc.thread(PEER, 202, "GC Thread#0", 40, 5);
        proc.steal(3, 4);
    }

    private OsStats stats(Integer... cpus) {
        return new OsStats(new ProcessStats(proc.task(FORK), FORK_THREAD, () -> 1_000, () -> 600, null),
                new ProcessStats(proc.task(PEER), PEER_THREAD, () -> 2_000, null, () -> 948),
                proc.stat(), List.of(cpus), () -> 77);
    }

    @Test
    void everythingIsReadFromBothSides() {
        OsStats stats = stats(1);
        stats.list();
        stats.read(reading);
        assertThat(reading.fork.nanos).isEqualTo(1_000);
        assertThat(reading.fork.cpuNanos).isEqualTo(600);
        assertThat(reading.fork.waitNanos).isEqualTo(6_000);
        assertThat(reading.fork.voluntarySwitches).isEqualTo(11);
        assertThat(reading.fork.involuntarySwitches).isEqualTo(12);
        assertThat(reading.fork.minorFaults).isEqualTo(13);
        assertThat(reading.fork.majorFaults).isEqualTo(14);
        assertThat(reading.fork.compilerNanos).isEqualTo(100);
        assertThat(reading.fork.vmNanos).isEqualTo(20);
        assertThat(reading.fork.vmWaitNanos).isEqualTo(4);
        assertThat(reading.fork.otherNanos).isEqualTo(1);
        assertThat(reading.peer.vmNanos).isEqualTo(40);
        assertThat(reading.peer.otherNanos).isEqualTo(8);
        // The process's CPU time minus that of the other threads.
        assertThat(reading.peer.cpuNanos).isEqualTo(900);
        assertThat(reading.peer.majorFaults).isEqualTo(24);
        assertThat(reading.launcherNanos).isEqualTo(77);
        assertThat(reading.stealTicks).isEqualTo(4);
        assertThat(stats.knowsRunQueue()).isTrue();
        assertThat(stats.knowsSteal()).isTrue();
    }

    @Test
    void stealIsTheTwoCpusOrElseTheWholeMachines() {
        stats(0, 1).read(reading);
        assertThat(reading.stealTicks).isEqualTo(7);
        stats(0, 0).read(reading);
        assertThat(reading.stealTicks).isEqualTo(3);
        stats().read(reading);
        assertThat(reading.stealTicks).isEqualTo(7);
    }

    @Test
    void whatAKernelHasNoFileForIsUnknownAndTheRestIsRead() throws IOException {
        proc.remove("schedstat");
        Files.delete(proc.stat());
        OsStats stats = stats(1);
        stats.list();
        stats.read(reading);
        assertThat(stats.knowsRunQueue()).isFalse();
        assertThat(stats.knowsSteal()).isFalse();
        assertThat(reading.fork.waitNanos).isZero();
        assertThat(reading.fork.compilerNanos).isZero();
        assertThat(reading.stealTicks).isZero();
        assertThat(reading.fork.cpuNanos).isEqualTo(600);
        // The measuring thread's CPU time is unknown now, because the other threads' is.
        assertThat(reading.peer.cpuNanos).isZero();
        assertThat(reading.fork.voluntarySwitches).isEqualTo(11);
        assertThat(reading.peer.majorFaults).isEqualTo(24);
        stats.close();
    }

    @Test
    void zerosAreNoTimes() throws IOException {
        Files.writeString(proc.task(FORK).resolve(FORK_THREAD + "/schedstat"), "0 0 0\n");
        assertThat(stats(1).knowsRunQueue()).isFalse();
    }

    @Test
    void aThreadThatEndsKeepsItsShareAndANewOneIsFound() {
        OsStats stats = stats(0);
        stats.list();
        stats.read(reading);
        proc.end(FORK, 106);
        proc.thread(FORK, 109, "C2 CompilerThre", 9, 0);
        stats.list();
        stats.read(reading);
        assertThat(reading.fork.compilerNanos).isEqualTo(70 + 30 + 9);
    }

    @Test
    void theMainThreadIsTheOldestOtherThatTheJvmDidNotName() {
        assertThat(OsStats.mainThread(proc.task(PEER), PEER)).isEqualTo(PEER_THREAD);
        proc.thread(300, 300, "java", 0, 0);
        proc.thread(300, 301, "VM Thread", 0, 0);
        assertThatThrownBy(() -> OsStats.mainThread(proc.task(300), 300)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("process 300 has no second thread named java");
    }

    @Test
    void threadsAreToldApartByTheNamesHotSpotGivesThem() {
        assertThat(ThreadKind.of("C1 CompilerThre")).isEqualTo(ThreadKind.COMPILER);
        assertThat(ThreadKind.of("C2 CompilerThre\n")).isEqualTo(ThreadKind.COMPILER);
        assertThat(ThreadKind.of("VM Thread")).isEqualTo(ThreadKind.VM);
        assertThat(ThreadKind.of("G1 Conc#0")).isEqualTo(ThreadKind.VM);
        assertThat(ThreadKind.of("VM Periodic Tas")).isEqualTo(ThreadKind.OTHER);
        assertThat(ThreadKind.of("JNA Cleaner")).isEqualTo(ThreadKind.OTHER);
    }
}
