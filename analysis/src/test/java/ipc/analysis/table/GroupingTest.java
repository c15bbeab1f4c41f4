package ipc.analysis.table;

import static ipc.analysis.Runs.cost;
import static ipc.analysis.Runs.costly;
import static ipc.analysis.Runs.described;
import static ipc.analysis.Runs.metric;
import static ipc.analysis.Runs.unavailable;
import static ipc.analysis.Runs.round;
import static ipc.analysis.Runs.rounds;
import static ipc.analysis.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.analysis.Runs;
import ipc.analysis.run.Statistic;
import ipc.BadInputException;
import ipc.analysis.document.Markdown;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Machine;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Status;
import ipc.result.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against golden files: what people paste into reports must not change by accident. */
class GroupingTest {
    private static final String NO_EVENTFD = "pidfd_getfd(…): ENOSYS (38), a kernel before 5.6";
    private static final String AERON = "Aeron 1.51.0 IPC, media driver in the fork; each side polls";
    private static final Machine OTHER = new Machine("other", "CPU", 8, "none", "OS", "Linux", "aarch64", "VM 25");

    @Test
    void byTransport() throws IOException {
        RunRecord record = everything().record();
        Runs.assertGolden(Markdown.render(Grouping.byTransport(record)), "by-transport.txt");
    }

    @Test
    void bySize() throws IOException {
        Runs.assertGolden(Grouping.SIZE.format(List.of(sizes().record()), List.of()), "by-size.txt");
    }

    @Test
    void byRate() throws IOException {
        Runs.assertGolden(Grouping.RATE.format(List.of(rates().record()), List.of()), "by-rate.txt");
    }

    @Test
    void manyMachinesStandInOneTableTheMachineFirst() {
        RunRecord box = run().cell(roundTrip("sysv/spin", 64, 100)).record();
        RunRecord other = run().on(OTHER).cell(roundTrip("sysv/spin", 64, 200)).record();
        String table = format(Grouping.TRANSPORT, List.of(box, other), List.of());
        assertThat(table).contains("round trip, 64 bytes:\n\n| machine | latency in µs |   min ").contains(
                "| box     | sysv/spin ",
                "| other   | sysv/spin ", "### How it was measured: box", "### How it was measured: other");
        assertThat(format(Grouping.SIZE, List.of(box, other), List.of(Statistic.P50)))
                .contains("round trip, p50 in µs:\n\n| machine | bytes | sysv/spin |", "| other   | 64    ");
        RunRecord paced = run().on(OTHER).cell(paced("memfd/futex", 100, 40_000, 100)).record();
        assertThat(format(Grouping.RATE, List.of(paced, paced), List.of())).contains("| 2026-01-02 #2 | 100 ");
    }

    @Test
    void figuresAreChosen() {
        String table = format(Grouping.SIZE, List.of(sizes().record()), Statistic.parse(List.of("max", "p90")));
        assertThat(table).contains("round trip, p90 in µs:", "round trip, max in µs:").doesNotContain("mean in µs");
        assertThat(format(Grouping.RATE, List.of(rates().record()), Statistic.parse(List.of("mean"))))
                .contains("| messages/s | mean ")
                .doesNotContain("| p99");
    }

    /** If the window depends on the size, one table has all sizes. If the window was varied, each window has its own table. */
    @Test
    void oneWindowForEachSizeNeedsNoTableOfItsOwn() {
        Runs runs = run().cell(throughput("pipe", 64, 64, 456_789)).cell(throughput("pipe", 262_144, 4, 5_000));
        assertThat(titles(runs)).containsExactly("throughput, messages/s", "throughput, MB/s");
        assertThat(format(Grouping.SIZE, List.of(runs.record()), List.of()))
                .containsPattern("\\| 64, window 64 +\\| 457000 \\|")
                .containsPattern("\\| 262144, window 4 +\\| +5000 \\|");
        runs.cell(throughput("pipe", 262_144, 16, 6_000));
        assertThat(titles(runs)).containsExactly("throughput, window 64, messages/s", "throughput, window 64, MB/s",
                "throughput, window 4, messages/s", "throughput, window 4, MB/s",
                "throughput, window 16, messages/s", "throughput, window 16, MB/s");
        assertThat(format(Grouping.SIZE, List.of(runs.record()), List.of())).containsPattern("\\| 262144 +\\| 6000 \\|");
    }

