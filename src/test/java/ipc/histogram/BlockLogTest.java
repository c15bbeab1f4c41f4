package ipc.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.peer.Alternation;
import ipc.result.Block;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockLogTest {
    @Test
    void whatGoesInComesHome() throws IOException, ClassNotFoundException {
        BlockLog log = new BlockLog();
        log.add(9, true, 9, 9, 9);
        log.restart();
        int grown = 0;
        for (int block = 0; block < 100_000; block++) {
            grown += log.add(block / 1000, block % 3 == 0, 1 + block % 7, 10L * block, 5L * block) ? 1 : 0;
        }
        assertThat(grown).as("16384 blocks have room at first").isEqualTo(3);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new BlocksResult("blocks", log.copy()));
        }
        BlocksResult home = (BlocksResult) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        assertThat(home.blocks()).hasSize(100_000);
        assertThat(home.blocks().get(0)).isEqualTo(new Block(0, true, 1, 0, 0));
        assertThat(home.blocks().get(99_998)).isEqualTo(new Block(99, false, 1 + 99_998 % 7, 999_980, 499_990));
        assertThat(home.getScore()).isEqualTo(100_000);
    }

    @Test
    void ofAnAllocationOfMinutesTheFirstBlocksAreKept() {
        BlockLog log = new BlockLog();
        for (int allocation = 0; allocation < 3; allocation++) {
            for (int block = 0; block < (allocation == 1 ? 5 : 50_000); block++) {
                log.add(allocation, false, 1, block, 1);
            }
        }
        BlocksResult result = new BlocksResult("blocks", log.copy());
        assertThat(result.size()).isEqualTo(2 * BlockLog.MOST_IN_ALLOCATION + 5);
        assertThat(result.allocations()).isEqualTo(3);
        assertThat(result.mayLackSome()).isTrue();
        assertThat(result.blocks().get(BlockLog.MOST_IN_ALLOCATION - 1))
                .isEqualTo(new Block(0, false, 1, BlockLog.MOST_IN_ALLOCATION - 1, 1));
        assertThat(result.blocks().get(BlockLog.MOST_IN_ALLOCATION)).isEqualTo(new Block(1, false, 1, 0, 1));
        log.restart();
        log.add(2, true, 1, 7, 1);
        assertThat(log.size()).isEqualTo(1);
        assertThat(new BlocksResult("blocks", log.copy()).mayLackSome()).isFalse();
    }

    @Test
    void whatIsKeptOfAnAllocationIsWholePairs() {
        assertThat(BlockLog.MOST_IN_ALLOCATION % Block.PER_QUAD).isZero();
        assertThat(Alternation.BLOCKS_PER_QUAD).isEqualTo(Block.PER_QUAD);
    }

    @Test
    void iterationsAddUp() {
        BlocksResult one = new BlocksResult("blocks", log(3).copy());
        BlocksResult two = new BlocksResult("blocks", log(4).copy());
        BlocksResult sum = one.getIterationAggregator().aggregate(List.of(one, two));
        assertThat(sum.getScore()).isEqualTo(7);
        assertThat(sum.blocks()).isEmpty();
    }

    private static BlockLog log(int blocks) {
        BlockLog log = new BlockLog();
        for (int block = 0; block < blocks; block++) {
            log.add(0, false, 1, block, 1);
        }
        return log;
    }
}
