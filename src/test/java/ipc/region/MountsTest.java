package ipc.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MountsTest {
    private static final Path SHM = Path.of("/dev/shm");

    @Test
    void devShmHasPrecedenceOverOtherTmpfsMounts() {
        Mounts mounts = new Mounts(List.of("tmpfs /run tmpfs rw 0 0", "shm /dev/shm tmpfs rw 0 0", "none /a\\040b tmpfs rw 0 0",
                "/dev/sda /data ext4 rw 0 0"));
        assertThat(mounts.writableTmpfs(point -> true)).contains(SHM);
        assertThat(mounts.writableTmpfs(point -> !point.equals(SHM))).contains(Path.of("/run"));
        assertThat(mounts.writableTmpfs(point -> point.equals(Path.of("/a b")))).contains(Path.of("/a b"));
        assertThat(mounts.writableTmpfs(point -> point.equals(Path.of("/data")))).isEmpty();
        assertThat(new Mounts(List.of()).writableTmpfs(point -> true)).isEmpty();
    }

    @Test
    void theLastMountAtAPointHidesEarlierOnes() {
        Mounts mounts = new Mounts(List.of("shm /dev/shm tmpfs rw 0 0", "/dev/sda /dev/shm ext4 rw 0 0"));
        assertThat(mounts.writableTmpfs(point -> true)).isEmpty();
        assertThat(mounts.typeAt(SHM)).contains("ext4");
    }

    @Test
    void aDirectoryHasTheTypeOfTheNearestMountAbove() {
        Mounts mounts = new Mounts(List.of("/dev/sda / ext4 rw 0 0", "udev /dev devtmpfs rw 0 0", "malformed"));
        assertThat(mounts.typeAt(SHM)).contains("devtmpfs");
        assertThat(mounts.typeAt(Path.of("/home/x"))).contains("ext4");
        assertThat(new Mounts(List.of()).typeAt(SHM)).isEmpty();
    }

    @Test
    void aHugetlbfsMustHavePagesOfTheDefaultSize() {
        Mounts mounts = new Mounts(List.of("none /g hugetlbfs rw,pagesize=1024M 0 0", "none /m hugetlbfs rw,pagesize=2M 0 0",
                "none /old hugetlbfs rw 0 0"));
        assertThat(mounts.writableHugetlbfs("2M", point -> true)).contains(Path.of("/m"));
        assertThat(mounts.writableHugetlbfs("2M", point -> point.equals(Path.of("/old")))).contains(Path.of("/old"));
        assertThat(mounts.writableHugetlbfs("2M", point -> point.equals(Path.of("/g")))).isEmpty();
        assertThat(mounts.hasOption(Path.of("/m"), Set.of("pagesize=2M", "huge=always"))).isTrue();
        assertThat(mounts.hasOption(Path.of("/old"), Set.of("huge=always"))).isFalse();
        assertThat(mounts.hasOption(Path.of("/nope"), Set.of("rw"))).isFalse();
    }

    @Test
    void theMountsOfThisMachineCanBeRead() {
        assertThat(Mounts.read().typeAt(Path.of("/proc/self"))).contains("proc");
    }
}
