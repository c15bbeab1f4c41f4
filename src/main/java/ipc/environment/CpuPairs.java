package ipc.environment;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Chooses pairs of CPUs to measure on a machine with many of them. */
public final class CpuPairs {
    private CpuPairs() {
    }

    /**
     * All pairs of allowed CPUs, or a sample of them. The sample has the same share of every {@link CpuTopology.Relation}, and
     * its pairs are spread evenly over the machine.
     *
     * @param most most pairs, at least 1
     */
    public static List<int[]> sample(CpuTopology topology, int most) {
        Map<CpuTopology.Relation, List<int[]>> byRelation = new EnumMap<>(CpuTopology.Relation.class);
        List<Integer> cpus = new ArrayList<>(topology.allowed());
        int pairs = 0;
        for (int a = 0; a < cpus.size(); a++) {
            for (int b = a + 1; b < cpus.size(); b++) {
                byRelation.computeIfAbsent(topology.relation(cpus.get(a), cpus.get(b)), key -> new ArrayList<>())
                        .add(new int[] {cpus.get(a), cpus.get(b)});
                pairs++;
            }
        }
        List<int[]> sample = new ArrayList<>();
        int share = byRelation.isEmpty() ? 0 : Math.max(1, most / byRelation.size());
        for (List<int[]> alike : byRelation.values()) {
            int wanted = pairs <= most ? alike.size() : Math.min(share, alike.size());
            for (int i = 0; i < wanted; i++) {
                sample.add(alike.get((int) ((long) i * alike.size() / wanted)));
            }
        }
        return sample;
    }
}
