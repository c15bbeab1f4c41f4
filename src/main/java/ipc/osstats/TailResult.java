package ipc.osstats;

import ipc.result.RunRecord.Tail;
import java.util.Collection;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Aggregator;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.util.SingletonStatistics;

/**
 * A {@link Tail} as a secondary result of JMH. The score, which is all that JMH shows, is the total time of long operations in
 * nanoseconds. JMH merges iterations by adding them.
 */
public final class TailResult extends Result<TailResult> {
    /** Name of the metric. */
    public static final String METRIC = "tail";

    private static final long serialVersionUID = 1;

    private final Tail tail;

    /** A result that carries this tail. */
    public TailResult(Tail tail) {
        super(ResultRole.SECONDARY, METRIC, new SingletonStatistics(tail.totalNanos()), "ns", AggregationPolicy.SUM);
        this.tail = tail;
    }

    /** The tail that the fork measured. */
    public Tail tail() {
        return tail;
    }

    @Override
    protected Aggregator<TailResult> getThreadAggregator() {
        return TailResult::sum;
    }

    @Override
    protected Aggregator<TailResult> getIterationAggregator() {
        return TailResult::sum;
    }

    private static TailResult sum(Collection<TailResult> results) {
        return new TailResult(results.stream().map(TailResult::tail).reduce(Tail::plus).orElseThrow());
    }
}