    private static List<String> titles(Runs runs) {
        return format(Grouping.SIZE, List.of(runs.record()), List.of()).lines().filter(line -> line.matches("[a-z].*:"))
                .map(line -> line.substring(0, line.length() - 1)).toList();
    }

    @Test
    void howLongARunTook() {
        Runs runs = run().roundTrip("a", 100);
        assertThat(byTransport(runs.until("2026-01-02T04:05:06Z").record()))
                .contains("5 rounds, took 1:01:01.");
        assertThat(byTransport(runs.until("2026-01-02T03:04:05Z").record())).contains(", took 0:00.");
        // The clock was set back meanwhile.
        assertThat(byTransport(runs.until("2026-01-02T03:04:04Z").record())).doesNotContain("took");
    }

    @Test
    void aClockReadIsPartOfARoundTripWhereThereAreAny() {
        for (Cell other : List.of(throughput("pipe", 64, 64, 456_789), paced("memfd/futex", 10, 50_000, 10),
                unavailable("RoundTrip", "no such call", "transport", "fifo", "size", "64"))) {
            assertThat(byTransport(run().cell(other).cell(throughput("pipe", 64, 64, 456_789)).record()))
                    .contains("- A clock read takes 22 ns in steps of 10 ns.\n").doesNotContain("Each round trip");
        }
        Runs both = run().cell(throughput("pipe", 64, 64, 456_789)).cell(roundTrip("pipe", 64, 100));
        assertThat(byTransport(both.record()))
                .contains("- Each round trip contains one clock read, which takes 22 ns in steps of 10 ns.\n");
    }

    /** The request for a message is not counted as a message. */
    @Test
    void aOneWayMessageIsOne() {
        assertThat(format(Grouping.RATE, List.of(run().cell(paced("memfd/futex", 1000, 50_000, 900)).record()), List.of()))
                .contains("- Pace not kept: one way, memfd/futex, 1000 Hz: only 900 messages a second.\n")
                .containsPattern("\\| +1.1 \\| +0.6 \\|\n");
    }

    @Test
    void moreThanEightTransportsStandInSeveralTables() {
        Runs runs = run();
        for (int i = 0; i < 10; i++) {
            runs.cell(roundTrip("t" + i, 64, 100));
        }
        assertThat(format(Grouping.SIZE, List.of(runs.record()), List.of(Statistic.MEAN)).lines()
                .filter(line -> line.startsWith("| bytes ")).map(line -> line.split("\\|").length - 1))
                .containsExactly(9, 3);
    }

    /** Formats 1 and 2 have no cost. */
    @Test
    void earlierFormatsAreReadAndTheirCostIsADash(@TempDir Path work) throws IOException {
        ResultDirectory directory = ResultDirectory.create(work.resolve("run"));
        directory.writeRun(run().roundTrip("sysv/spin", 100, 110, 120).record());
        Path file = directory.path().resolve("run.json");
        for (int format = 1; format <= RunRecord.FORMAT; format++) {
            Files.writeString(file, Files.readString(file).replaceFirst("\"format\" : \\d", "\"format\" : " + format)
                    .replaceAll(",\\s*\"cost\" : null", ""));
            String table = Grouping.TRANSPORT.read(List.of(directory.path()), List.of());
            assertThat(table).containsPattern("\\| sysv/spin +\\| +0.070 .*\\| +- \\|\n");
            assertThat(table.contains("The CPU time of messages is -: formats before 3 do not have it."))
                    .isEqualTo(format < 3);
            assertThat(Grouping.SIZE.read(List.of(directory.path()), List.of("p99"))).contains("| 64 ");
        }
    }

    @Test
    void aPercentileThatIsTheMaximumIsADash() {
        Cell rare = costly("OneWay", true, null, List.of(metric("oneWay", List.of(round(50, 30_000, 90_000))),
                metric("oneWayFromIntended", List.of(round(50, 30_000, 90_000)))), "transport", "memfd/futex", "rateHz", "10");
        assertThat(format(Grouping.RATE, List.of(run().cell(rare).record()), List.of()))
                .containsPattern("\\| 10 +\\| +30.0 \\| +- \\| ").contains("p99 takes 100");
        assertThat(format(Grouping.RATE, List.of(rates().record()), List.of())).doesNotContain("p99 takes 100");
    }

