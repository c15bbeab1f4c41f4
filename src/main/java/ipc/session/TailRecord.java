package ipc.session;

import ipc.osstats.Quantity;
import ipc.osstats.Tail;
import ipc.osstats.TailResult;
import ipc.result.RunRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.openjdk.jmh.results.BenchmarkResult;

/** A cell's tail as it stands in {@code run.json}: what its forks' iterations brought home, merged. */
final class TailRecord {
    private TailRecord() {
    }

    /** Null if no fork brought one home. */
    static RunRecord.Tail of(List<BenchmarkResult> forks) {
        Optional<Tail> merged = forks.stream().flatMap(fork -> fork.getIterationResults().stream())
                .map(iteration -> iteration.getSecondaryResults().get(TailResult.METRIC)).filter(Objects::nonNull)
                .map(result -> ((TailResult) (Object) result).tail()).reduce(Tail::plus);
        return merged.map(TailRecord::of).orElse(null);
    }

    private static RunRecord.Tail of(Tail tail) {
        return new RunRecord.Tail(tail.get(Quantity.LEAST_THRESHOLD), tail.get(Quantity.GREATEST_THRESHOLD),
                tail.get(Quantity.OPERATIONS), tail.get(Quantity.TOTAL), tail.get(Quantity.LONGEST),
                tail.get(Quantity.NOT_EXAMINED), tail.get(Quantity.NOT_EXAMINED_TOTAL), tail.get(Quantity.BLOCKS) > 0,
                tail.get(Quantity.NO_RUN_QUEUE) == 0, causes(tail), tail.get(Quantity.MEASURED),
                new RunRecord.OsStats(tail.get(Quantity.FORK_WAIT), tail.get(Quantity.FORK_VOLUNTARY_SWITCHES),
                        tail.get(Quantity.FORK_INVOLUNTARY_SWITCHES), tail.get(Quantity.FORK_MINOR_FAULTS),
                        tail.get(Quantity.FORK_MAJOR_FAULTS), tail.get(Quantity.FORK_COMPILER), tail.get(Quantity.FORK_VM),
                        tail.get(Quantity.FORK_OTHERS)),
                new RunRecord.OsStats(tail.get(Quantity.PEER_WAIT), tail.get(Quantity.PEER_VOLUNTARY_SWITCHES),
                        tail.get(Quantity.PEER_INVOLUNTARY_SWITCHES), tail.get(Quantity.PEER_MINOR_FAULTS),
                        tail.get(Quantity.PEER_MAJOR_FAULTS), tail.get(Quantity.PEER_COMPILER), tail.get(Quantity.PEER_VM),
                        tail.get(Quantity.PEER_OTHERS)),
                tail.get(Quantity.LAUNCHER),
                tail.get(Quantity.NO_STEAL) == 0 ? tail.get(Quantity.STEAL_TICKS) : RunRecord.Tail.STEAL_UNKNOWN);
    }

    private static RunRecord.Causes causes(Tail tail) {
        return new RunRecord.Causes(tail.get(Quantity.RUN_QUEUE), tail.get(Quantity.BEHIND_COMPILER),
                tail.get(Quantity.BEHIND_VM), tail.get(Quantity.BEHIND_OTHERS), tail.get(Quantity.BEHIND_LAUNCHER),
                tail.get(Quantity.FAULTS), tail.get(Quantity.SAFEPOINTS), tail.get(Quantity.STOLEN), tail.get(Quantity.ASLEEP),
                tail.get(Quantity.UNEXPLAINED));
    }
}
