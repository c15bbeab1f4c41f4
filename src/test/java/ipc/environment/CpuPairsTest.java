package ipc.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuPairsTest {
    @TempDir
    private Path root;

    @Test
    void aSmallMachineIsLookedAtWhole() throws IOException {
        machine(4);
        assertThat(CpuPairs.sample(new CpuTopology(root), 8)).hasSize(6);
        machine(1);
        assertThat(CpuPairs.sample(new CpuTopology(root), 8)).isEmpty();
    }

    @Test
    void ofALargeOneEveryRelationIsInTheSample() throws IOException {
        machine(64);
        List<int[]> sample = CpuPairs.sample(new CpuTopology(root), 9);
        CpuTopology topology = new CpuTopology(root);
        assertThat(sample).hasSizeLessThanOrEqualTo(9);
        assertThat(sample.stream().map(pair -> topology.relation(pair[0], pair[1])).distinct()).containsExactlyInAnyOrder(
                CpuTopology.Relation.SHARED_CACHE, CpuTopology.Relation.SAME_CORE, CpuTopology.Relation.FAR);
    }

    /** Two hardware threads per core, eight CPUs per cache. */
    private void machine(int cpus) throws IOException {
        write("proc/self/status", "Cpus_allowed_list:\t0-" + (cpus - 1) + "\n");
        for (int cpu = 0; cpu < cpus; cpu++) {
            int core = cpu / 2 * 2;
            int cache = cpu / 8 * 8;
            write("sys/devices/system/cpu/cpu" + cpu + "/topology/core_cpus_list", core + "-" + (core + 1));
            write("sys/devices/system/cpu/cpu" + cpu + "/cache/index3/shared_cpu_list", cache + "-" + (cache + 7));
        }
    }

    private void write(String file, String content) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), content);
    }
}