    @Test
    void aFailedCellKeepsItsOtherRoundsAndSaysSo() {
        Metric rtt = metric("rtt", rounds(100, 110));
        Cell failed = Runs.cell("RoundTrip-pipe-64", "RoundTrip", Map.of("transport", "pipe", "size", "64"), Status.FAILED)
                .reason("round 3: the peer died\nits command").metrics(List.of(rtt)).build();
        Cell never = Runs.cell("RoundTrip-fifo-64", "RoundTrip", Map.of("transport", "fifo", "size", "64"), Status.FAILED)
                .reason("round 1: the peer died\nits command").build();
        String table = byTransport(run().cell(failed).cell(never).record());
        assertThat(table).containsPattern("\\| pipe +\\| +0.070 ").containsPattern("\\| fifo +(\\| +- ){8}\\|\n")
                .contains("- round trip, pipe: failed in round 3: the peer died; the figures are those of its other rounds\n",
                        "- round trip, fifo: failed: round 1: the peer died\n");
    }

    @Test
    void anUnsteadyMachineIsWarnedAbout() {
        Runs runs = run().roundTrip("a", 100, 110).roundTrip("b", 100, 500).roundTrip("c", 100, 200);
        assertThat(byTransport(runs.record())).contains(
                "- Unsteady machine: b medians 100 to 490 ns (limit 1.3-fold). Use ./run.sh paired A B.\n");
        assertThat(byTransport(run().roundTrip("a", 100, 110).record())).doesNotContain("Unsteady");
    }

    @Test
    void caveatsStandAboveAndPairsAmongTheNotes() {
        Cell pair = unavailable("Paired", "no such region", "pair", "sysv/spin:mmap/spin", "size", "64");
        assertThat(byTransport(run().cutOff().caveat("quick look.").roundTrip("a", 100).cell(pair).record()))
                .contains("\n- Incomplete: 1 of 5 rounds", "\n- quick look.\n",
                        "- round trip, spin: not measured: no such region\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIZE", "RATE"})
    void nothingToShowIsRefused(Grouping grouping) {
        RunRecord record = run().cell(costly("Call", false, null, List.of(metric("call", rounds(2))), "call", "empty")).record();
        assertThatThrownBy(() -> format(grouping, List.of(record), List.of())).isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("--by " + grouping.words() + ": nothing in these runs ");
    }

    @Test
    void malformedParametersAreRefusedInOneLine() {
        for (String[] params : new String[][] {{"transport", "a", "size", "x"}, {"transport", "a", "rateHz", "x"}}) {
            RunRecord record = run().cell(costly("OneWay", true, null, List.of(), params)).record();
            Grouping grouping = params[2].equals("size") ? Grouping.SIZE : Grouping.RATE;
            assertThatThrownBy(() -> format(grouping, List.of(record), List.of()))
                    .isInstanceOf(BadInputException.class).hasMessageContaining(" is malformed: its ");
        }
    }

    /** A sweep of rates is no published row; the published pace is one, whether said or not. */
    @Test
    void onlyThePublishedPaceHasARowInTheTimingTable() {
        assertThat(TimingTable.hasRoomFor(run().cell(paced("sysv/condvar", 10, 30_000, 10)).record())).isFalse();
        assertThat(TimingTable.hasRoomFor(run().cell(paced("sysv/condvar", 500, 30_000, 500)).record())).isTrue();
        assertThat(TimingTable.hasRoomFor(run().cell(costly("OneWay", true, null, List.of(metric("oneWay", rounds(30_000))),
                "transport", "sysv/condvar")).record())).isTrue();
    }

