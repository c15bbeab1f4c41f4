package ipc.histogram;

import ipc.result.Block;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Aggregator;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.util.SingletonStatistics;

/**
 * The blocks of a paired benchmark as a secondary result of JMH. The score is their number. JMH merges iterations by adding the
 * scores; the blocks themselves stay with each iteration's result.
 */
public final class BlocksResult extends Result<BlocksResult> {
    private static final long serialVersionUID = 1;

    private final long[] words;

    BlocksResult(String label, long[] words) {
        this(label, words, BlockLog.size(words));
    }

    private BlocksResult(String label, long[] words, double count) {
        super(ResultRole.SECONDARY, label, new SingletonStatistics(count), "#", AggregationPolicy.SUM);
        this.words = words;
    }

    /** The blocks in the order of measurement. Empty in a merged result. */
    public List<Block> blocks() {
        return BlockLog.decode(words);
    }

    /** Number of blocks. */
    public int size() {
        return BlockLog.size(words);
    }

    /** Number of allocations in which they were measured. */
    public int allocations() {
        return BlockLog.allocations(words);
    }

    /** Whether an allocation has as many blocks as are kept, so that further ones may have been dropped. */
    public boolean mayLackSome() {
        int[] counts = new int[allocations()];
        blocks().forEach(block -> counts[block.allocation()]++);
        return Arrays.stream(counts).anyMatch(count -> count == BlockLog.MOST_IN_ALLOCATION);
    }

    @Override
    protected Aggregator<BlocksResult> getThreadAggregator() {
        return BlocksResult::sum;
    }

    @Override
    protected Aggregator<BlocksResult> getIterationAggregator() {
        return BlocksResult::sum;
    }

    private static BlocksResult sum(Collection<BlocksResult> results) {
        if (results.size() == 1) {
            return results.iterator().next();
        }
        return new BlocksResult(results.iterator().next().getLabel(), new long[0],
                results.stream().mapToDouble(Result::getScore).sum());
    }
}
