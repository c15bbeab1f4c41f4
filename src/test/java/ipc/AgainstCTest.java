package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.openhft.affinity.Affinity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The C programs and scripts that our measurements are compared with: they compile without a warning, they work, and bash can
 * parse them.
 */
@Tag("once")
class AgainstCTest {
    private static final Pattern PRINTED = Pattern.compile("(\\S+) n=(\\d+) min=(\\d+) mean=([0-9.]+) p50=(\\d+) p99=(\\d+)"
            + " p99\\.9=(\\d+) max=(\\d+) spin_before=([0-9.]+) spin_after=([0-9.]+)\n");
    private static final long LONGEST_SECONDS = 300;

    @TempDir
    private static Path work;

    private record Finished(int exitCode, String out, String err) {
    }

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        assumeTrue(run("sh", "-c", "command -v gcc").exitCode() == 0, "gcc is missing");
        for (String program : List.of("floor", "layout", "oneway", "pingpong")) {
            assertThat(run("gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", work.resolve(program).toString(),
                    Harness.HOME.resolve("src/test/c").resolve(program + ".c").toString(), "-lpthread"))
                    .isEqualTo(new Finished(0, "", ""));
        }
    }

    @ParameterizedTest
    @CsvSource({"pipe,64", "uds-stream,64", "futex,64", "sem,64", "condvar,64", "spin,64", "pipe,1048576", "futex,8"})
    void everyMechanismMakesRoundTrips(String mechanism, String size) throws IOException, InterruptedException {
        List<String> cpus = twoCpus();
        Finished finished = run(work.resolve("pingpong").toString(), mechanism, "0.1", cpus.get(0), cpus.get(1), size);
        assertThat(finished.exitCode()).as(finished.err()).isZero();
        Matcher printed = PRINTED.matcher(finished.out());
        assertThat(printed.matches()).as(finished.out()).isTrue();
        assertThat(printed.group(1)).isEqualTo(mechanism);
        assertThat(Long.parseLong(printed.group(2))).isPositive();
        assertThat(Long.parseLong(printed.group(3))).isPositive().isLessThanOrEqualTo(Long.parseLong(printed.group(5)));
        assertThat(Stream.of(5, 6, 7, 8).map(printed::group).map(Long::parseLong).toList()).isSorted();
        assertThat(Double.parseDouble(printed.group(4)))
                .isBetween(Double.parseDouble(printed.group(3)), Double.parseDouble(printed.group(8)));
        assertThat(Double.parseDouble(printed.group(9))).isPositive();
    }

    @Test
    void badArgumentsAreRefused() throws IOException, InterruptedException {
        for (String arguments : List.of("", "nosuch", "pipe 0", "pipe 1 0 0", "pipe 1 0 1 12", "pipe 1 0 1 2097152")) {
            List<String> command = new ArrayList<>(List.of(work.resolve("pingpong").toString()));
            command.addAll(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")));
            Finished finished = run(command.toArray(new String[0]));
            assertThat(finished.exitCode()).as(arguments).isEqualTo(2);
            assertThat(finished.err()).startsWith("usage: pingpong pipe|uds-stream|");
        }
    }

    @Test
    void aPeerThatDiesEndsIt() throws IOException, InterruptedException {
        List<String> cpus = twoCpus();
        Process process = new ProcessBuilder(work.resolve("pingpong").toString(), "futex", "60", cpus.get(0), cpus.get(1))
                .redirectErrorStream(true).start();
        Harness.await("the peer's start", () -> process.children().findAny().isPresent());
        process.children().forEach(ProcessHandle::destroyForcibly);
        assertThat(Harness.await(process)).isEqualTo(1);
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("the peer died\n");
    }

    @Test
    void bashParsesAllScriptsAndContributingNamesThem() throws IOException, InterruptedException {
        String contributing = Files.readString(Harness.HOME.resolve("CONTRIBUTING.md"));
        List<Path> scripts = new ArrayList<>();
        for (String folder : List.of("bench", "checks")) {
            try (Stream<Path> files = Files.list(Harness.HOME.resolve(folder))) {
                files.forEach(scripts::add);
            }
        }
        for (Path script : scripts) {
            assertThat(run("bash", "-n", script.toString())).isEqualTo(new Finished(0, "", ""));
            // The other scripts read lib.sh.
            assertThat(Files.isExecutable(script)).as(script.toString()).isNotEqualTo(script.endsWith("lib.sh"));
            assertThat(contributing).containsPattern("[`/]" + Pattern.quote(script.getFileName().toString()) + "[ `]");
        }
    }

    @Test
    void anUnknownMechanismIsRefusedBeforeAnythingIsMeasured() throws IOException, InterruptedException {
        Finished finished = run(Harness.HOME.resolve("bench/against-c.sh").toString(), "1", "pipe", "nosuch");
        assertThat(finished).isEqualTo(new Finished(2, "", "against-c.sh: unknown mechanism nosuch; choose from pipe,"
                + " uds-stream, futex, sem, condvar, spin\n"));
    }

    private static List<String> twoCpus() {
        BitSet allowed = Affinity.getAffinity();
        assumeTrue(allowed.cardinality() > 1, "only one CPU is allowed here");
        return allowed.stream().limit(2).mapToObj(Integer::toString).toList();
    }

    private static Finished run(String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(work, "out", ".txt");
        Path err = Files.createTempFile(work, "err", ".txt");
        Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " still runs after " + LONGEST_SECONDS + " s");
        }
        return new Finished(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
