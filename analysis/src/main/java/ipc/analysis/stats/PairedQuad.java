package ipc.analysis.stats;

import ipc.result.Block;
import java.util.ArrayList;
import java.util.List;

/**
 * One pair of a paired benchmark: two blocks of each side, arranged so that a machine that gets slower steadily favours neither.
 *
 * @param allocation      in which allocation of both transports
 * @param startNanos      when it began; only differences within one fork mean anything
 * @param differenceNanos the mean of the contender's two block means less that of the baseline's
 * @param levelNanos      the median of the four block means
 */
public record PairedQuad(int allocation, long startNanos, double differenceNanos, double levelNanos) {
    /**
     * Takes blocks four by four.
     *
     * @throws ipc.BadInputException if they are not such pairs
     */
    public static List<PairedQuad> of(List<Block> blocks) {
        List<PairedQuad> quads = new ArrayList<>(blocks.size() / Block.PER_QUAD);
        for (int first = 0; first < blocks.size(); first += Block.PER_QUAD) {
            quads.add(of(blocks.subList(first, Math.min(first + Block.PER_QUAD, blocks.size())), first));
        }
        return quads;
    }

    private static PairedQuad of(List<Block> four, int first) {
        double contender = 0;
        double baseline = 0;
        int contenders = 0;
        for (Block block : four) {
            if (block.contender()) {
                contender += block.meanNanos();
                contenders++;
            } else {
                baseline += block.meanNanos();
            }
        }
        int allocation = four.get(0).allocation();
        if (four.size() != Block.PER_QUAD || 2 * contenders != Block.PER_QUAD
                || four.stream().anyMatch(block -> block.allocation() != allocation)) {
            throw new ipc.BadInputException("block " + first + " does not begin two blocks of each side in one allocation");
        }
        double[] means = four.stream().mapToDouble(Block::meanNanos).sorted().toArray();
        return new PairedQuad(allocation, four.get(0).startNanos(), (contender - baseline) / 2, (means[1] + means[2]) / 2);
    }
}
