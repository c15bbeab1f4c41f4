package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Output that cannot be written is a failure with a reason. */
class OutputIT extends RealRuns {
    private static final String SHORT = "quick RoundTrip -p transport=memfd/condvar -wi 0 -r 500ms";
    private static final String FULL = "standard output could not be written: No space left on device\n";

    @Test
    void aListThatIsLostIsAFailure() {
        Harness.Finished run = shell("run list >/dev/full");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("ipc-roundtrip: " + FULL);
    }

    @Tag("faults")
    @Test
    void everyCommandSaysThatItsOutputIsLost() throws IOException {
        Harness.Finished measured = shell("run " + SHORT + " --out result");
        assertThat(measured.exitCode()).as(measured.err()).isZero();
        for (String command : List.of("table result", "table --format csv result", "compare result result",
                "advise result --size 64 --rate 1000", "list", "help",
                "help run",
                "doctor", "completion", "--version", "report --out - result", "quick -lp", "quick -lprof",
                "quick -prof async:help")) {
            Harness.Finished run = shell("run " + command + " >/dev/full");
            assertThat(run.exitCode()).as(command + "\n" + run.err()).isEqualTo(1);
            assertThat(run.err()).as(command).endsWith("ipc-roundtrip: " + FULL);
        }
        Harness.Finished run = shell("run " + SHORT + " --out other >/dev/full");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).endsWith("ipc-roundtrip: " + FULL);
        assertThat(work.resolve("other/table.md")).isNotEmptyFile();
    }

    @Test
    void aReaderThatClosesEarlyIsNoFailure() {
        Harness.Finished run = shell("(run list; echo code $? >&2) | head -1");
        assertThat(run.out()).hasLineCount(1);
        assertThat(run.err()).isEqualTo("code 0\n");
    }

    @Tag("faults")
    @Test
    void aFileOfJmhThatIsFullIsNamed() throws IOException {
        for (String option : List.of("-rff", "-o")) {
            Harness.Finished run = shell("run " + SHORT + " " + option + " /dev/full --out out" + option);
            assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
            assertThat(run.out()).contains("| memfd/condvar |");
            assertThat(run.err())
                    .contains("ipc-roundtrip: /dev/full (" + option + ") could not be written: No space left on device. All ");
            assertThat(Files.readString(work.resolve("out" + option + "/run.json"))).contains("\"complete\" : true");
        }
    }

    private Harness.Finished shell(String script) {
        Path runSh = Harness.HOME.resolve("run.sh");
        return harness.finish(harness.start(List.of("bash", "-c", "run() { '" + runSh + "' \"$@\"; }; " + script), Map.of()));
    }
}
