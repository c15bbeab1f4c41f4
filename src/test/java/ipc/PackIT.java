package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.Harness.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the packed program on a machine that has only Java and the tools of every Linux. */
@Tag("once")
class PackIT extends RealRuns {
    private static final List<String> TOOLS = List.of("bash", "env", "dirname", "readlink", "uname", "sed", "head", "cat",
            "mkdir", "mv", "rm", "mktemp", "sleep", "ldd");

    @Test
    void measuresWithNothingButARuntime() throws IOException {
        Path archive = pack(Harness.HOME.resolve("run.sh"), "packed");
        Path board = Files.createDirectories(work.resolve("a board"));
        assertThat(shell("tar -xzf '" + archive + "' -C '" + board + "'").exitCode()).isZero();
        Path runSh = board.resolve("ipc-roundtrip/run.sh");
        Finished run = harness.finish(harness.start(List.of(runSh.toString(), "quick", "RoundTrip",
                "-p", "transport=sysv/condvar", "-w", "50ms", "-r", "500ms", "--out", "results"),
                Map.of("PATH", onlyJava().toString(), "JAVA_HOME", "")));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("round trip, condvar");
        assertThat(work.resolve("results/run.json")).exists();

        // The packed program can pack itself again, with the same bytes.
        assertThat(pack(runSh, "again")).hasSameBinaryContentAs(archive);
    }

    @Test
    void equalPartsArePackedToEqualBytes() throws IOException {
        Path first = pack(Harness.HOME.resolve("run.sh"), "first");
        Path copy = Files.createDirectories(work.resolve("copy"));
        assertThat(shell("cd '" + copy + "' && tar -xzf '" + first + "' --strip-components=1 && chmod 700 * && touch *")
                .exitCode()).isZero();
        Files.setLastModifiedTime(copy.resolve("run.sh"), FileTime.fromMillis(0));
        assertThat(pack(copy.resolve("run.sh"), "second")).hasSameBinaryContentAs(first);
        Finished listed = shell("tar -tvzf '" + first + "'");
        assertThat(listed.out()).contains("-rwxr-xr-x 0/0 ").contains("ipc-roundtrip/run.sh", "ipc-roundtrip/ipc-roundtrip.jar",
                "ipc-roundtrip/jmh-profiles/quick.profile").contains("2026-01-01");
        assertThat(listed.out().lines()).allMatch(line -> line.contains(" ipc-roundtrip/"));
    }

    private Path pack(Path runSh, String folder) {
        Finished packed = harness.run(runSh, "pack", folder);
        assertThat(packed.exitCode()).as(packed.err()).isZero();
        assertThat(packed.out()).isEqualTo(folder + "/ipc-roundtrip.tar.gz\n");
        Finished compared = shell("cd '" + folder + "' && sha256sum -c ipc-roundtrip.tar.gz.sha256");
        assertThat(compared.out()).as(compared.err()).isEqualTo("ipc-roundtrip.tar.gz: OK\n");
        return work.resolve(folder).resolve("ipc-roundtrip.tar.gz");
    }

    private Finished shell(String line) {
        return harness.finish(harness.start(List.of("sh", "-c", line), Map.of()));
    }

    /** A PATH that has java, but no compiler and no Maven. */
    private Path onlyJava() throws IOException {
        Path tools = Files.createDirectories(work.resolve("bin"));
        for (String tool : TOOLS) {
            Path real = List.of(Path.of("/usr/bin", tool), Path.of("/bin", tool)).stream().filter(Files::exists)
                    .findFirst().orElseThrow();
            script(tools.resolve(tool), real);
        }
        script(tools.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
        return tools;
    }

    private static void script(Path file, Path command) throws IOException {
        Files.writeString(file, "#!/bin/sh\nexec '" + command + "' \"$@\"\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
