package ipc.analysis.table;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.Runs;
import ipc.result.Block;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import ipc.result.RunRecordBuilder;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Clock;
import ipc.result.RunRecord.Machine;
import ipc.result.RunRecord.Mapping;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Status;
import ipc.result.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against golden files: what people paste into reports must not change by accident. */
class TimingTableTest {
    private final List<Cell> cells = new ArrayList<>();

    @Test
    void theWholeTable() throws IOException {
        cells.add(roundTrip("sysv/spin", "64", summary(118), summary(122)));
        cells.add(roundTrip("mmap/spin", "64", summary(119), summary(121)));
        cells.add(roundTrip("sysv/condvar", "64", summary(53_000), summary(54_000)));
        cells.add(roundTrip("mmap/condvar", "64", summary(53_500), summary(53_600)));
        cells.add(oneWay("sysv/condvar", summary(15_700), summary(15_900)));
        cells.add(oneWay("mmap/condvar", summary(14_600), summary(15_200)));
        Runs.assertGolden(table(false, run("desktop", "", true, 2)), "whole.txt");
    }

    @Test
    void besideThePublishedRows() throws IOException {
        cells.add(oneWay("sysv/condvar", summary(15_700), summary(15_900)));
        cells.add(oneWay("mmap/condvar", summary(14_600), summary(15_200)));
        Runs.assertGolden(table(true, run("desktop", "", true, 2)), "published.txt");
    }

    @Test
    void whatIsMissingOrFailedIsADashWithItsReason() throws IOException {
        cells.add(cell("RoundTrip", "sysv/spin", "64", Status.UNAVAILABLE,
                "shmget(…): ENOSYS (38), this kernel does not have the call"));
        cells.add(roundTrip("mmap/spin", "64", summary(119)));
        cells.add(cell("RoundTrip", "sysv/condvar", "64", Status.FAILED, "round 1: the peer died\nits command: java"));
        cells.add(oneWay("mmap/condvar", summary(14_600)));
        Runs.assertGolden(table(false, run("quick", "quick look: do not decide anything by it.", false, 1)), "missing.txt");
    }

    @Test
    void anUnsteadyMachineIsWarnedAbout() {
        cells.add(roundTrip("sysv/spin", "64", summary(110), summary(530)));
        cells.add(roundTrip("mmap/spin", "64", summary(110), summary(120)));
        assertThat(table(false, run("desktop", "", true, 2))).contains(
                "- Unsteady machine: sysv/spin medians 110 to 530 ns (limit 1.3-fold). Use ./run.sh paired A B.\n");
    }

    /** A sender that fell behind makes messages late; the machine's CPUs need not have moved. */
    @Test
    void lateMessagesAreNoUnsteadiness() {
        Cell paced = oneWay("sysv/condvar", summary(15_700), summary(15_900));
        cells.add(Runs.cell("id", "OneWay", paced.params(), Status.MEASURED).clock(paced.clock())
                .metrics(List.of(paced.metrics().get(0), metric("oneWayFromIntended", summary(15_700), summary(90_000))))
                .build());
        assertThat(table(false, run("desktop", "", true, 2))).doesNotContain("Unsteady");
    }

    @Test
    void oneClockStepIsNoUnsteadiness() {
        cells.add(roundTrip("sysv/spin", "64", summary(70), summary(90)));
        assertThat(table(false, run("desktop", "", true, 2))).doesNotContain("Unsteady");
    }

    @Test
    void everySizeHasItsRow() {
        cells.add(roundTrip("sysv/spin", "8", summary(100)));
        cells.add(roundTrip("sysv/spin", "64", summary(110)));
        cells.add(roundTrip("sysv/spin", "1024", summary(300)));
        assertThat(table(false, run("desktop", "", true, 2)).lines()
                .filter(line -> line.startsWith("| round trip") && !line.contains("shmem"))
                .map(line -> line.split("\\|")[1].strip()))
                .containsExactly("round trip, spin, 8 bytes", "round trip, spin",
                        "round trip, spin, 1024 bytes");
    }

    @Test
    void cellsWithoutAPlaceAreCountedAndFoundElsewhere() {
        cells.add(roundTrip("sysv/spin", "64", summary(100)));
        assertThat(TimingTable.hasRoomFor(run("desktop", "", true, 2))).isTrue();
        cells.add(roundTrip("posix/spin", "64", summary(100)));
        assertThat(TimingTable.hasRoomFor(run("desktop", "", true, 2))).isFalse();
        assertThat(table(false, run("desktop", "", true, 2))).contains(
                "- 1 other cell has no place here: ./run.sh table --by transport shows every cell.\n");
    }

