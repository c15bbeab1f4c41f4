package ipc.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.PairedDifferences.Difference;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.PairedDifference;
import ipc.result.RunRecord.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sentences people paste into reports. */
class PairedVerdictTest {
    private static final Cell SPIN = cell("Paired", "sysv/spin:mmap/spin");

    @Test
    void noDifference() {
        assertThat(words(SPIN, 121, -0.02, new double[] {-0.06, 0.03}, true, 1)).isEqualTo(
                "mmap − shmem, spin: −0.020 ns [−0.060, +0.030] of 121 ns: no difference (would have seen 0.064 ns; equal within 1 %)");
    }

    @Test
    void noDifferenceShownWhereTheIntervalIsWide() {
        assertThat(words(SPIN, 525, 3, new double[] {-11, 14}, false, 0.4)).isEqualTo(
                "mmap − shmem, spin: +3 ns [−11, +14] of 525 ns (40 % of the pairs): no difference shown (would have seen 18 ns)");
    }

    @Test
    void aDifference() {
        assertThat(words(SPIN, 100, 4, new double[] {3.1, 5}, false, 1))
                .isEqualTo("mmap − shmem, spin: +4.0 ns [+3.1, +5.0] of 100 ns: mmap is slower");
        assertThat(words(SPIN, 100, -0.3, new double[] {-0.4, -0.2}, true, 1))
                .isEqualTo("mmap − shmem, spin: −0.30 ns [−0.40, −0.20] of 100 ns: shmem is slower, by less than 1 %");
    }

    @Test
    void anEndThatIsNotZeroDoesNotLookLikeIt() {
        assertThat(words(SPIN, 102, 0.02, new double[] {0.004, 0.17}, true, 1)).isEqualTo(
                "mmap − shmem, spin: +0.020 ns [+0.004, +0.170] of 102 ns: mmap is slower, by less than 1 %");
    }

    @Test
    void tooFewAllocations() {
        assertThat(PairedVerdict.inWords(SPIN, new Difference(121, -0.02, null, false, 300, 3, 1)))
                .isEqualTo("mmap − shmem, spin: −0.02 ns of 121 ns: 3 allocations are too few for an interval");
    }

    @Test
    void aPairThatCouldNotBeMeasuredSaysWhy() {
        Cell missing = new Cell("id", "Paired", Map.of("pair", "sysv/spin:mmap/spin"), Status.UNAVAILABLE, "shmget: ENOSYS", null,
                List.of(),
                List.of(), null, 0, null);
        RunRecord run = new RunRecord(2, "t", "s", "f", true, "desktop", "", List.of(), List.of(), 1, 1, List.of(), null, "",
                null,
                List.of(missing), List.of(), List.of(), null, null);
        assertThat(PairedVerdict.lines(run)).containsExactly("mmap − shmem, spin: - because shmget: ENOSYS");
    }

    @Test
    void everyPairHasItsOwnVerdicts() {
        RunRecord run = new RunRecord(2, "t", "s", "f", true, "desktop", "", List.of(), List.of(), 1, 1, List.of(), null, "",
                null,
                List.of(called("a", "RoundTrip"), called("b", "Paired"), called("c", "Paired")), List.of(), List.of(), null,
                List.of(said("c", "of c"), said("b", "of b"), said("c", "of c too")));
        assertThat(PairedVerdict.lines(run)).containsExactly("of b", "of c", "of c too");
    }

    private static Cell called(String id, String benchmark) {
        return new Cell(id, benchmark, benchmark.equals("Paired") ? Map.of("pair", "sysv/spin:mmap/spin") : Map.of(),
                Status.MEASURED,
                "", null, List.of(), List.of(), null, 0, null);
    }

    private static PairedDifference said(String cell, String verdict) {
        return new PairedDifference(cell, 100, 0, null, null, null, 1, false, 1000, 10, verdict);
    }

    @Test
    void sleepersAreToldInMicroseconds() {
        assertThat(words(cell("PairedPaced", "sysv/condvar:mmap/condvar"), 32_000, 80, new double[] {-200,
            460}, false, 1)).isEqualTo(
                    "mmap − shmem, condvar, one way every 2 ms: +0.08 µs [−0.20, +0.46] of 32.0 µs: no difference shown (would have seen 0.47 µs)");
    }

    @Test
    void otherPairsBearTheirWholeNames() {
        assertThat(words(cell("Paired", "sysv/spin:mmap/condvar"), 20_000, 40_000, new double[] {39_000, 41_000}, false, 1))
                .startsWith("mmap/condvar − sysv/spin: +40.0 µs").endsWith(": mmap/condvar is slower");
        assertThat(words(cell("Paired", "sysv/spin:sysv/spin"), 100, 4, new double[] {3, 5}, false, 1))
                .startsWith("shmem (second) − shmem (first), spin: +4.0 ns").endsWith("shmem (second) is slower");
    }

    private static String words(Cell cell, double level, double difference, double[] interval, boolean equal, double share) {
        return PairedVerdict.inWords(cell, new Difference(level, difference, interval, equal, 1000, 10, share));
    }

    private static Cell cell(String benchmark, String pair) {
        return new Cell("id", benchmark, Map.of("pair", pair, "size", "64"), Status.MEASURED, "", null, List.of(), List.of(),
                null, 0, null);
    }
}
