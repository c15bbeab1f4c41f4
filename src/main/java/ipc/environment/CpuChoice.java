package ipc.environment;

import ipc.BadInputException;
import ipc.environment.CpuTopology.Relation;
import ipc.proc.CpuSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.stream.IntStream;

/**
 * The CPUs of the two processes.
 *
 * @param fork         CPU of the fork; empty leaves it to the scheduler
 * @param peer         CPU of the peer; empty leaves it to the scheduler
 * @param allowedCount number of CPUs that this process may use
 * @param description  the choice in words, for notes
 */
public record CpuChoice(OptionalInt fork, OptionalInt peer, int allowedCount, String description) {
    /** The description up to its first comma, colon or bracket, such as {@code CPUs 0 and 1}. */
    public String brief() {
        return description.split("[,:(]", 2)[0].strip();
    }

    /** The harness chooses two CPUs. */
    public static final String AUTO = "auto";
    /** No pinning; the scheduler places the processes. */
    public static final String NONE = "none";

    /** Whether two processes can be busy at the same time. */
    public boolean twoCanSpin() {
        return allowedCount > 1;
    }

    /**
     * Resolves the value of {@code --cpus}.
     *
     * @param request {@code auto}, {@code none} or two numbers {@code A,B}: fork, peer
     * @throws BadInputException if the value is malformed, names a CPU twice, or names one that is not allowed
     */
    public static CpuChoice resolve(String request, CpuTopology topology) {
        SortedSet<Integer> allowed = topology.allowed();
        return switch (request) {
            case NONE -> new CpuChoice(OptionalInt.empty(), OptionalInt.empty(), allowed.size(),
                    "not pinned: the scheduler places both processes on CPUs " + CpuSet.format(allowed));
            case AUTO -> auto(allowed, topology);
            default -> named(request, allowed, topology);
        };
    }

    private static CpuChoice auto(SortedSet<Integer> allowed, CpuTopology topology) {
        if (allowed.size() == 1) {
            return new CpuChoice(OptionalInt.empty(), OptionalInt.empty(), 1,
                    "one CPU allowed (" + allowed.first() + "): both processes share it");
        }
        List<int[]> pairs = new ArrayList<>();
        List<Integer> cpus = new ArrayList<>(allowed);
        for (int a = 0; a < cpus.size(); a++) {
            for (int b = a + 1; b < cpus.size(); b++) {
                pairs.add(new int[] {cpus.get(a), cpus.get(b)});
            }
        }
        // Two busy processes must not share a core, and the fastest cores are the ones that a program would use. CPU 0 serves most
        // interrupts: among equal pairs, the highest numbers are the quietest.
        int[] best = pairs.stream().min(Comparator
                .comparing((int[] pair) -> topology.relation(pair[0], pair[1]) == Relation.SAME_CORE)
                .thenComparing(pair -> IntStream.of(pair).filter(topology::isSlow).count())
                .thenComparing(pair -> topology.relation(pair[0], pair[1]))
                .thenComparing(pair -> -pair[0])
                .thenComparing(pair -> -pair[1])).orElseThrow();
        return pair(best[0], best[1], allowed, topology);
    }

    private static CpuChoice named(String request, SortedSet<Integer> allowed, CpuTopology topology) {
        String[] parts = request.split(",", -1);
        int[] cpus = new int[parts.length];
        try {
            for (int i = 0; i < parts.length; i++) {
                cpus[i] = Integer.parseInt(parts[i].strip());
            }
        } catch (NumberFormatException e) {
            throw new BadInputException("--cpus " + request + ": must be two CPU numbers such as 0,1, or auto, or none");
        }
        if (cpus.length != 2) {
            throw new BadInputException("--cpus " + request + ": must be two CPUs, one for each process, such as 0,1");
        }
        if (cpus[0] == cpus[1]) {
            throw new BadInputException("--cpus " + request + ": CPU " + cpus[0]
                    + " is named twice; name two different CPUs, or use none");
        }
        for (int cpu : cpus) {
            if (!allowed.contains(cpu)) {
                throw new BadInputException("--cpus " + request + ": this process must not use CPU " + cpu
                        + "; choose from " + CpuSet.format(allowed));
            }
        }
        return pair(cpus[0], cpus[1], allowed, topology);
    }

    private static CpuChoice pair(int fork, int peer, SortedSet<Integer> allowed, CpuTopology topology) {
        return new CpuChoice(OptionalInt.of(fork), OptionalInt.of(peer), allowed.size(),
                "CPUs " + fork + " and " + peer + ", " + topology.describe(fork, peer));
    }
}
