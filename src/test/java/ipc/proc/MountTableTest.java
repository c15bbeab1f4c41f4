package ipc.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountTableTest {
    private static final Path SHM = Path.of("/dev/shm");

    @TempDir
    private Path root;

    /** @param lines device, point, type and options, as in {@code /proc/mounts} */
    private MountTable mounts(List<String> lines) {
        try {
            Files.createDirectories(root.resolve("proc/self"));
            Files.write(root.resolve("proc/self/mountinfo"), lines.stream().map(line -> line.split(" "))
                    .map(words -> words.length < 4 ? words[0]
                            : "36 35 98:0 / " + words[1] + " rw,noatime shared:1 - " + words[2] + " "
                                    + words[0] + " " + words[3])
                    .toList());
            return MountTable.read(new SystemFiles(root)).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void devShmHasPrecedenceOverOtherTmpfsMounts() {
        MountTable mounts = mounts(List.of("tmpfs /run tmpfs rw 0 0", "shm /dev/shm tmpfs rw 0 0", "none /a\\040b tmpfs rw 0 0",
                "/dev/sda /data ext4 rw 0 0"));
        assertThat(mounts.writableTmpfs(point -> true)).contains(SHM);
        assertThat(mounts.writableTmpfs(point -> !point.equals(SHM))).contains(Path.of("/run"));
        assertThat(mounts.writableTmpfs(point -> point.equals(Path.of("/a b")))).contains(Path.of("/a b"));
        assertThat(mounts.writableTmpfs(point -> point.equals(Path.of("/data")))).isEmpty();
        assertThat(mounts(List.of()).writableTmpfs(point -> true)).isEmpty();
    }

    @Test
    void theLastMountAtAPointHidesEarlierOnes() {
        MountTable mounts = mounts(List.of("shm /dev/shm tmpfs rw 0 0", "/dev/sda /dev/shm ext4 rw 0 0"));
        assertThat(mounts.writableTmpfs(point -> true)).isEmpty();
        assertThat(mounts.typeAt(SHM)).contains("ext4");
    }

    @Test
    void aDirectoryHasTheTypeOfTheNearestMountAbove() {
        MountTable mounts = mounts(List.of("/dev/sda / ext4 rw 0 0", "udev /dev devtmpfs rw 0 0", "malformed"));
        assertThat(mounts.typeAt(SHM)).contains("devtmpfs");
        assertThat(mounts.typeAt(Path.of("/home/x"))).contains("ext4");
        assertThat(mounts(List.of()).typeAt(SHM)).isEmpty();
    }

    @Test
    void aHugetlbfsMustHavePagesOfTheDefaultSize() {
        MountTable mounts = mounts(List.of("none /g hugetlbfs rw,pagesize=1024M 0 0", "none /m hugetlbfs rw,pagesize=2M 0 0",
                "none /old hugetlbfs rw 0 0"));
        assertThat(mounts.writableHugetlbfs("2M", point -> true)).contains(Path.of("/m"));
        assertThat(mounts.writableHugetlbfs("2M", point -> point.equals(Path.of("/old")))).contains(Path.of("/old"));
        assertThat(mounts.writableHugetlbfs("2M", point -> point.equals(Path.of("/g")))).isEmpty();
    }

    @Test
    void theMountsOfThisMachineCanBeRead() {
        assertThat(MountTable.ofThisProcess().typeAt(Path.of("/proc/self"))).contains("proc");
    }
}
