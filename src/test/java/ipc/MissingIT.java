package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Machines that lack a mechanism, made of this one by a namespace of its own for System V objects; where the test may not
 * make one, it is skipped.
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
