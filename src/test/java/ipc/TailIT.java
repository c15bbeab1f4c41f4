package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import net.openhft.affinity.Affinity;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Disturbs a run and checks that its tail names the cause. */
@Tag("once")
class TailIT extends RealRuns {
    @Test
    void aStoppedPeerCountsAsAsleep() throws IOException, InterruptedException {
        Harness.Started started = start("sysv/spin");
        while (started.process().isAlive()) {
            Harness.sleep(300);
            for (ProcessHandle peer : harness.processes("ipc.peer.PeerMain")) {
                signal("-STOP", peer);
                Harness.sleep(50);
                signal("-CONT", peer);
            }
        }
        JsonNode tail = tailOf(harness.finish(started));
        assertThat(tail.get("operations").asLong()).isPositive();
        assertThat(tail.at("/peer/voluntarySwitches").asLong()).isPositive();
        assertThat(tail.at("/causes/asleepNanos").asLong()).isPositive();
        assertThat(tail.at("/causes/asleepNanos").asLong()).isLessThanOrEqualTo(tail.get("totalNanos").asLong());
        assertThat(Files.readString(work.resolve("a/table.md"))).contains("| round trip, spin, shmem |", "### Slow operations\n");
    }

    @Test
    void aBusyProcessOnTheForksCpuShowsOnTheRunQueue() throws IOException {
        BitSet allowed = Affinity.getAffinity();
        int cpu = allowed.nextSetBit(0);
        Process hog = new ProcessBuilder("taskset", "-c", Integer.toString(cpu), "sh", "-c", "while :; do :; done").start();
        try {
            JsonNode tail = tailOf(harness.finish(start("sysv/condvar", "--cpus", cpu + "," + (allowed.length() - 1))));
            assertThat(tail.at("/fork/waitNanos").asLong()).isPositive();
            assertThat(tail.get("blocks").asBoolean()).isTrue();
            assertThat(tail.at("/causes/asleepNanos").asLong()).isZero();
            assertThat(tail.get("operations").asLong()).isPositive();
            assertThat(tail.at("/causes/runQueueNanos").asLong()).isPositive();
        } finally {
            hog.destroyForcibly();
        }
    }

    private Harness.Started start(String transport, String... more) {
        List<String> command = new ArrayList<>(List.of(Harness.HOME.resolve("run.sh").toString(), "quick", "RoundTrip", "-p",
                "transport=" + transport, "-i", "2", "-r", "1s", "--out", "a"));
        command.addAll(List.of(more));
        return harness.start(command, Map.of());
    }

    private JsonNode tailOf(Harness.Finished run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(work.resolve("a/run.json").toFile()).at("/cells/0/tail");
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        // It may have ended in the meantime.
        new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    }
}
