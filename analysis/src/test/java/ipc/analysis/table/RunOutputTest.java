package ipc.analysis.table;

import static ipc.analysis.Runs.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.AllRun;
import ipc.analysis.Runs;
import ipc.analysis.run.Decisions;
import ipc.analysis.run.PairedVerdict;
import ipc.analysis.stats.PairedDifferences.Difference;
import ipc.analysis.document.Markdown;
import ipc.result.FleetDirectory;
import ipc.result.FleetRecord;
import ipc.result.FleetRecord.Host;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Causes;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Clock;
import ipc.result.RunRecord.Finding;
import ipc.result.RunRecord.Machine;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.OsStats;
import ipc.result.RunRecord.Status;
import ipc.result.RunRecord.Tail;
import ipc.result.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The text that a run prints: what people read first, and paste. */
class RunOutputTest {
    private static final int MOST_COLUMNS = 100;
    private static final int MOST_LINES = 20;
    private static final long MILLI = 1_000_000;
    private static final Path DIRECTORY = Path.of("results/20261123T200737Z-desktop");
    private static final Machine EPYC = new Machine("AMD EPYC, 2 CPUs, KVM, Debian GNU/Linux 12, Linux 6.18.44-fc-v657",
            "AMD EPYC",
            2, "KVM", "Debian GNU/Linux 12", "Linux 6.18.44-fc-v657", "amd64", "OpenJDK 64-Bit Server VM 17");
    private static final Machine ARM = new Machine("arm board", "Cortex-A72", 4, "none", "Ubuntu 24.04", "Linux 6.8.0-45",
            "aarch64",
            "OpenJDK 64-Bit Server VM 17");
    private static final Machine NAMED = new Machine(
            "the machine below the desk of the person who measures latencies all day long "
                    + "and never turns it off",
            "Intel(R) Core(TM) i7-8700K CPU @ 3.70GHz", 12, "none", "Ubuntu 24.04 LTS (Noble Numbat)",
            "Linux 6.8.0-45-generic", "amd64", "VM 17");

    @Test
    void aQuietDesktopRun() throws IOException {
        assertGolden(brief(desktop(6, 0).record()), "run-desktop.txt");
        assertGolden(RunOutput.whole(desktop(6, 0).record()), "run-desktop-table.txt");
    }

    @Test
    void aBusyDesktopRun() throws IOException {
        assertGolden(
                brief(desktop(6, 900 * MILLI).warned("mapped files lie on tmpfs, which is memory: this run says nothing about"
                        + " files on a disk; name a directory on one with --mmap-dir").record()),
                "run-busy.txt");
    }

    /** Markdown would load the image, and a page on which a report is shown could run the script. */
    @Test
    void aMachinesNameIsText() {
        Machine hostile = new Machine("<script>x</script> ![](http://example.org/a.png) a|b", "CPU", 2, "KVM", "OS", "Linux",
                "amd64",
                "VM 17");
        RunRecord run = Runs.run().on(hostile).profile("desktop").roundTrip("sysv/spin", 1, 2, 3, 4, 5, 6).record();
        assertThat(RunOutput.whole(run)).contains("\\<script>x\\</script> ![]\\(http://example.org/a.png)")
                .doesNotContainPattern("(?<!\\\\)<script").doesNotContain("](");
    }

    @Test
    void oneRound() throws IOException {
        assertGolden(brief(table(1, 0).profile("quick").rounds(1).record()), "run-one-round.txt");
    }

    @Test
    void aProfiler() throws IOException {
        assertGolden(brief(desktop(6, 0).options("--rounds", "6", "-prof", "async:output=jfr", "RoundTrip").record()),
                "run-profiler.txt");
    }

    @Test
    void aPlacementWithoutAnInterval() throws IOException {
        Cell spin = pair("Paired", "sysv/spin", "mmap/spin", 6, 104);
        Runs run = table(6, 0).rounds(6).cell(spin)
                .difference(difference(spin, 104, 0.005, new double[] {-0.02, 0.031}, true, 900))
                .difference(difference(spin, 508, 3, new double[] {-11, 14}, false, 700))
                .difference(difference(spin, 260, 40, null, false, 31));
        assertGolden(brief(run.record()), "run-placements.txt");
    }

    @Test
    void aPairAlone() throws IOException {
        Cell pair = pair("Paired", "sysv/futex", "unix-stream", 6, 52_000);
        Runs run = Runs.run().on(EPYC).profile("paired").rounds(6).cell(pair)
                .difference(difference(pair, 52_000, 4_100, new double[] {3_900, 4_400}, false, 1200));
        assertGolden(brief(run.record()), "run-paired.txt");
    }

