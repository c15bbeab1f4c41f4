package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Machines that lack a mechanism, made of this one by namespaces of their own; where the test may not make one, it is skipped.
 */
@Tag("once")
class MissingIT {
    private static final String MEASURE = " quick RoundTrip -p transport=sysv/condvar,mmap/condvar -w 100ms -r 100ms --out a";

    @TempDir
    private Path work;

    private Harness harness;

    @BeforeEach
    void needsNamespaces() throws IOException, InterruptedException {
        assumeTrue(new ProcessBuilder("unshare", "-i", "true").start().waitFor() == 0, "unshare -i is not allowed here");
        harness = new Harness(work);
    }

    @Test
    void aLimitOfZeroIsADashWithItsReasonAndExit0() {
        Harness.Finished run = inNamespace("echo 0 > /proc/sys/kernel/shmmni; ");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(row(run.out())).matches("\\| .* - round trip, condvar +(\\| - +){3}(\\| [0-9.]+ +){3}\\|");
        assertThat(run.out()).contains("shmem - because System V shared memory is switched off: shmget(IPC_PRIVATE, 4096, 0600): ENOSPC")
                .contains("kernel.shmmni = 0");
    }

    @Test
    void aLimitThatIsReachedIsAFailedCellThatNamesItAndCostsNobodyElse() {
        Harness.Finished run = inNamespace("ipcmk -M 4096 >/dev/null; echo 1 > /proc/sys/kernel/shmmni; ");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(row(run.out())).matches("\\| .* - round trip, condvar +(\\| - +){3}(\\| [0-9.]+ +){3}\\|");
        assertThat(run.out()).contains("shmem - because it failed: round 1: shmget(IPC_PRIVATE, ").contains("kernel.shmmni = 1 segments");
    }

    @Test
    void aDirectoryTooSmallForAMappedFileIsRefused() {
        Harness.Finished run = harness.finish(harness.start(List.of("unshare", "-m", "sh", "-c", "mkdir small && mount -t tmpfs -o size=0,nr_blocks=1"
                + " none small && exec " + quoted() + " quick RoundTrip -p transport=mmap/condvar -p size=1048576 --mmap-dir small --out a"), Map.of()));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("is too small for mapped files: posix_fallocate(").contains("ENOSPC").contains("name another by --mmap-dir");
        assertThat(work.resolve("a")).doesNotExist();
    }

    @Test
    void aFullDevShmIsAFailedCellThatSaysSoAndNoSigbus() {
        Harness.Finished run = inMountNamespace("mount -t tmpfs -o size=64k none /dev/shm", "quick RoundTrip -w 100ms -r 100ms --out a"
                + " -p size=65536 -p transport=posix/futex,mmap-tmpfs/futex,memfd/futex,aeron-ipc,chronicle-queue-tmpfs");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        String reason = "failed in round 1: posix_fallocate\\(\\d+, 0, 131\\d+\\): ENOSPC \\(28\\), no space left:"
                + " the tmpfs on /dev/shm is full; `df /dev/shm` shows it";
        assertThat(run.out()).containsPattern("round trip, posix/futex, 65536 bytes: " + reason)
                .containsPattern("round trip, mmap-tmpfs/futex, 65536 bytes: " + reason)
                .containsPattern("round trip, aeron-ipc, 65536 bytes: failed in round 1: Aeron needs room for \\d+ bytes in /dev/shm")
                .containsPattern("round trip, chronicle-queue-tmpfs, 65536 bytes: failed in round 1: Chronicle Queue needs room for")
                .containsPattern("\\| round trip, memfd/futex, 65536 bytes +\\| \\d+ ");
    }

    @Test
    void whereNoTmpfsIsTheListSaysSo() throws IOException {
        assumeTrue(!Files.getFileStore(work).type().equals("tmpfs"), "the test's own directory lies on one");
        Harness.Finished run = inMountNamespace("mkdir disk && mount --bind disk /dev/shm && findmnt -rnt tmpfs -o TARGET"
                + " | grep -vx /dev/shm | while read -r point; do mount -o remount,bind,ro \"$point\" || true; done", "list");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("(?m)^  posix/spin .* - not on this machine: /dev/shm is no tmpfs but on \\S+: an object there")
                .containsPattern("(?m)^  mmap-tmpfs/sem .* - not on this machine: no tmpfs that may be written is mounted")
                .containsPattern("(?m)^  aeron-ipc .* - not on this machine: no tmpfs that may be written is mounted")
                .containsPattern("(?m)^  memfd/futex (?!.*not on this machine)");
    }

    @Test
    void whereDevShmCannotBeWrittenTheReasonIsTheCallsOwn() {
        Harness.Finished run = inMountNamespace("mount -t tmpfs -o ro none /dev/shm", "list");
        assertThat(run.out()).containsPattern("(?m)^  posix/futex .* - not on this machine: "
                + "shm_open\\(\"/ipc-roundtrip-[0-9a-f]{32}\", O_RDWR\\|O_CREAT\\|O_EXCL, 0600\\): EROFS \\(30\\), read-only"
                + " file system: /dev/shm cannot be written;");
    }

    @Test
    void anOlderKernelHasNoMemfd() throws IOException, InterruptedException {
        List<String> strace = List.of("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=memfd_create",
                "-e", "inject=memfd_create:error=ENOSYS");
        assumeTrue(canRun(strace), "strace is not here, or may not trace");
        List<String> command = new ArrayList<>(strace);
        command.addAll(List.of(Harness.HOME.resolve("run.sh").toString(), "list"));
        Harness.Finished run = harness.finish(harness.start(command, Map.of()));
        assertThat(run.out()).containsPattern("(?m)^  memfd/spin .* - not on this machine: memfd_create\\(\"ipc-roundtrip\","
                + " MFD_CLOEXEC\\): ENOSYS \\(38\\), this kernel does not have the call: Linux has it since 3.17$");
    }

    private static boolean canRun(List<String> prefix) throws InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Harness.Finished inMountNamespace(String preparation, String arguments) {
        String script = preparation + " && exec " + quoted() + " " + arguments;
        return harness.finish(harness.start(List.of("unshare", "-m", "sh", "-c", script), Map.of()));
    }

    private Harness.Finished inNamespace(String preparation) {
        return harness.finish(harness.start(List.of("unshare", "-i", "sh", "-c", preparation + "exec " + quoted() + MEASURE), Map.of()));
    }

    private static String quoted() {
        return "'" + Harness.HOME.resolve("run.sh") + "'";
    }

    private static String row(String table) {
        return table.lines().filter(line -> line.contains(" - round trip, condvar ")).findFirst().orElseThrow();
    }
}