    private static Runs everything() {
        Cell spin = described(roundTrip("memfd/spin", 64, 100), Map.of("memfd/spin", "looks until the word changes"));
        return run().cell(spin).cell(roundTrip("memfd/spin", 4096, 900))
                .cell(costly("RoundTrip", true, cost(40_000, 1.1, 9_100, 8_700),
                        List.of(metric("rtt", rounds(53_000, 54_000))), "transport", "memfd/futex", "size", "64"))
                .cell(unavailable("RoundTrip", NO_EVENTFD, "transport", "memfd/eventfd", "size", "64"))
                .cell(unavailable("RoundTrip", NO_EVENTFD, "transport", "memfd/eventfd", "size", "4096"))
                .cell(unavailable("RoundTrip", NO_EVENTFD, "transport", "sysv/eventfd", "size", "64"))
                .cell(paced("memfd/futex", 1000, 41_000, 1000))
                .cell(costly("OneWay", true, cost(60_000, 1.1, 9_100, 8_700),
                        List.of(metric("oneWay", rounds(26_000, 27_000))),
                        "transport", "memfd/futex", "size", "64", "rateHz", "0"))
                .cell(described(roundTrip("aeron-ipc", 64, 250), Map.of("aeron-ipc", AERON)))
                .cell(described(unavailable("RoundTrip", "no room on the disk", "transport", "chronicle-queue", "size", "64"),
                        Map.of("chronicle-queue", "Chronicle Queue 5.27 on disk; each side polls")))
                .cell(throughput("memfd/spin", 64, 64, 12_345_678)).cell(throughput("pipe", 64, 64, 456_789))
                .cell(costly("ThreadHandOff", false, cost(2_000_000, 0.2, 100, 0), List.of(metric("rtt", rounds(95, 96))),
                        "wait", "spin", "size", "64"))
                .cell(costly("Call", false, null, List.of(metric("per1000Calls", rounds(21_000, 22_000))), "call", "clock"))
                .warned("mapped files lie on tmpfs");
    }

    private static Runs sizes() {
        return run().cell(roundTrip("memfd/spin", 8, 80)).cell(roundTrip("memfd/spin", 1_048_576, 210_000))
                .cell(roundTrip("pipe", 8, 21_000)).cell(roundTrip("pipe", 64, 22_000))
                .cell(unavailable("RoundTrip", "65536 bytes is the limit", "transport", "pipe", "size", "1048576"))
                .cell(throughput("memfd/spin", 64, 64, 12_345_678)).cell(throughput("memfd/spin", 1_048_576, 2, 12_345))
                .cell(throughput("pipe", 64, 64, 456_789)).cell(throughput("pipe", 1_048_576, 2, 1_234))
                .cell(costly("ThreadHandOff", false, null, List.of(metric("rtt", rounds(70))), "wait", "spin", "size", "8"))
                .cell(costly("ThreadHandOff", true, null, List.of(metric("rtt", rounds(9_000))), "wait", "futex", "size", "8"))
                .cell(costly("Call", false, null, List.of(metric("per1000Calls", rounds(21_000))), "call", "clock"));
    }

    static Runs rates() {
        return run().cell(paced("memfd/condvar", 10_000, 31_000, 8_000)).cell(paced("memfd/condvar", 10, 68_000, 10))
                .cell(paced("memfd/condvar", 100, 55_000, 100)).cell(paced("memfd/spin", 100, 300, 100))
                .cell(unavailable("OneWay", "a kernel before 5.6", "transport", "memfd/eventfd", "rateHz", "100"))
                .cell(roundTrip("memfd/spin", 64, 100));
    }

    private static Cell roundTrip(String transport, int size, double typical) {
        return costly("RoundTrip", false, cost(2_000_000, 0.1, typical / 2 - 1, typical / 2 + 1),
                List.of(metric("rtt", rounds(typical, 1.1 * typical))), "transport", transport, "size", Integer.toString(size));
    }

    private static Cell paced(String transport, int rate, double typical, int kept) {
        List<Summary> fromIntended = rounds(1.2 * typical, 1.3 * typical);
        boolean blocks = !transport.endsWith("spin");
        return costly("OneWay", blocks, cost(3L * kept, 3, blocks ? 12_000 : 1e9 / kept, 7_000),
                List.of(metric("oneWay", rounds(typical, typical)), metric("oneWayFromIntended", fromIntended)),
                "transport", transport, "rateHz", Integer.toString(rate));
    }

    /** @param window a number of messages: auto never reaches a record */
    private static Cell throughput(String transport, int size, int window, long perSecond) {
        return costly("Throughput", false, cost(2 * perSecond, 2, 81, 79),
                List.of(metric("perMessage", rounds(1e9 / perSecond))),
                "transport", transport, "size", Integer.toString(size), "window", Integer.toString(window));
    }

    private static String byTransport(RunRecord run) {
        return format(Grouping.TRANSPORT, List.of(run), List.of());
    }

    private static String format(Grouping grouping, List<RunRecord> runs, List<Statistic> statistics) {
        return Runs.unwrapped(grouping.format(runs, statistics));
    }
}
