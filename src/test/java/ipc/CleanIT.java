package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run all of whose processes are killed at once, those that tidy up among them; and a run beside it that goes on. */
@Tag("once")
@Tag("faults")
class CleanIT {
    private static final String PEER = "ipc.peer.PeerMain";
    private static final String FORK = "org.openjdk.jmh.runner.ForkedMain";

    @TempDir
    private Path work;

    private final Set<String> segmentsBefore = Harness.segments();
    private Harness harness;

    @BeforeEach
    void makeHarness() {
        harness = new Harness(work);
    }

    @Test
    void cleanShowsWhatACrashedRunLeftAndRemovesItIfOneSaysSo() throws IOException, InterruptedException {
        Path mapped = Files.createDirectory(work.resolve("mapped files"));
        // A set and a queue's directory at a time: a pair has both open.
        Harness.Started run = harness.start(List.of("setsid", "--wait", Harness.HOME.resolve("run.sh").toString(), "paired",
                "memfd/sysv-sem", "chronicle-queue", "--mmap-dir", mapped.toString(), "-r", "60s", "--out", "a"), Map.of());
        Set<String> semaphoresBefore = Harness.semaphores();
        Harness.await("a pair", 60, nothing -> !harness.processes(PEER).isEmpty());
        String stat = Files.readString(Path.of("/proc", Long.toString(harness.processes(FORK).get(0).pid()), "stat"));
        String group = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[2];
        // A pair is made anew now and then: all stand still while we look, and until they are killed.
        Harness.await("a pair's semaphore set and queue", 60, nothing -> {
            signal("STOP", group);
            Harness.sleep(50);
            boolean both = !semaphoresBefore.containsAll(Harness.semaphores()) && !isEmpty(mapped);
            if (!both) {
                signal("CONT", group);
            }
            return both;
        });
        assertThat(clean().out()).doesNotContain(work.toString());

        signal("KILL", group);
        assertThat(harness.finish(run).exitCode()).isNotZero();
        Harness.await("the end of all", 5, nothing -> harness.processes("").isEmpty());
        assertThat(mapped).isNotEmptyDirectory();

        Harness.Finished shown = clean();
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out()).containsPattern("(?m)^left by process \\d+, which has ended:$")
                .containsPattern("(?m)^  System V semaphore set \\d+ with key 0x6970[0-9a-f]{4}$")
                .containsPattern("(?m)^  directory \\Q" + mapped + "\\E/ipc-roundtrip-[0-9a-f]{32}$")
                .containsPattern("(?m)^  directory \\Q" + work + "\\E/tmp/ipc-roundtrip-\\w{10}, \\d+ kB$");
        assertThat(shown.err()).contains("nothing was removed; ./run.sh clean --yes removes it");
        assertThat(mapped).isNotEmptyDirectory();

        Harness.Finished removed = clean("--yes");
        assertThat(removed.exitCode()).as(removed.err()).isZero();
        assertThat(removed.out()).isEqualTo(shown.out());
        assertThat(mapped).isEmptyDirectory();
        harness.assertNothingLeft(segmentsBefore);
        assertThat(clean("--yes").out()).isEqualTo("no crashed run left anything\n");
        assertThat(harness.run("table", "a").out()).contains("incomplete: this run was cut off");
    }

    private static void signal(String name, String group) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, "--", "-" + group).start().waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatHasNoMarkOrBelongsToAnotherContainerIsLeftAlone() throws IOException {
        Path temporary = work.resolve("tmp");
        Path unmarked = directory(temporary, "unmarked", "");
        Path nonsense = directory(temporary, "nonsense", "process x\n");
        Path elsewhere = directory(temporary, "elsewhere", "process 1\nstarted 1\nboot another\npids pid:[1]\n");
        String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
        Path container = directory(temporary, "container", "process 999999\nstarted 1\nboot " + boot + "pids pid:[1]\n");
        Path open = directory(temporary, "open", "process 999999\nstarted 1\nboot " + boot + "pids "
                + Files.readSymbolicLink(Path.of("/proc/self/ns/pid")) + "\n");
        Files.setPosixFilePermissions(open, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createSymbolicLink(temporary.resolve("ipc-roundtrip-link"), unmarked);
        Harness.Finished run = clean("--yes");
        assertThat(run.exitCode()).as(run.err()).isZero();
        // Another program's crashed run may have left something in /tmp, which is looked through too.
        assertThat(run.out()).doesNotContain(work.toString());
        assertThat(run.err())
                .contains("left alone: " + unmarked + ": it has no mark of a run", "left alone: " + nonsense + ": it has no mark")
                .contains("left alone: " + elsewhere + ": its run began before this machine was started, or on another one")
                .contains("left alone: " + container + ": its processes cannot be seen from here")
                .doesNotContain(open.toString());
        for (Path each : List.of(unmarked, nonsense, elsewhere, container, open)) {
            assertThat(each).isDirectory();
        }
    }

    private static Path directory(Path temporary, String name, String owner) throws IOException {
        Path directory = Files.createTempDirectory(temporary, "ipc-roundtrip-" + name);
        if (!owner.isEmpty()) {
            Files.writeString(directory.resolve("owner"), owner);
        }
        return directory;
    }

    private Harness.Finished clean(String... options) {
        return harness.finish(harness.start(Stream.concat(Stream.of(Harness.HOME.resolve("run.sh").toString(), "clean"),
                Stream.of(options)).toList(), Map.of()));
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            return true;
        }
    }
}