    @Test
    void aPairOfTooFewRounds() {
        Cell pair = pair("Paired", "sysv/spin", "mmap/spin", 3, 104);
        RunRecord run = Runs.run().on(EPYC).profile("paired").rounds(3).cell(pair)
                .difference(difference(pair, 104, 0.3, new double[] {0.1, 0.5}, false, 1200)).record();
        assertThat(run.paired().get(0).low()).isNull();
        assertThat(brief(run)).contains("- round trip, spin: too few rounds (6 needed): +0.30 ns of 104 ns\n");
    }

    @Test
    void severalMachinesAndRuns() throws IOException {
        RunRecord first = desktop(6, 0).record();
        RunRecord second = desktop(6, 0).from("2026-01-03T03:04:05Z").until("2026-01-03T03:07:44Z").record();
        RunRecord arm = table(6, 0).rounds(6).on(ARM).record();
        assertGolden(new TimingTable(List.of(first, second, arm), false).format(), "run-machines.txt");
        assertThat(new TimingTable(List.of(first, second), false).format()).contains("| run        | latency in µs ",
                "| 2026-01-02 | round trip, spin ", "| 2026-01-03 | round trip, spin ");
    }

    @Test
    void thePublishedShape() throws IOException {
        assertGolden(new TimingTable(List.of(desktop(6, 0).record()), true).format(), "run-published.txt");
    }

    static List<RunRecord> runsOfDesktop() {
        String[] many = IntStream.range(0, 30)
                .mapToObj(i -> "during round " + i + " of round trip, sysv/spin the clock jumped by "
                        + i + " s, and the machine may have been suspended meanwhile")
                .toArray(String[]::new);
        List<RunRecord> runs = new ArrayList<>();
        for (Machine machine : List.of(EPYC, ARM, NAMED)) {
            for (long waited : new long[] {0, 900 * MILLI}) {
                runs.add(desktop(6, waited).on(machine).record());
                runs.add(desktop(6, waited).on(machine).warned(many).record());
                runs.add(desktop(1, waited).on(machine).rounds(6).cutOff().warned(many)
                        .options("--rounds", "6", "-prof", "async", "RoundTrip")
                        .found(new Finding("other measurements", "", "WARNING", "", "")).record());
            }
        }
        return runs;
    }

    @ParameterizedTest
    @MethodSource("runsOfDesktop")
    void itFitsAScreenAndIsOneTableAndLists(RunRecord run) {
        List<String> lines = brief(run).lines().toList();
        assertThat(lines).allSatisfy(line -> assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(MOST_COLUMNS));
        assertThat(lines.size()).isLessThanOrEqualTo(MOST_LINES);
        assertThat(lines.get(lines.size() - 1)).startsWith("Details: results/");
        List<String> table = lines.stream().filter(line -> line.startsWith("|")).toList();
        assertThat(table).hasSize(6).allMatch(line -> line.chars().filter(c -> c == '|').count() == 12);
        int first = lines.indexOf(table.get(0));
        assertThat(lines.subList(first, first + table.size())).isEqualTo(table);
        assertThat(lines.get(first - 1)).isEmpty();
        assertThat(lines.get(first + table.size())).isEmpty();
        assertThat(lines.stream().filter(line -> !line.isEmpty() && !line.startsWith("|")))
                .allMatch(line -> line.startsWith("- ") || line.endsWith(":") || line.startsWith("  ") || line.contains("; ")
                        || line.startsWith("Details: ") || lines.indexOf(line) < first);
    }

    @Test
    void aFleetHasOneTable(@TempDir Path work) throws IOException {
        String table = fleet(work.resolve("one"), Runs.run().roundTrip("sysv/spin", 118, 119).record(),
                Runs.run().on(ARM).roundTrip("mmap/spin", 121, 122).record());
        assertThat(table).containsSubsequence("| machine ", "| box       | round trip, spin", "| gone ",
                "| arm board | round trip",
                "Warnings:\n", "- gone: no result: unreachable\n");
        String byTransport = fleet(work.resolve("other"), Runs.run().roundTrip("sysv/spin", 118, 119).record(),
                Runs.run().on(ARM).roundTrip("pipe", 4121, 4122).record());
        assertThat(byTransport).containsSubsequence("round trip, 64 bytes:", "| box ", "| sysv/spin", "| arm board ", "| pipe",
                "| gone ", "- gone: no result: unreachable\n");
    }

    private static String fleet(Path fleet, RunRecord box, RunRecord arm) throws IOException {
        Files.createDirectories(fleet);
        ResultDirectory.create(fleet.resolve("box")).writeRun(Decisions.decide(box));
        ResultDirectory.create(fleet.resolve("arm")).writeRun(Decisions.decide(arm));
        FleetDirectory.write(fleet, new FleetRecord(FleetRecord.FORMAT, "tool", "t", "t", "inventory", "quick", List.of(),
                List.of(new Host("box", "box", "", null, null), new Host("gone", null, "unreachable", null, null),
                        new Host("arm", "arm", "", null, null))));
        return RunOutput.ofFleet(fleet);
    }

