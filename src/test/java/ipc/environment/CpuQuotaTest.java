package ipc.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuQuotaTest {
    private static final String FIRST = "30 28 0:26 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu";
    private static final String SECOND = "30 28 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw";

    @TempDir
    private Path root;

    private FakeMachine machine;

    @BeforeEach
    void makeMachine() {
        machine = new FakeMachine(root).link("proc/self/ns/cgroup", "cgroup:[4026531835]");
    }

    @Test
    void theSmallestLimitOfAllGroupsAboveCountsInVersion2() {
        groups("0::/a/b/c", SECOND).write("sys/fs/cgroup/a/cpu.max", "150000 100000")
                .write("sys/fs/cgroup/a/b/cpu.max", "max 100000")
                .write("sys/fs/cgroup/a/b/c/cpu.max", "400000 100000")
                .write("sys/fs/cgroup/a/cpu.stat", "usage_usec 1\nnr_throttled 4");
        CpuQuota.Limit limit = read().orElseThrow().limit().orElseThrow();
        assertThat(limit.cpus()).isEqualTo(1.5);
        assertThat(limit.file()).isEqualTo("/sys/fs/cgroup/a/cpu.max");
        assertThat(limit.group()).isEqualTo("/a");
        assertThat(limit.throttled()).contains(4L);
    }

    @Test
    void theSmallestLimitOfAllGroupsAboveCountsInVersion1() {
        groups("1:cpu:/a/b\n0::/", FIRST).write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1")
                .write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000")
                .write("sys/fs/cgroup/cpu/a/cpu.cfs_quota_us", "30000").write("sys/fs/cgroup/cpu/a/cpu.cfs_period_us", "20000")
                .write("sys/fs/cgroup/cpu/a/b/cpu.cfs_quota_us", "-1").write("sys/fs/cgroup/cpu/a/b/cpu.cfs_period_us", "100000");
        CpuQuota.Limit limit = read().orElseThrow().limit().orElseThrow();
        assertThat(limit.cpus()).isEqualTo(1.5);
        assertThat(limit.version()).isEqualTo(1);
        assertThat(limit.throttled()).isEmpty();
    }

    @Test
    void noLimitIsNone() {
        groups("0::/a", SECOND).folder("sys/fs/cgroup/a");
        assertThat(read()).contains(new CpuQuota(Optional.empty(), ""));
        machine.write("sys/fs/cgroup/a/cpu.max", "max 100000");
        assertThat(read()).contains(new CpuQuota(Optional.empty(), ""));
    }

    @Test
    void aContainersOwnMountIsItsGroup() {
        groups("0::/kube/pod/x", "30 28 0:26 /kube/pod/x /sys/fs/cgroup ro - cgroup2 cgroup2 rw")
                .write("sys/fs/cgroup/cpu.max", "200000 100000");
        CpuQuota quota = read().orElseThrow();
        assertThat(quota.limit().orElseThrow().cpus()).isEqualTo(2);
        assertThat(quota.limit().orElseThrow().readOnly()).isTrue();
        assertThat(quota.hidden()).isEqualTo("groups above /kube/pod/x are not mounted here");
    }

    @Test
    void aNamespaceHidesWhatIsAboveIt() {
        machine = new FakeMachine(root.resolve("inner")).link("proc/self/ns/cgroup", "cgroup:[4026532000]");
        groups("0::/", SECOND).write("sys/fs/cgroup/cpu.max", "max 100000");
        assertThat(read()).contains(new CpuQuota(Optional.empty(), "groups above this namespace cannot be seen"));
    }

    @Test
    void groupsThatAreNotOursSayNothing() {
        groups("0::/", "30 28 0:26 /.. /sys/fs/cgroup rw - cgroup2 cgroup2 rw").write("sys/fs/cgroup/cpu.max", "100000 100000");
        assertThat(read()).isEmpty();
        groups("0::/mine", "30 28 0:26 /other /sys/fs/cgroup rw - cgroup2 cgroup2 rw");
        assertThat(read()).isEmpty();
        groups("0::/gone", SECOND);
        assertThat(read()).isEmpty();
    }

    @Test
    void withoutAMountOrAnythingReadableItIsUnknown() {
        assertThat(read()).isEmpty();
        groups("0::/a", "22 28 0:21 / /proc rw - proc proc rw");
        assertThat(read()).isEmpty();
        groups("0::/a", SECOND).write("sys/fs/cgroup/a/cpu.max", "nonsense");
        assertThat(read()).isEmpty();
        groups("1:cpu:/a", FIRST).write("sys/fs/cgroup/cpu/a/cpu.cfs_quota_us", "1000");
        assertThat(read()).isEmpty();
    }

    private FakeMachine groups(String own, String mount) {
        return machine.write("proc/self/cgroup", own).write("proc/self/mountinfo", mount);
    }

    private Optional<CpuQuota> read() {
        return CpuQuota.read(machine.files());
    }
}
