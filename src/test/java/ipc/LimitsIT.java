package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Limits of the kernel, of a user, of a control group and of a JVM's heap, each set for one run. A cell that reaches a limit
 * fails and names it, and the other cells are measured. {@link UnavailableIT} has the limits of segments and semaphores.
 */
@Tag("faults")
@Timeout(Harness.HANGS_SECONDS)
class LimitsIT extends FaultyRuns {
    private static final String NOBODY = "65534";
    /** The limit on queues does not apply to privileged processes. */
    private static final List<String> WITHOUT_PRIVILEGE = List.of("setpriv", "--bounding-set=-sys_resource",
            "--inh-caps=-sys_resource");
    private static final String NO_THREAD = "(the (fork|peer \\(process \\d+\\)) (did not start|failed): )?no further thread can be"
            + " started; `ulimit -u` says how many this user may have, pids.max how many this control group may(: exit code 1)?";

    /** Runs in an IPC namespace of its own, which may hold one object at the start. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sysv/futex | echo 100 > kernel/shmmax | shmget\\(IPC_PRIVATE, (\\d+), 0600\\): EINVAL \\(22\\), invalid argument: \\d+ bytes"
                + " do not fit kernel.shmmax = 100",
        "sysv/futex | ipcmk -M 4096 >&2; echo 1 > kernel/shmall | shmget\\(IPC_PRIVATE, \\d+, 0600\\): ENOSPC \\(28\\), no space left:"
                + " kernel.shmmni = \\d+ segments or kernel.shmall = 1 pages are all in use; `ipcs -m -u` shows by how much",
        "sysv-mq | ipcmk -Q >&2; echo 1 > kernel/msgmni | msgget\\(0x6970[0-9a-f]{4}, IPC_CREAT.IPC_EXCL.0600\\): ENOSPC \\(28\\),"
                + " no space left: kernel.msgmni = 1 queues are all in use; `ipcs -q` shows them",
        "posix-mq | echo 1 > fs/mqueue/queues_max | mq_open\\(\"/ipc-roundtrip-[0-9a-f]{32}\", O_CREAT.O_EXCL, 0600,"
                + " \\{mq_maxmsg 1, mq_msgsize 1024\\}\\): ENOSPC \\(28\\), no space left: fs.mqueue.queues_max = 1 queues are all"
                + " in use"})
    void aKernelLimitThatIsReachedFailsTheCell(String transport, String setting, String reason)
            throws InterruptedException {
        oneCellFailed(inIpcNamespace(setting, transport), transport, reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sysv/futex | kernel/shmall | 0 | System V shared memory is switched off: shmget(IPC_PRIVATE, 4096, 0600): ENOSPC (28), no"
                + " space left: kernel.shmmni = 4096 segments or kernel.shmall = 0 pages are all in use; `ipcs -m -u` shows by how"
                + " much",
        "sysv-mq | kernel/msgmni | 0 | System V message queues are switched off: kernel.msgmni = 0",
        "sysv-mq | kernel/msgmax | 128 | size 1024: a message of sysv-mq has 128 bytes at most, sequence word included:"
                + " kernel.msgmax = 128",
        "sysv-mq | kernel/msgmnb | 100 | size 1024: a message of sysv-mq has 100 bytes at most, sequence word included:"
                + " kernel.msgmnb = 100",
        "posix-mq | fs/mqueue/msgsize_max | 128 | size 1024: a message of posix-mq has 128 bytes at most, sequence word included:"
                + " fs.mqueue.msgsize_max"})
    void aTransportThatAKernelLimitForbidsIsUnavailable(String transport, String limit, int value, String reason)
            throws InterruptedException {
        Harness.Finished run = inIpcNamespace("echo " + value + " > " + limit, transport);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Harness.unwrapped(harness.run("table", "--by", "transport", "a").out()).lines()
                .filter(line -> line.contains(": not measured: ")))
                .containsExactly("- " + transport + ": not measured: " + reason);
        assertThat(run.out()).containsPattern("\\| memfd/futex +\\| +\\d");
    }

    /** The fork and its peer have the same limit, which is enough for them. */
    @Tag("once")
    @Test
    void aLauncherWithAFullHeapReportsIt() {
        Harness.Finished run = harness.finish(harness.start(command(with("-i", "600", "-r", "5ms")),
                Map.of("JDK_JAVA_OPTIONS", "-Xmx6m")));
        String reason = "this process has no memory left \\(.*\\); JDK_JAVA_OPTIONS=-Xmx1g gives it more";
        assertThat(run.err()).containsPattern("ipc-roundtrip: " + reason).doesNotContain("\tat ");
        // The JDK decides how far the launcher gets.
        if (run.exitCode() == 2) {
            assertThat(run.err()).containsPattern("ipc-roundtrip: " + reason + "\n$");
            return;
        }
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).containsPattern("failed in round 1: " + reason + "\n")
                .containsPattern("ipc-roundtrip: " + reason + "; what was measured is in \\S+/a\n$");
        assertThat(Harness.unwrapped(table())).containsPattern(": failed: round 1: " + reason);
    }

    @Test
    void aQueueWithOnePlaceIsMeasured() throws InterruptedException {
        bothAreMeasured(inIpcNamespace("echo 1 > fs/mqueue/msg_max", "posix-mq"));
    }

    private Harness.Finished inIpcNamespace(String setting, String transport) throws InterruptedException {
        assumeTrue(canRun("unshare", "-i", "setpriv", "--bounding-set=-sys_resource", "true"),
                "no IPC namespace can be made here");
        List<String> prefix = new ArrayList<>(List.of("unshare", "-i", "sh", "-c", "here=$PWD && cd /proc/sys && { " + setting
                + "; } && cd \"$here\" && exec \"$@\"", "sh"));
        prefix.addAll(WITHOUT_PRIVILEGE);
        return behind(prefix, with("-p", "transport=memfd/futex," + transport, "-p", "size=1024"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "24 | .*Too many open files.*",
        "40 | .*; only 40 files may be open here \\(`ulimit -n`\\).*"})
    void tooFewOpenFilesFailTheCell(int files, String reason) {
        Harness.Finished run = behind(List.of("prlimit", "--nofile=" + files + ":" + files),
                with("-p", "transport=memfd/condvar"));
        theOnlyCellFailed(run, "memfd/condvar", reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 50})
    void tooFewThreadsInAControlGroupFailTheCell(int threads) {
        theOnlyCellFailed(inControlGroup(ControlGroup.THREADS, Integer.toString(threads), with("-p", "transport=memfd/condvar")),
                "memfd/condvar", NO_THREAD);
    }

    @Test
    void tooFewThreadsOfAUserFailTheCell() throws IOException, InterruptedException {
        theOnlyCellFailed(asNobody("--nproc=45", "transport=memfd/condvar"), "memfd/condvar", NO_THREAD);
    }

    @Test
    void theUsersLimitOfQueueBytesIsNamed() throws IOException, InterruptedException {
        oneCellFailed(asNobody("--msgqueue=100", "transport=memfd/futex,posix-mq"), "posix-mq",
                "mq_open\\(.*\\): EMFILE \\(24\\), this process has too many open files: `ulimit -q` limits the"
                        + " bytes of this user's queues, `ulimit -n` the number of open files");
    }

    @Test
    void lockedMemoryIsNotNeeded() throws IOException, InterruptedException {
        bothAreMeasured(asNobody("--memlock=0", "transport=memfd/futex,sysv/condvar"));
    }

    /** Root has privileges that override some limits. */
    private Harness.Finished asNobody(String limit, String transports) throws IOException, InterruptedException {
        List<String> prefix = new ArrayList<>(List.of("prlimit", limit, "setpriv", "--reuid", NOBODY, "--regid", NOBODY,
                "--clear-groups"));
        List<String> trial = new ArrayList<>(prefix);
        trial.addAll(List.of("test", "-x", System.getProperty("java.home") + "/bin/java"));
        assumeTrue(canRun(trial.toArray(new String[0])), "nobody may not run this Java");
        for (Path each : List.of(work, work.resolve("tmp"))) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        prefix.add(program(work.resolve("program")).toString());
        prefix.addAll(with("-p", transports));
        return harness.finish(harness.start(prefix, Map.of("JAVA_HOME", System.getProperty("java.home"))));
    }

    @Test
    void aForkKilledForMemoryIsReported() {
        theOnlyCellFailed(inControlGroup(ControlGroup.MEMORY, "300M", with("-p", "transport=memfd/condvar", "-jvmArgsAppend",
                "-Xms1g -XX:+AlwaysPreTouch")), "memfd/condvar",
                ".*exit code 137.*; the kernel ends processes for want of memory, and did so just then: memory.max of the control"
                        + " group, and `free`, say how much there is");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-Xmx1m | the fork did not start: Too small maximum heap.*",
        "-Xmx4m | (the fork failed: )?the JVM's heap is full \\(.*\\); -jvmArgsAppend -Xmx1g gives it more(?: \\(exit code 1\\))?"})
    void aTooSmallHeapFailsTheCell(String heap, String reason) {
        theOnlyCellFailed(harness.run(with("-p", "transport=memfd/condvar", "-jvmArgsAppend", heap).toArray(new String[0])),
                "memfd/condvar", reason);
    }
}
