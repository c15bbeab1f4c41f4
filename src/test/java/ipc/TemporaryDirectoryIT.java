package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Temporary directories whose names mean something to native libraries, to options, or to shells. */
class TemporaryDirectoryIT extends RealRuns {
    private static final String INSTEAD = " because native libraries do not take blanks, commas, semicolons or % in its path";
    /** Would end the process at once if it were executed. */
    private static final byte BREAKPOINT = (byte) 0xcc;

    @Tag("faults")
    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\tb", "x,y", "x;y", "100%p", "a:b", "it's \"quoted\"", "größe", "-n"})
    void aMeasurementWorksInEveryTemporaryDirectory(String name) throws IOException {
        Path directory = Files.createDirectory(work.resolve(name));
        Harness.Finished run = run(directory, "quick", "RoundTrip", "-p", "transport=memfd/condvar", "-wi", "0", "-r", "500ms",
                "--out",
                "out");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("| memfd/condvar |").doesNotContain("failed");
        assertThat(run.err().contains("ipc-roundtrip: /tmp is used instead of TMPDIR," + INSTEAD))
                .isEqualTo(!name.matches("[^ \t,;%]+"));
        assertThat(directory).isEmptyDirectory();
    }

    /** libffi would map what is named like the part of the path before the blank. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noFileWithTheBeginningOfItsNameIsExecuted(boolean throughALink) throws IOException {
        byte[] planted = new byte[300_000];
        Arrays.fill(planted, BREAKPOINT);
        Files.write(work.resolve("a"), planted);
        Path directory = Files.createDirectory(work.resolve("a b"));
        Path named = throughALink ? Files.createSymbolicLink(work.resolve("link"), directory) : directory;
        Harness.Finished run = run(named, "list");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEqualTo("ipc-roundtrip: /tmp is used instead of TMPDIR," + INSTEAD + "\n");

        Harness.Finished plainJmh = harness.finish(harness.start(List.of(java(), "-Djmh.ignoreLock=true",
                "-Djava.io.tmpdir=" + named, "-cp",
                Harness.JAR.toString(), "org.openjdk.jmh.Main", "ipc.bench.RoundTrip", "-p", "transport=memfd/condvar", "-p",
                "size=64",
                "-f", "1", "-wi", "0", "-i", "1", "-r", "500ms"), Map.of()));
        assertThat(plainJmh.exitCode()).as(plainJmh.out() + plainJmh.err()).isZero();
        assertThat(plainJmh.err()).contains("ipc-roundtrip: /tmp is used instead of java.io.tmpdir," + INSTEAD);
        assertThat(plainJmh.out()).containsPattern("RoundTrip\\.roundTrip .*memfd/condvar");
        assertThat(directory).isEmptyDirectory();
    }

    @Tag("faults")
    @ParameterizedTest
    @ValueSource(strings = {"collapsed", "jfr"})
    void aProfilerWritesNowhereElse(String output) throws IOException {
        Path precious = Files.writeString(work.resolve("x"), "precious");
        for (String name : List.of("x,y", "x;y")) {
            Path directory = Files.createDirectory(work.resolve(name));
            Harness.Finished run = run(directory, "quick", "RoundTrip", "-p", "transport=mmap/spin", "-wi", "0", "-r", "500ms",
                    "-prof",
                    "async:output=" + output, "--out", "out " + name);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(directory).isEmptyDirectory();
            try (Stream<Path> graphs = Files.list(work.resolve("out " + name + "/flamegraphs"))) {
                assertThat(graphs).isNotEmpty();
            }
        }
        assertThat(precious).hasContent("precious");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Harness.Finished run(Path temporary, String... arguments) {
        return harness
                .finish(harness.start(Stream.concat(Stream.of(Harness.HOME.resolve("run.sh").toString()), Stream.of(arguments))
                        .toList(), Map.of("TMPDIR", temporary.toString())));
    }
}
