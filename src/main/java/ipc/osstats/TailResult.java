package ipc.osstats;

import java.util.Collection;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Aggregator;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.util.SingletonStatistics;

/**
 * Brings a {@link Tail} home as a secondary result of JMH. Its score, all that JMH shows of it, is what the long operations took
 * in all, in nanoseconds; iterations add up.
 */
public final class TailResult extends Result<TailResult> {
    /** The metric's name. */
    public static final String METRIC = "tail";

    private static final long serialVersionUID = 1;

    private final Tail tail;

    /** @param tail not changed any more */
    public TailResult(Tail tail) {
        super(ResultRole.SECONDARY, METRIC, new SingletonStatistics(tail.get(Quantity.TOTAL)), "ns", AggregationPolicy.SUM);
        this.tail = tail;
    }

    /** What came home. */
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
