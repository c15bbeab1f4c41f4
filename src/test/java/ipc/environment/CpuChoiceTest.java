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

    /** Eight performance cores of two threads, four efficiency cores that share an L2 cache, one L3 cache for all. */
    @Test
    void takesTwoPerformanceCoresOfAHybridDesktop() throws IOException {
        write("proc/self/status", "Cpus_allowed_list:\t0-19\n");
        write("sys/devices/system/cpu/online", "0-19\n");
        for (int cpu = 0; cpu < 20; cpu++) {
            boolean fast = cpu < 16;
            String core = fast ? cpu / 2 * 2 + "-" + (cpu / 2 * 2 + 1) : Integer.toString(cpu);
            // Two cores are favoured.
            core(cpu, core, fast ? core : "16-19", "0-19");
            write("sys/devices/system/cpu/cpu" + cpu + "/cpufreq/cpuinfo_max_freq",
                    (!fast ? 3_800_000 : cpu < 4 ? 5_200_000 : 4_900_000) + "\n");
        }
        CpuChoice choice = choose("auto");
        assertThat(choice.fork()).isEqualTo(OptionalInt.of(13));
        assertThat(choice.peer()).isEqualTo(OptionalInt.of(15));
        assertThat(choice.description())
                .isEqualTo("CPUs 13 and 15, different cores, same last-level cache, two performance cores");
        assertThat(choose("18,19").description())
                .isEqualTo("CPUs 18 and 19, different cores, same last-level cache, two efficiency cores");
        assertThat(choose("0,19").description()).endsWith(", a performance core and an efficiency core");
    }

    /** Four small cores and four big ones, each cluster with an L2 cache; the scheduler's capacities tell the kinds. */
    @Test
    void takesTwoBigCoresOfAnArmBoard() throws IOException {
        write("proc/self/status", "Cpus_allowed_list:\t0-7\n");
        for (int cpu = 0; cpu < 8; cpu++) {
            // On this board the big cores come first.
            core(cpu, Integer.toString(cpu), cpu < 4 ? "0-3" : "4-7", null);
            write("sys/devices/system/cpu/cpu" + cpu + "/cpu_capacity", (cpu < 4 ? 1024 : 446) + "\n");
            write("sys/devices/system/cpu/cpu" + cpu + "/cpufreq/cpuinfo_max_freq", (cpu < 4 ? 1_800_000 : 2_000_000) + "\n");
        }
        assertThat(choose("auto").description())
                .isEqualTo("CPUs 2 and 3, different cores, same last-level cache, two performance cores");
    }

    /** The two low-power cores are on a die of their own: their outermost cache is an L2, while the others have an L3. */
    @Test
    void lowPowerCoresOfAnotherDieAreNotTakenForNeighboursByTheLastLevel() throws IOException {
        write("proc/self/status", "Cpus_allowed_list:\t0-5\n");
        for (int cpu = 0; cpu < 6; cpu++) {
            core(cpu, Integer.toString(cpu), cpu < 4 ? Integer.toString(cpu) : "4-5", cpu < 4 ? "0-3" : null);
            write("sys/devices/system/cpu/cpu" + cpu + "/cpufreq/cpuinfo_max_freq", (cpu < 4 ? 4_800_000 : 2_500_000) + "\n");
        }
        assertThat(choose("auto").description())
                .isEqualTo("CPUs 2 and 3, different cores, same last-level cache, two performance cores");
        assertThat(choose("4,5").description()).isEqualTo("CPUs 4 and 5, different cores, same L2 cache, two efficiency cores");
        assertThat(choose("3,4").description()).contains("different cores without a shared cache");
    }

    private void core(int cpu, String core, String level2, String level3) throws IOException {
        String folder = "sys/devices/system/cpu/cpu" + cpu;
        write(folder + "/topology/core_cpus_list", core + "\n");
        String[] sharing = {core, core, level2, level3};
        for (int index = 0; index < sharing.length; index++) {
            if (sharing[index] != null) {
                write(folder + "/cache/index" + index + "/shared_cpu_list", sharing[index] + "\n");
                write(folder + "/cache/index" + index + "/level", Math.max(1, index) + "\n");
            }
        }
    }

    /** In a container, the numbers in {@code /sys} can be others, or the files are empty. The affinity mask decides. */
    @Test
    void aListOfOnlineCpusThatCannotBeTrueDoesNotCount() throws IOException {
        machine("0-1", new String[] {"0", "1"}, new String[] {"0-1", "0-1"});
        for (String online : new String[] {"2-3", "1-2", "", "(null)", "junk"}) {
            write("sys/devices/system/cpu/online", online + "\n");
            assertThat(new CpuTopology(root, 2).allowed()).as(online).containsExactly(0, 1);
            assertThat(CpuChoice.resolve("auto", new CpuTopology(root, 2)).description()).as(online).startsWith("CPUs 0 and 1, ");
        }
        write("sys/devices/system/cpu/online", "0\n");
        assertThat(new CpuTopology(root, 1).allowed()).containsExactly(0);
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
