package ipc.analysis.table;

import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord;
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
 * @param method the row's method, as data have it
 * @param label  the same for people
 * @param shmem  System V shared memory; empty if the run has no such cell
 * @param mmap   the mapped file
 * @param metric which of the cells' metrics the row shows
 */
record TimingRow(String method, String label, Optional<Cell> shmem, Optional<Cell> mmap, String metric) {
    private static final String USUAL_SIZE = "64";
    /** A message every 2 ms; one-way cells of earlier formats have no other rate. */
    private static final String PUBLISHED_RATE = "500";

    /** The published methods, in the table's order. */
    private enum Method {
        ROUND_TRIP_SPIN("RoundTrip", "spin", "rtt", "round trip, spin"),
        ROUND_TRIP_CONDVAR("RoundTrip", "condvar", "rtt", "round trip, condvar"),
        /** The published method: people know it by its pace alone. */
        ONE_WAY_CONDVAR("OneWay", "condvar", "oneWay", "one way, condvar, every 2 ms", "one way, every 2 ms");

        private final String benchmark;
        private final String wait;
        private final String metric;
        private final String words;
        private final String shortWords;

        Method(String benchmark, String wait, String metric, String words) {
            this(benchmark, wait, metric, words, words);
        }

        Method(String benchmark, String wait, String metric, String words, String shortWords) {
            this.benchmark = benchmark;
            this.wait = wait;
            this.metric = metric;
            this.words = words;
            this.shortWords = shortWords;
        }
    }

    /** The rows for which a run has cells. */
    static List<TimingRow> select(RunRecord run) {
        List<TimingRow> rows = new ArrayList<>();
        for (Method method : Method.values()) {
            for (String size : sizes(run, method)) {
                Optional<Cell> shmem = find(run, method, "sysv", size);
                Optional<Cell> mmap = find(run, method, "mmap", size);
                if (shmem.isPresent() || mmap.isPresent()) {
                    String bytes = size.isEmpty() || size.equals(USUAL_SIZE) ? "" : ", " + size + " bytes";
                    rows.add(new TimingRow(method.words + bytes, method.shortWords + bytes, shmem, mmap, method.metric));
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

    /** A side of the row.
     *
     * @param name {@code shmem} or {@code mmap}
     */
    record Side(String name, Optional<Cell> cell) {
    }

    /** Both sides, shared memory first. */
    List<Side> sides() {
        return List.of(new Side("shmem", shmem), new Side("mmap", mmap));
    }

    /** The metric of a cell that the row shows; empty if the cell was not measured. */
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