    @Test
    void theTableOfEveryTransportIsOneTableWithAFewLines(@TempDir Path work) throws IOException {
        RunRecord run = Decisions.read(List.of(AllRun.archive(work))).get(0);
        List<String> lines = brief(run).lines().toList();
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(MOST_COLUMNS));
        assertThat(lines.stream().filter(line -> line.startsWith("| latency"))).hasSize(1);
        assertThat(lines.stream().filter(line -> !line.startsWith("|")).count())
                .isLessThanOrEqualTo(RunOutput.MOST_LINES_BESIDE_TABLES);
        assertThat(Markdown.render(RunOutput.document(List.of(run))).lines()).allMatch(line -> line.length() <= MOST_COLUMNS);
    }

    private static String brief(RunRecord run) {
        return RunOutput.brief(run, DIRECTORY);
    }

    /** All that desktop measures: the timing table's cells and three pairs. */
    private static Runs desktop(int rounds, long waitedNanos) {
        Cell spin = pair("Paired", "sysv/spin", "mmap/spin", rounds, 104);
        Cell condvar = pair("Paired", "sysv/condvar", "mmap/condvar", rounds, 45_800);
        Cell paced = pair("PairedPaced", "sysv/condvar", "mmap/condvar", rounds, 30_100);
        return table(rounds, waitedNanos).rounds(rounds).cell(spin).cell(condvar).cell(paced)
                .difference(difference(spin, 104, 0.005, new double[] {-0.02, 0.031}, true, 1000))
                .difference(difference(condvar, 45_800, 1400, new double[] {1210, 1600}, false, 1000))
                .difference(difference(paced, 30_100, 140, new double[] {-620, 690}, false, 1000));
    }

    private static Runs table(int rounds, long waitedNanos) {
        return Runs.run().on(EPYC).until("2026-01-02T03:07:44Z").cell(cell("RoundTrip", "sysv/spin", 104, rounds, waitedNanos))
                .cell(cell("RoundTrip", "mmap/spin", 105, rounds, waitedNanos))
                .cell(cell("RoundTrip", "sysv/condvar", 46_800, rounds, waitedNanos))
                .cell(cell("RoundTrip", "mmap/condvar", 45_800, rounds, waitedNanos))
                .cell(cell("OneWay", "sysv/condvar", 27_400, rounds, waitedNanos))
                .cell(cell("OneWay", "mmap/condvar", 26_000, rounds, waitedNanos));
    }

    private static Cell cell(String benchmark, String transport, double typical, int rounds, long waitedNanos) {
        List<Summary> each = rounds(typical, rounds, waitedNanos > 0 ? 2 : 1.05);
        List<Metric> metrics = benchmark.equals("OneWay")
                ? List.of(Runs.metric("oneWay", each), Runs.metric("oneWayFromIntended", each))
                : List.of(Runs.metric("rtt", each));
        return Runs
                .cell(benchmark + "-" + transport.replace('/', '-'), benchmark, Map.of("transport", transport), Status.MEASURED)
                .clock(new Clock(21.6, 10)).metrics(metrics).tail(tail(waitedNanos)).build();
    }

    private static List<Summary> rounds(double typical, int rounds, double last) {
        return IntStream.range(0, rounds).mapToObj(i -> Runs.round(typical * (i == rounds - 1 ? last : 1))).toList();
    }

    private static Tail tail(long waitedNanos) {
        long total = waitedNanos + 20 * MILLI;
        OsStats stats = new OsStats(0, 0, 0, 0, 0, MILLI, 0, 0);
        return new Tail(50_000, 50_000, 12, total, 5 * MILLI, 0, 0, false, true, new Causes(waitedNanos + 4 * MILLI, 2 * MILLI,
                MILLI, 0, 0, MILLI, 0, 3 * MILLI, 0, 6 * MILLI), 6000 * MILLI, stats, stats, 0, 0);
    }

    private static Cell pair(String benchmark, String baseline, String contender, int rounds, double typical) {
        return Runs
                .cell(benchmark + "-" + contender.replace('/', '-'), benchmark,
                        Map.of("pair", baseline + ":" + contender, "size", "64"), Status.MEASURED)
                .clock(new Clock(21.6, 10))
                .metrics(Stream.of("baseline", "contender").map(name -> Runs.metric(name, rounds(typical, rounds, 1))).toList())
                .pairs("pairs/x.csv.gz").tail(tail(0)).build();
    }

    private static RunRecord.PairedDifference difference(Cell cell, double level, double difference, double[] interval,
            boolean equal,
            long pairs) {
        return PairedVerdict.record(cell,
                new Difference(level, difference, interval, equal, pairs, interval == null ? 3 : 120, 1));
    }
}
