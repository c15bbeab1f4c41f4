package ipc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class ForkJvmTest {
    /** An annotation cannot use a list from elsewhere, so each benchmark repeats it. */
    @Test
    void plainJmhForksWithTheSameOptionsInTheSameOrder() throws ClassNotFoundException {
        Set<BenchmarkListEntry> benchmarks = BenchmarkList.defaultList().getAll(
                OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT), List.of());
        assertThat(benchmarks).hasSize(Benchmarks.list().size());
        for (BenchmarkListEntry benchmark : benchmarks) {
            Fork fork = Class.forName(benchmark.getUserClassQName()).getAnnotation(Fork.class);
            assertThat(fork.jvmArgsPrepend()).as(benchmark.getUsername()).containsExactlyElementsOf(ForkJvm.OPTIONS);
        }
    }
}
