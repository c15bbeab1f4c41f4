package ipc.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.result.RunRecord.OsStats;
import ipc.result.RunRecord.Causes;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Status;
import ipc.result.RunRecord.Tail;
import ipc.result.Summary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stands below the table, word by word. */
class TailNoteTest {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final Causes NONE = new Causes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    @Test
    void everyCauseThatShowsIsNamed() {
        Causes causes = new Causes(27 * MILLI, 12 * MILLI, 100 * MICRO, 0, 2 * MILLI, MILLI,
                400 * MICRO, 4 * MILLI, 5 * MILLI, 3 * MILLI);
        assertThat(TailNote.words(8.2e6, tail(9, 31 * MILLI, causes, false, true, 0, 0)))
                .isEqualTo("max 8.20 ms, 9 above 50 µs took 31.0 ms: run queue ≤ 27.0 (behind our own JIT ≤ 12.0,"
                        + " launcher ≤ 2.00), faults ≤ 1.00, safepoints and GC ≤ 0.40, stolen ≤ 4.00, asleep ≤ 5.00, unexplained ≥ 3.00");
    }

    @Test
    void nothingLongIsSaidShortly() {
        assertThat(TailNote.words(2400, tail(0, 0, NONE, false, true, 0, 0))).isEqualTo("max 2.40 µs, none above 50 µs");
    }

    @Test
    void whatIsNotShownIsNextToNothing() {
        Causes causes = new Causes(600, 600, 0, 0, 0, 0, 0, 0, 0, 60 * MICRO);
        assertThat(TailNote.words(64_000, tail(1, 64 * MICRO, causes, false, true, 0, 0)))
                .isEqualTo("max 64.0 µs, 1 above 50 µs took 0.06 ms: unexplained ≥ 0.06");
    }

