package ipc.analysis.run;

import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The names of a paired cell: its two sides, and what both have in common.
 *
 * @param baseline  the side that the other one is compared with
 * @param contender the other side
 * @param method    such as {@code round trip, spin}
 */
public record PairNames(String baseline, String contender, String method) {
    private static final String PAIR = "pair";
    private static final String SYSTEM_V = "sysv";
    private static final String PACED = "PairedPaced";
    private static final String USUAL_SIZE = "64";
    /** The wait of the published one-way method, which needs no mention. */
    private static final String PUBLISHED_WAIT = "condvar";

    /** Whether the cell measured two transports in turns. */
    public static boolean isPair(Cell cell) {
        return cell.params().containsKey(PAIR);
    }

    /** Whether both sides are the same transport, so that there is nothing to find. */
    public static boolean isOfOne(Cell cell) {
        String[] transports = transports(cell);
        return transports[0].equals(transports[1]);
    }

    /** The names of a paired cell. */
    public static PairNames of(Cell cell) {
        String[] transports = transports(cell);
        String wait = waiting(transports[0]);
        boolean sameWait = !wait.isEmpty() && wait.equals(waiting(transports[1]));
        String[] names = new String[2];
        for (int i = 0; i < names.length; i++) {
            names[i] = (sameWait ? region(transports[i]) : transports[i])
                    + (isOfOne(cell) ? i == 0 ? " (first)" : " (second)" : "");
        }
        boolean paced = cell.benchmark().equals(PACED);
        String size = cell.params().getOrDefault("size", USUAL_SIZE);
        return new PairNames(names[0], names[1], (paced ? "one way" : "round trip")
                + (sameWait && !(paced && wait.equals(PUBLISHED_WAIT)) ? ", " + wait : "") + (paced ? ", every 2 ms" : "")
                + (size.equals(USUAL_SIZE) ? "" : ", " + size + " bytes"));
    }

    /**
     * One side with its latencies.
     *
     * @param label  such as {@code round trip, sysv/spin}
     * @param metric empty if the cell was not measured
     */
    public record Side(String label, Optional<Metric> metric) {
    }

    /** Baseline, then contender. */
    public static List<Side> sides(Cell cell) {
        String[] transports = transports(cell);
        String way = cell.benchmark().equals(PACED) ? "one way, every 2 ms, " : "round trip, ";
        String size = cell.params().getOrDefault("size", USUAL_SIZE);
        String bytes = size.equals(USUAL_SIZE) ? "" : ", " + size + " bytes";
        List<Side> sides = new ArrayList<>();
        for (int i = 0; i < transports.length; i++) {
            String name = i == 0 ? "baseline" : "contender";
            sides.add(new Side(way + transports[i] + bytes,
                    cell.metrics().stream().filter(metric -> metric.name().equals(name)).findFirst()));
        }
        return sides;
    }

    /** Such as {@code mmap - shmem: round trip, spin}. */
    public String subject() {
        return contender + " - " + baseline + ": " + method;
    }

    private static String region(String transport) {
        String region = transport.split("/", 2)[0];
        return region.equals(SYSTEM_V) ? "shmem" : region;
    }

    private static String waiting(String transport) {
        int slash = transport.indexOf('/');
        return slash < 0 ? "" : transport.substring(slash + 1);
    }

    /** The transports as they were typed: baseline, then contender. */
    static String[] transports(Cell cell) {
        String[] transports = cell.params().getOrDefault(PAIR, "").split(":", -1);
        return transports.length == 2 ? transports : new String[] {"baseline", "contender"};
    }
}
