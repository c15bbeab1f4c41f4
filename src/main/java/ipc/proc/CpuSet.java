package ipc.proc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Sets of CPUs in the kernel's notation: {@code 0-3,8}. */
public final class CpuSet {
    private CpuSet() {
    }

    /**
     * Parses a list of CPUs.
     *
     * @param list such as {@code 0-3,8}; an empty text is the empty set
     * @throws NumberFormatException if the text is malformed
     */
    public static SortedSet<Integer> parse(String list) {
        SortedSet<Integer> cpus = new TreeSet<>();
        for (String range : list.strip().split(",")) {
            if (range.isBlank()) {
                continue;
            }
            String[] ends = range.strip().split("-", 2);
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int cpu = first; cpu <= last; cpu++) {
                cpus.add(cpu);
            }
        }
        return cpus;
    }

    /** Formats a set in the kernel's notation. */
    public static String format(Collection<Integer> cpus) {
        List<String> ranges = new ArrayList<>();
        Integer first = null;
        Integer last = null;
        for (Integer cpu : new TreeSet<>(cpus)) {
            if (last != null && cpu == last + 1) {
                last = cpu;
                continue;
            }
            if (first != null) {
                ranges.add(range(first, last));
            }
            first = cpu;
            last = cpu;
        }
        if (first != null) {
            ranges.add(range(first, last));
        }
        return String.join(",", ranges);
    }

    private static String range(int first, int last) {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
