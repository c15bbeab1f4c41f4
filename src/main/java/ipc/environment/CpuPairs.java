package ipc.environment;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which pairs of CPUs to look at where there are many. */
public final class CpuPairs {
    private CpuPairs() {
    }

    /**
     * All pairs of allowed CPUs, or a sample of them: every way in which two CPUs can lie to each other in turn, and of each the
     * pairs spread evenly over the machine.
     *
     * @param most how many at most, positive
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