    @Test
    void aWaitThatIsNotOurOwnMakingSaysSo() {
        Causes causes = new Causes(MILLI, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(TailNote.words(1e6, tail(1, MILLI, causes, false, true, 0, 0)))
                .contains("run queue ≤ 1.00 (under 1 % behind our own threads)");
    }

    @Test
    void everyThreadOfOursThatWasInTheWayIsNamed() {
        Causes causes = new Causes(9 * MILLI, 2 * MILLI, 3 * MILLI, MILLI, MILLI, 0, 0, 0, 0, 0);
        assertThat(TailNote.words(1e7, tail(1, 10 * MILLI, causes, false, true, 0, 0))).contains(
                "run queue ≤ 9.00 (behind our own JIT ≤ 2.00, VM ≤ 3.00, other threads ≤ 1.00, launcher ≤ 1.00)");
    }

    @Test
    void statisticsTooCoarseOrLackingSaySo() {
        assertThat(TailNote.words(1e6, tail(1, MILLI, NONE, true, true, 0, 0))).contains("stolen unknown below ticks of 10 ms");
        Causes stolen = new Causes(0, 0, 0, 0, 0, 0, 0, 2 * MILLI, 0, 0);
        assertThat(TailNote.words(1e6, tail(1, MILLI, stolen, true, true, 0, 0)))
                .contains("stolen ≤ 2.00 (known in ticks of 10 ms)");
        Causes unexplained = new Causes(0, 0, 0, 0, 0, 0, 0, 0, 0, MILLI);
        assertThat(TailNote.words(1e6, tail(1, MILLI, unexplained, false, false, 0, 0))).endsWith(
                ": run queue, safepoints and GC unknown to this kernel, unexplained, the unknown included, ≥ 1.00");
        Tail nothingKnown = new Tail(50 * MICRO, 50 * MICRO, 1, MILLI, 0, 0, 0, true, false, unexplained, 4000 * MILLI,
                stats(0, 0), stats(0, 0), 0, Tail.STEAL_UNKNOWN);
        assertThat(TailNote.words(1e6, nothingKnown)).endsWith(": run queue, safepoints and GC unknown to this kernel,"
                + " stolen unknown to this kernel, unexplained, the unknown included, ≥ 1.00");
    }

    @Test
    void faultsThatReadADiskAreTold() {
        Causes faults = new Causes(0, 0, 0, 0, 0, 2 * MILLI, 0, 0, 0, 0);
        assertThat(TailNote.words(1e6, tail(1, MILLI, faults, false, true, 0, 3))).contains("faults ≤ 2.00 (3 read a disk)");
    }

    @Test
    void whatWasNotExaminedIsTold() {
        Tail tail = new Tail(50 * MICRO, 1000 * MICRO, 40, 90 * MILLI, 5 * MILLI, 31, 60 * MILLI, false, true, NONE, 4000 * MILLI,
                stats(0, 0), stats(0, 0), 0, 0);
        assertThat(TailNote.words(5e6, tail)).isEqualTo(
                "max 5.00 ms, 40 above 50 µs to 1 ms took 90.0 ms: unexplained ≥ 0.00,"
                        + " not examined 60.0 (31 of them came too thick)");
    }

    @Test
    void compilationDuringMeasurementIsTold() {
        assertThat(TailNote.words(2e6, tail(0, 0, NONE, false, true, 3 * MILLI, 0))).doesNotContain("compilation");
        assertThat(TailNote.words(2e6, tail(0, 0, NONE, false, true, 5 * MILLI, 0)))
                .isEqualTo("max 2.00 ms, none above 50 µs, compilation ran 5.00 ms during measurement");
    }

    @Test
    void bothColumnsStandInOneNoteAndTheWayToReadThemOnce() {
        Tail tail = tail(0, 0, NONE, false, true, 0, 0);
        TimingRow row = new TimingRow("round trip, spin", Optional.of(cell("sysv/spin", tail)),
                Optional.of(cell("mmap/spin", tail)), "rtt");
        List<String> notes = TailNote.notes(List.of(row, row));
        assertThat(notes).hasSize(3);
        assertThat(notes.get(0)).isEqualTo(
                "tail, round trip, spin: shmem max 8.00 µs, none above 50 µs; mmap max 8.00 µs, none above 50 µs.");
        assertThat(notes.get(2)).startsWith("how to read tails: ms; ");
    }

    @Test
    void wherePairsAreAllThereIsTheyHaveTheirNotes() {
        Summary summary = new Summary(10, 100, 110, 110, 110, 110, 110, 110, 8_000);
        Summary longer = new Summary(10, 100, 110, 110, 110, 110, 110, 110, 2 * MILLI);
        Causes causes = new Causes(MILLI, 0, 0, 0, 0, 0, 0, 0, 0, 950 * MICRO);
        Cell pair = new Cell("id", "Paired", Map.of("pair", "sysv/spin:mmap/spin"), Status.MEASURED, "", null,
                List.of(new Metric("baseline", "x.hlog", summary, List.of(summary), null),
                        new Metric("contender", "x.hlog", longer, List.of(longer), null)),
                List.of(), "pairs/x.csv.gz", 0, tail(1, 2 * MILLI, causes, false, true, 0, 0));
        assertThat(table(pair)).contains("\n- tail, mmap − shmem, spin, both together: max 2.00 ms, 1 above 50 µs took 2.00 ms:"
                + " run queue ≤ 1.00 (under 1 % behind our own threads), unexplained ≥ 0.95.\n- how to read tails: ms; ");
        assertThat(table(pair, cell("sysv/spin", tail(0, 0, NONE, false, true, 0, 0)))).doesNotContain("both together")
                .containsOnlyOnce("how to read tails").contains("- tail, round trip, spin: shmem max 8.00 µs, none above 50 µs.");
    }

    private static String table(Cell... cells) {
        Runs run = Runs.run();
        Stream.of(cells).forEach(run::cell);
        return Runs.unwrapped(new TimingTable(List.of(run.record()), false).format());
    }

    @Test
    void runsOfEarlierFormatsHaveNone() {
        TimingRow row = new TimingRow("round trip, spin", Optional.of(cell("sysv/spin", null)), Optional.empty(), "rtt");
        assertThat(TailNote.notes(List.of(row))).isEmpty();
    }

    /** A cell of which nothing was long. */
    static Cell quiet(String transport) {
        return cell(transport, tail(0, 0, NONE, false, true, 0, 0));
    }

    private static Cell cell(String transport, Tail tail) {
        Summary summary = new Summary(10, 100, 110, 110, 110, 110, 110, 110, 8_000);
        return new Cell("id", "RoundTrip", Map.of("transport", transport), Status.MEASURED, "", null,
                List.of(new Metric("rtt", "x.hlog", summary, List.of(summary), null)), List.of(), null, 0, tail);
    }

    private static Tail tail(long operations, long total, Causes causes, boolean blocks, boolean runQueueKnown,
            long compilerNanos, long majorFaults) {
        long peersNanos = compilerNanos / 4;
        long peersFaults = majorFaults / 3;
        return new Tail(50 * MICRO, 50 * MICRO, operations, total, 0, 0, 0, blocks, runQueueKnown, causes, 4000 * MILLI,
                stats(compilerNanos - peersNanos, majorFaults - peersFaults), stats(peersNanos, peersFaults), 0, 0);
    }

    private static OsStats stats(long compilerNanos, long majorFaults) {
        return new OsStats(0, 0, 0, 0, majorFaults, compilerNanos, 0, 0);
    }
}
