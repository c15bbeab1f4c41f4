package ipc.analysis;

import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Round trips between pairs of CPUs, as a matrix: median, nanoseconds, spin, 8 bytes. */
public final class CpuMatrix {
    private static final int WIDTH = 7;

    private final Map<Integer, Map<Integer, String>> figures = new TreeMap<>();
    private final int allowedCpus;
    private int pairs;

    /** @param allowedCpus how many CPUs there are to choose pairs from */
    public CpuMatrix(int allowedCpus) {
        this.allowedCpus = allowedCpus;
    }

    /**
     * Takes a pair of CPUs in.
     *
     * @param cell what was measured with the fork on the one and the peer on the other
     */
    public void add(int cpu, int other, Cell cell) {
        String figure = cell.metrics().stream().findFirst().map(Metric::all)
                .map(all -> String.format(Locale.ROOT, "%.0f", all.p50())).orElse("-");
        pairs++;
        figures.computeIfAbsent(cpu, key -> new TreeMap<>()).put(other, figure);
        figures.computeIfAbsent(other, key -> new TreeMap<>()).put(cpu, figure);
    }

    /** The matrix with its heading, ended by a line break; a dot is a pair that was not measured. */
    public String format() {
        if (figures.isEmpty()) {
            return "CPUs: only one is allowed, so there is no pair of them.\n";
        }
        SortedSet<Integer> cpus = new TreeSet<>(figures.keySet());
        int all = allowedCpus * (allowedCpus - 1) / 2;
        StringBuilder text = new StringBuilder("Round trips between CPUs, spin, 8 bytes, median in ns")
                .append(pairs < all ? ", of " + pairs + " of " + all + " pairs:\n" : ":\n").append(right("CPU"));
        cpus.forEach(cpu -> text.append(right(cpu.toString())));
        text.append('\n');
        for (int row : cpus) {
            text.append(right(Integer.toString(row)));
            for (int column : cpus) {
                text.append(right(row == column ? "" : figures.get(row).getOrDefault(column, ".")));
            }
            text.append('\n');
        }
        return text.toString().replaceAll(" +\n", "\n");
    }

    private static String right(String text) {
        return " ".repeat(Math.max(1, WIDTH - text.length())) + text;
    }
}
