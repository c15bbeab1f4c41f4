package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Base of tests that disturb short runs. */
abstract class FaultyRuns extends RealRuns {
    static final String LAUNCHER = " -jar ";
    static final String FORK = "org.openjdk.jmh.runner.ForkedMain";
    static final String PEER = "ipc.peer.PeerMain";
    private static final Pattern WARM_UP = Pattern.compile("^# Warmup Iteration +1: .*\n", Pattern.MULTILINE);
    /** Two cells that take a few hundred milliseconds each. */
    static final List<String> SHORT = List.of("quick", "RoundTrip", "-p", "transport=memfd/condvar,memfd/futex", "-wi", "1",
            "-w", "50ms", "-i", "1", "-r", "500ms", "--out", "a");

    static List<String> command(List<String> arguments) {
        return Stream.concat(Stream.of(Harness.HOME.resolve("run.sh").toString()), arguments.stream()).toList();
    }

    /** The arguments of the short run with some values replaced or added. */
    static List<String> with(String... options) {
        List<String> all = new ArrayList<>(SHORT);
        for (int i = 0; i < options.length; i += 2) {
            String name = options[i];
            boolean isOne = !name.startsWith("--") || i + 1 < options.length && !options[i + 1].startsWith("-");
            if (!isOne) {
                all.add(name);
                i--;
                continue;
            }
            int place = name.equals("-p") && !options[i + 1].startsWith("transport=") ? -1 : all.indexOf(name);
            if (place >= 0) {
                all.set(place + 1, options[i + 1]);
            } else {
                all.add(name);
                all.add(options[i + 1]);
            }
        }
        return all;
    }

    /** Runs the command behind a prefix, such as {@code prlimit}. */
    Harness.Finished behind(List<String> prefix, List<String> arguments) {
        return harness.finish(harness.start(Stream.concat(prefix.stream(), command(arguments).stream()).toList(), Map.of()));
    }

    /** Checks that one cell failed for this reason and that the other one has its figures. */
    static void oneCellFailed(Harness.Finished run, String transport, String reason) {
        theOnlyCellFailed(run, transport, reason);
        assertThat(run.out().lines().filter(line -> line.matches("\\| [\\w/-]+ +\\| +\\d.*"))).hasSize(1);
    }

    static void theOnlyCellFailed(Harness.Finished run, String transport, String reason) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out().lines().filter(line -> line.contains(": failed: "))).hasSize(1).first().asString()
                .matches("- round trip, " + transport + "(, \\d+ bytes)?: failed: round 1: .*");
        assertThat(run.err()).containsPattern("failed in round 1: " + reason);
    }

    static void bothAreMeasured(Harness.Finished run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().filter(line -> line.matches("\\| [\\w/-]+ +\\| +\\d.*"))).hasSize(2);
    }

    void isMarkedIncomplete() {
        assertThat(table()).contains("Incomplete: ");
    }

    String table() {
        Harness.Finished table = harness.run("table", "--by", "transport", "a");
        assertThat(table.exitCode()).as(table.err()).isZero();
        return table.out();
    }

    static String said(Harness.Started run) {
        try {
            return Files.readString(run.err());
        } catch (IOException e) {
            return "";
        }
    }

    /** Waits for a fork and its peer, which may not have begun to exchange messages. */
    void awaitPair() {
        Harness.await("a fork and its peer", () -> !harness.processes(FORK).isEmpty() && !harness.processes(PEER).isEmpty());
    }

    /**
     * Waits until the fork and the peer of one more cell exchange messages that count, or until the run ends.
     *
     * @param verbose a run with {@code --verbose}, by which JMH reports the warm-up of each cell before it measures
     * @param before  the number of cells that have been reported before
     */
    void awaitMeasurement(Harness.Started verbose, long before) {
        Harness.await("a measured iteration", () -> warmedUp(verbose) > before || !verbose.process().isAlive());
    }

    static long warmedUp(Harness.Started verbose) {
        return WARM_UP.matcher(said(verbose)).results().count();
    }

    long pid(String word) {
        return harness.processes(word).stream().filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst().orElseThrow(() -> new AssertionError("no process " + word)).pid();
    }

    static void signal(String name, long process) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process)).start().waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static boolean canRun(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