    @Test
    void manyMachinesStandInOneTable() {
        cells.add(roundTrip("sysv/spin", "64", summary(100)));
        RunRecord run = run("desktop", "", true, 2);
        String table = new TimingTable(List.of(run, run), false).format();
        assertThat(table.lines().filter(line -> line.matches(".*[|] round trip, spin +[|].*"))).hasSize(2);
        assertThat(table).contains("| 2026-01-02 #1 | round trip", "### How it was measured: 2026-01-02 #2\n");
    }

    /** So is a run that was cut off, and so are those that {@code validate --out} keeps. */
    @Test
    void pairsThatNobodyHasDecidedAreDecidedBeforeTheyAreShown(@TempDir Path work) throws IOException {
        ResultDirectory directory = ResultDirectory.create(work.resolve("cut-off"));
        List<Block> blocks = new ArrayList<>();
        for (int allocation = 0; allocation < 8; allocation++) {
            for (int pair = 0; pair < 5; pair++) {
                for (boolean contender : new boolean[] {false, true, true, false}) {
                    blocks.add(new Block(allocation, contender, 1000, 0, contender ? 99_000 + allocation % 2 * 2000 : 100_000));
                }
            }
        }
        String pairs = directory.writeBlocks("Paired", List.of(blocks));
        cells.add(Runs.cell("Paired", "Paired", Map.of("pair", "sysv/spin:mmap/spin", "size", "64"), Status.MEASURED)
                .clock(new Clock(21.6, 10)).metrics(List.of(metric("baseline", summary(100)), metric("contender", summary(100))))
                .pairs(pairs).build());
        directory.writeRun(run("desktop", "", false, 6));
        assertThat(TimingTable.read(List.of(directory.path()), List.of(), false).format())
                .startsWith("desktop: box, CPU, 2 CPUs, KVM, OS, Linux; 64-byte messages, 1 of 6 rounds, 2:00\n"
                        + "- Incomplete: 1 of 6 rounds finished. One round cannot show how far the figures move.\n")
                .contains(
                        "- round trip, spin: too few rounds (6 needed): 0.00 ns of 100 ns\n");
    }

    private String table(boolean published, RunRecord run) {
        return Runs.unwrapped(new TimingTable(List.of(run), published).format());
    }

    private RunRecord run(String profile, String note, boolean complete, int rounds) {
        return RunRecordBuilder.builder().format(1).tool("ipc-roundtrip test").started("2026-01-02T03:04:05Z")
                .finished("2026-01-02T03:06:05Z").complete(complete).profile(profile).profileNote(note).options(List.of()).seed(1)
                .rounds(rounds).machine(new Machine("box", "CPU", 2, "KVM", "OS", "Linux", "amd64", "VM"))
                .cpus("CPUs 0 and 1, different cores, same last-level cache").mapping(new Mapping("/x", "ext4")).cells(cells)
                .warnings(List.of()).build();
    }

    private static Cell roundTrip(String transport, String size, Summary... rounds) {
        return Runs.cell("id", "RoundTrip", Map.of("transport", transport, "size", size), Status.MEASURED)
                .clock(new Clock(21.6, 10)).metrics(List.of(metric("rtt", rounds))).build();
    }

    private static Cell oneWay(String transport, Summary... rounds) {
        return Runs.cell("id", "OneWay", Map.of("transport", transport), Status.MEASURED).clock(new Clock(21.6, 10))
                .metrics(List.of(metric("oneWay", rounds), metric("oneWayFromIntended", rounds))).build();
    }

    private static Cell cell(String benchmark, String transport, String size, Status status, String reason) {
        return Runs.cell("id", benchmark, Map.of("transport", transport, "size", size), status).reason(reason).build();
    }

    private static Metric metric(String name, Summary... rounds) {
        double min = List.of(rounds).stream().mapToDouble(Summary::min).min().orElseThrow();
        double mean = List.of(rounds).stream().mapToDouble(Summary::mean).average().orElseThrow();
        double max = List.of(rounds).stream().mapToDouble(Summary::max).max().orElseThrow();
        Summary all = new Summary(1000L * rounds.length, min, mean, mean, mean, mean, mean, mean, max);
        return new Metric(name, "histograms/x.hlog", all, List.of(rounds), null);
    }

    private static Summary summary(double typical) {
        return new Summary(1000, typical * 0.7, typical, typical, typical, typical, typical, typical, typical * 20);
    }
}
