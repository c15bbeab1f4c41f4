package ipc.analysis.validate;

import ipc.analysis.document.Section;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round trips between pairs of CPUs: median, nanoseconds, 8 bytes. */
public final class CpuRoundTrips {
    private final List<String> lines = new ArrayList<>();
    private final int allowedCpus;

    /** @param allowedCpus how many CPUs there are to choose pairs from */
    public CpuRoundTrips(int allowedCpus) {
        this.allowedCpus = allowedCpus;
    }

    /**
     * Adds a pair of CPUs.
     *
     * @param cell measured with the fork on {@code cpu} and the peer on {@code other}
     */
    public void add(int cpu, int other, Cell cell) {
        lines.add("CPUs " + cpu + " and " + other + ": " + cell.metrics().stream().findFirst().map(Metric::all)
                .map(all -> String.format(Locale.ROOT, "%.0f ns", all.p50())).orElse("not measured"));
    }

    /** A line for each pair; no line if only one CPU is allowed. */
    public Section section() {
        int all = allowedCpus * (allowedCpus - 1) / 2;
        return new Section("Round trips between CPUs, 8 bytes, median"
                + (lines.size() < all ? ", " + lines.size() + " of " + all + " pairs" : ""), lines);
    }
}
