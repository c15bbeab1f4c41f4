package ipc.analysis;

import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One row of the timing table: a method, measured through shared memory and through a mapped file on one machine.
 *
 * @param method the row's method in words
 * @param shmem  System V shared memory; empty if the run has no such cell
 * @param mmap   the mapped file
 * @param metric which of the cells' metrics the row shows
 */
record TimingRow(String method, Optional<Cell> shmem, Optional<Cell> mmap, String metric) {
    private static final String USUAL_SIZE = "64";
    /** Every 2 ms; one-way cells of earlier formats have no other. */
    private static final String PUBLISHED_RATE = "500";

    /** The published methods, in the table's order. */
    private enum Method {
        ROUND_TRIP_SPIN("RoundTrip", "spin", "rtt", "round trip, spin"),
        ROUND_TRIP_CONDVAR("RoundTrip", "condvar", "rtt", "round trip, condvar"),
        ONE_WAY_CONDVAR("OneWay", "condvar", "oneWay", "one way, condvar, every 2 ms");

        private final String benchmark;
        private final String wait;
        private final String metric;
        private final String words;

        Method(String benchmark, String wait, String metric, String words) {
            this.benchmark = benchmark;
            this.wait = wait;
            this.metric = metric;
            this.words = words;
        }
    }

    /** The rows a run has something for. */
    static List<TimingRow> select(RunRecord run) {
        List<TimingRow> rows = new ArrayList<>();
        for (Method method : Method.values()) {
            for (String size : sizes(run, method)) {
                Optional<Cell> shmem = find(run, method, "sysv", size);
                Optional<Cell> mmap = find(run, method, "mmap", size);
                if (shmem.isPresent() || mmap.isPresent()) {
                    String words = size.isEmpty() || size.equals(USUAL_SIZE) ? method.words
                            : method.words + ", " + size + " bytes";
                    rows.add(new TimingRow(words, shmem, mmap, method.metric));
                }
            }
        }
        return rows;
    }

    private static SortedSet<String> sizes(RunRecord run, Method method) {
        // Numbers as text: the shorter is the smaller.
        SortedSet<String> sizes = new TreeSet<>(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        run.cells().stream().filter(cell -> cell.benchmark().equals(method.benchmark))
                .forEach(cell -> sizes.add(cell.params().getOrDefault("size", "")));
        return sizes;
    }

    private static Optional<Cell> find(RunRecord run, Method method, String region, String size) {
        return run.cells().stream()
                .filter(cell -> cell.benchmark().equals(method.benchmark))
                .filter(cell -> matches(cell.params(), region + "/" + method.wait, size))
                .findFirst();
    }

    private static boolean matches(Map<String, String> params, String transport, String size) {
        return transport.equals(params.get("transport")) && size.equals(params.getOrDefault("size", ""))
                && PUBLISHED_RATE.equals(params.getOrDefault("rateHz", PUBLISHED_RATE));
    }

    /** What the row shows of a cell; empty if the cell was not measured. */
    Optional<Metric> metricOf(Optional<Cell> cell) {
        return find(cell, metric);
    }

    /** The same messages timed from when they were due; empty for a closed loop. */
    Optional<Metric> fromIntended(Optional<Cell> cell) {
        return find(cell, metric + "FromIntended");
    }

    private static Optional<Metric> find(Optional<Cell> cell, String name) {
        return cell.flatMap(measured -> measured.metrics().stream()
                .filter(candidate -> candidate.name().equals(name)).findFirst());
    }
}
