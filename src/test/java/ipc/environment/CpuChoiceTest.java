package ipc.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import ipc.proc.CpuSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chooses CPUs on copies of {@code /proc} and {@code /sys} of other machines. */
class CpuChoiceTest {
    @TempDir
    private Path root;

    @Test
    void takesTwoCoresThatShareACacheAndAvoidsCpu0() throws IOException {
        // Two clusters of two cores, as on the Snapdragon Flight Pro.
        machine("0-3", new String[] {"0", "1", "2", "3"}, new String[] {"0-1", "0-1", "2-3", "2-3"});
        CpuChoice choice = choose("auto");
        assertThat(choice.fork()).isEqualTo(OptionalInt.of(2));
        assertThat(choice.peer()).isEqualTo(OptionalInt.of(3));
        assertThat(choice.description()).isEqualTo("CPUs 2 and 3, different cores, same last-level cache");
        assertThat(choice.brief()).isEqualTo("CPUs 2 and 3");
    }

    @Test
    void neverTakesTwoThreadsOfOneCoreWhereThereIsAChoice() throws IOException {
        // Two cores with two threads each: 0 and 2 are siblings, 1 and 3 are siblings.
        machine("0-3", new String[] {"0,2", "1,3", "0,2", "1,3"}, new String[] {"0-3", "0-3", "0-3", "0-3"});
        CpuChoice choice = choose("auto");
        assertThat(choice.fork()).isEqualTo(OptionalInt.of(2));
        assertThat(choice.peer()).isEqualTo(OptionalInt.of(3));
    }

    @Test
    void saysSoWhereOnlyOneCoreIsAllowed() throws IOException {
        machine("0,2", new String[] {"0,2", "1,3", "0,2", "1,3"}, new String[] {"0-3", "0-3", "0-3", "0-3"});
        assertThat(choose("auto").description()).isEqualTo("CPUs 0 and 2, two hardware threads of one core");
    }

    @Test
    void prefersTheSharedCacheToTheQuieterCpus() throws IOException {
        machine("0-3", new String[] {"0", "1", "2", "3"}, new String[] {"0-1", "0-1", "2", "3"});
        assertThat(choose("auto").fork()).isEqualTo(OptionalInt.of(0));
    }

    @Test
    void staysInsideTheAllowedSet() throws IOException {
        machine("1-2", new String[] {"0", "1", "2", "3"}, new String[] {"0-3", "0-3", "0-3", "0-3"});
        assertThat(choose("auto").fork()).isEqualTo(OptionalInt.of(1));
        assertThatThrownBy(() -> choose("0,1")).isInstanceOf(BadInputException.class)
                .hasMessage("--cpus 0,1: this process must not use CPU 0; choose from 1-2");
    }

    @Test
    void aCpuThatIsSwitchedOffIsNotTaken() throws IOException {
        machine("0-127", new String[] {"0", "1", "2", "3"}, new String[] {"0-3", "0-3", "0-3", "0-3"});
        write("sys/devices/system/cpu/online", "0-2\n");
        CpuChoice choice = choose("auto");
        assertThat(choice.fork()).isEqualTo(OptionalInt.of(1));
        assertThat(choice.peer()).isEqualTo(OptionalInt.of(2));
        assertThatThrownBy(() -> choose("1,3")).hasMessageContaining("must not use CPU 3; choose from 0-2");
    }

    @Test
    void oneCpuIsSharedAndCannotSpin() throws IOException {
        machine("3", new String[] {"0", "1", "2", "3"}, new String[] {"0-3", "0-3", "0-3", "0-3"});
        CpuChoice choice = choose("auto");
        assertThat(choice.fork()).isEmpty();
        assertThat(choice.twoCanSpin()).isFalse();
    }

    @Test
    void noneLeavesItToTheScheduler() throws IOException {
        machine("0-1", new String[] {"0", "1"}, new String[] {"0-1", "0-1"});
        assertThat(choose("none").fork()).isEmpty();
        assertThat(choose("none").twoCanSpin()).isTrue();
    }

    @Test
    void whatTheKernelDoesNotSayIsUnknown() throws IOException {
        write("proc/self/status", "Cpus_allowed_list:\t0-1\n");
        assertThat(choose("auto").description()).isEqualTo("CPUs 0 and 1, the kernel does not say what they share");
    }

    @Test
    void badRequestsAreRefusedInOneLine() throws IOException {
        machine("0-1", new String[] {"0", "1"}, new String[] {"0-1", "0-1"});
        assertThatThrownBy(() -> choose("1,1")).hasMessage(
                "--cpus 1,1: CPU 1 is named twice; name two different CPUs, or use none");
        assertThatThrownBy(() -> choose("0")).hasMessage(
                "--cpus 0: must be two CPUs, one for each process, such as 0,1");
        assertThatThrownBy(() -> choose("a,b")).hasMessage(
                "--cpus a,b: must be two CPU numbers such as 0,1, or auto, or none");
    }

    @Test
    void setsAreReadAndWrittenAsTheKernelDoes() {
        assertThat(CpuSet.parse("0-3,8,10-11\n")).containsExactly(0, 1, 2, 3, 8, 10, 11);
        assertThat(CpuSet.format(CpuSet.parse("8,0-3,10-11"))).isEqualTo("0-3,8,10-11");
        assertThat(CpuSet.parse("\n")).isEmpty();
        assertThat(CpuSet.format(java.util.List.of())).isEmpty();
    }

    private CpuChoice choose(String request) {
        return CpuChoice.resolve(request, new CpuTopology(root));
    }

    private void machine(String allowed, String[] cores, String[] caches) throws IOException {
        write("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t" + allowed + "\n");
        for (int cpu = 0; cpu < cores.length; cpu++) {
            String folder = "sys/devices/system/cpu/cpu" + cpu;
            write(folder + "/topology/core_cpus_list", cores[cpu] + "\n");
            write(folder + "/cache/index0/shared_cpu_list", cpu + "\n");
            write(folder + "/cache/index3/shared_cpu_list", caches[cpu] + "\n");
        }
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }
}
