package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the live view on a terminal of {@code script(1)} and in tmux. */
@Tag("once")
class ProgressIT extends RealRuns {
    /** The warm-up is long enough to have a figure on a busy machine, too. */
    private static final String RUN = Harness.HOME.resolve("run.sh") + " quick RoundTrip -wi 1 -w 300ms -i 1"
            + " --machine box ";
    /** Without this, an interrupt would also end the shell around the run. */
    private static final String SHELL_GOES_ON = "trap : INT; ";
    private static final String CONTROL = "\u001b[";
    /** The beginning of every drawing except the first. */
    private static final Pattern TO_THE_TOP = Pattern.compile("\r\u001b\\[\\d+A");

    @Test
    void theViewGrowsAndTheTableReplacesIt() throws IOException {
        Harness.Finished run = harness
                .finish(onTerminal(RUN + "-r 500ms -p transport=sysv/condvar > table.md", Map.of("NO_COLOR", "1")));
        assertThat(run.exitCode()).as(run.out()).isZero();
        List<List<String>> drawn = drawn(run.out(), 80, 30);
        assertThat(drawn).anySatisfy(screen -> {
            assertThat(screen).contains("RoundTrip sysv/condvar 64 B, round 1 of 1, measuring 1 of 1");
            assertThat(screen).anyMatch(
                    row -> row.matches(
                            "  warm-up so far: p50 [0-9.]+  mean [0-9.]+  p99 [0-9.]+  max [0-9.]+ µs(?: of \\d+ operations)?"));
            assertThat(screen.get(screen.size() - 1)).matches("\\[=+-+] \\d+ %, \\d:\\d\\d left");
        });
        assertThat(drawn).last().satisfies(screen -> {
            assertThat(screen).anyMatch(row -> row.matches("cell \\(latency in µs\\) +rounds +min +p50 +mean +p99 +max"));
            assertThat(screen).anyMatch(row -> row.matches("RoundTrip sysv/condvar 64 B +1/1( +[0-9.]+){5}"));
            assertThat(screen.get(screen.size() - 1)).matches("\\[=+] 100 %, 0:00 left");
        });
        assertThat(run.out()).doesNotContainPattern("\u001b\\[[0-9;]*m");
        assertThat(String.join("", rows(run.out(), 80, 30)))
                .contains("ipc-roundtrip: profile quick")
                .doesNotContain("round 1 of 1", " %, ", "cell (");
        String table = Files.readString(work.resolve("table.md"));
        assertThat(table).startsWith("quick: box, ").doesNotContain("\u001b");
        assertThat(table.split("\\| round trip, condvar ", -1)).hasSize(2);
        assertThat(table).contains("\nDetails: ");
    }

    @Test
    void verboseShowsJmhsTextInsteadOfTheView() {
        Harness.Finished run = harness.finish(onTerminal(RUN + "-r 500ms -p transport=sysv/condvar --verbose", Map.of()));
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).contains("# Warmup Iteration   1: ", "Iteration   1: ", "# Fork: 1 of 1")
                .containsPattern("\\[ +\\d+%] round 1 of 1: RoundTrip ").doesNotContain(CONTROL);
    }

    @Test
    void inTmuxAtBothWidthsThroughResizesAndAnInterrupt() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tmux")), "tmux is missing");
        tmux("-f", "/dev/null", "new-session", "-d", "-x", "200", "-y", "24",
                // Long iterations, so that one of them is still being measured when its screen is captured.
                SHELL_GOES_ON + RUN + "-r 2s -p transport=sysv/condvar,memfd/futex --rounds 9; echo exit $?; stty -a; cat");
        try {
            String wide = shows("(?s).*1/9.*measuring 1 of 1; so far: p50 .*");
            keep("progress-200.txt", wide);
            assertThat(wide).containsPattern("(?m)^cell \\(latency in µs\\) +rounds +operations +min +p50 +mean +p99 +max$")
                    .containsPattern("(?m)^\\[[=-]{50}] \\d+ %, \\d+:\\d\\d left$").satisfies(ProgressIT::oneView);
            assertThat(tmux("capture-pane", "-p", "-e").out()).contains(CONTROL + "1m", CONTROL + "32m");
            tmux("resize-window", "-x", "80", "-y", "24");
            String narrow = shows("(?s).*measuring 1 of 1\n  so far: p50 .*");
            keep("progress-80.txt", narrow);
            assertThat(narrow.lines()).allMatch(row -> row.length() <= 80);
            assertThat(narrow).satisfies(ProgressIT::oneView);
            tmux("resize-window", "-x", "200", "-y", "24");
            assertThat(shows("(?s).*measuring 1 of 1; so far: p50 .*")).satisfies(ProgressIT::oneView);
            tmux("send-keys", "C-c");
            assertThat(shows("(?s).*exit 130\n.*-flusho.*")).contains("ipc-roundtrip: interrupted; ", " icanon ", " echo ")
                    .doesNotContain(" %, ", "cell (", "measuring", "^C\n");
            assertThat(tmux("display-message", "-p", "#{cursor_flag} #{alternate_on}").out()).isEqualTo("1 0\n");
        } finally {
            tmux("kill-server");
        }
    }

    /** The view appears exactly once, even after a resize. */
    private static void oneView(String screen) {
        for (String line : List.of("^cell \\(latency in µs\\) ", "so far: p50 ", ", round \\d of 9, ", "^\\[[=-]+] \\d+ %, ")) {
            assertThat(Pattern.compile(line, Pattern.MULTILINE).matcher(screen).results()).as(line).hasSize(1);
        }
    }

    private static void keep(String name, String capture) throws IOException {
        Files.writeString(Harness.HOME.resolve("target").resolve(name), capture);
    }

    /** Waits for a screen that matches, and returns it. */
    private String shows(String expression) {
        List<String> screens = new ArrayList<>();
        Harness.await(expression, () -> {
            screens.add(tmux("capture-pane", "-p").out());
            return screens.get(screens.size() - 1).matches(expression);
        });
        return screens.get(screens.size() - 1);
    }

    private Harness.Finished tmux(String... arguments) {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", work.resolve("tmux").toString()));
        command.addAll(List.of(arguments));
        return harness.finish(harness.start(command, Map.of("SHELL", "/bin/sh")));
    }

    /** Starts a shell command on a terminal with 80 columns and 30 rows. */
    private Harness.Started onTerminal(String command, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(Map.of("TERM", "xterm", "SHELL", "/bin/sh"));
        environment.putAll(variables);
        return harness.start(List.of("script", "-qefc", "stty cols 80 rows 30; " + command, "/dev/null"), environment);
    }

    /** The screens before each drawing except the first. */
    private static List<List<String>> drawn(String text, int columns, int rows) {
        EmulatedTerminal terminal = new EmulatedTerminal(columns, rows);
        List<List<String>> screens = new ArrayList<>();
        int from = 0;
        for (Matcher top = TO_THE_TOP.matcher(text); top.find(); from = top.start()) {
            terminal.write(text.substring(from, top.start()));
            screens.add(terminal.rows());
        }
        return screens;
    }

    private static List<String> rows(String text, int columns, int rows) {
        EmulatedTerminal terminal = new EmulatedTerminal(columns, rows);
        terminal.write(text);
        return terminal.rows();
    }
}
