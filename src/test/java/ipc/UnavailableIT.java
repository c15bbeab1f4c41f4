package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ipc.ledger.CleanupLedger;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Machines without some mechanism, built from this one with namespaces. A case that this machine does not allow is skipped.
 * {@link MachinesIT} has a machine without any shared memory.
 */
@Tag("faults")
class UnavailableIT {
    private static final String MEASURE = " quick RoundTrip -p transport=sysv/condvar,mmap/condvar -w 100ms -r 500ms --out a";

    @TempDir
    private Path work;

    private Harness harness;

    @BeforeEach
    void needsNamespaces() throws IOException, InterruptedException {
        assumeTrue(new ProcessBuilder("unshare", "-i", "true").start().waitFor() == 0, "unshare -i is not allowed here");
        harness = new Harness(work);
    }

    @AfterEach
    void nothingIsLeft() {
        if (harness != null) {
            harness.awaitCleanUp();
        }
    }

    @Tag("once")
    @Test
    void aReachedLimitFailsOnlyItsCellAndIsNamed() {
        Harness.Finished run = inNamespace("ipcmk -M 4096 >/dev/null; echo 1 > /proc/sys/kernel/shmmni; ");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(row(run.out())).matches("\\| round trip, condvar +(\\| +- ){5}(\\| +[0-9.]+ ){5}\\|");
        assertThat(notes()).contains("shmem: failed: round 1: shmget(IPC_PRIVATE, ")
                .contains("kernel.shmmni = 1 segments");
    }

    @Tag("once")
    @Test
    void aDirectoryTooSmallForAMappedFileIsRefused() {
        Harness.Finished run = inMountNamespace("mkdir small && mount -t tmpfs -o size=0,nr_blocks=1 none small",
                "quick RoundTrip -p transport=mmap/condvar -p size=1048576 --mmap-dir small --out a");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("is too small for mapped files: posix_fallocate(").contains("ENOSPC")
                .contains("choose another one with --mmap-dir");
        assertThat(work.resolve("a")).doesNotExist();
    }

    @Tag("once")
    @Test
    void aFullDevShmFailsTheCellWithoutSigbus() {
        Harness.Finished run = inMountNamespace("mount -t tmpfs -o size=64k none /dev/shm", "quick RoundTrip -w 100ms -r 500ms"
                + " --out a -p size=65536 -p transport=posix/futex,mmap-tmpfs/futex,memfd/futex,aeron-ipc,chronicle-queue-tmpfs");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        String reason = "failed: round 1: posix_fallocate\\(\\d+, 0, 131\\d+\\): ENOSPC \\(28\\), no space left:"
                + " the tmpfs on /dev/shm is full \\(`df /dev/shm`\\)";
        assertThat(notes())
                .containsPattern("round trip, posix/futex, 65536 bytes; round trip, mmap-tmpfs/futex, 65536 bytes: " + reason)
                .containsPattern("aeron-ipc: not measured: Aeron needs room for \\d+"
                        + " bytes in /dev/shm")
                .containsPattern("chronicle-queue-tmpfs: not measured: Chronicle Queue"
                        + " needs room for")
                .containsPattern("\\| memfd/futex +\\| +\\d+");
    }

    @Test
    void disabledSemaphoreSetsAreUnavailableAndAReachedLimitFailsTheCell() {
        assertThat(Harness.unwrapped(inIpcNamespace("echo 32000 1024000000 500 0 > /proc/sys/kernel/sem && exec " + quoted()
                + " list").out())).contains("sysv/sysv-sem").contains("System V semaphores are switched off: kernel.sem = 32000"
                        + " 1024000000 500 0");
        Harness.Finished run = inIpcNamespace("ipcmk -S 1 >/dev/null; echo 32000 1024000000 500 1 > /proc/sys/kernel/sem && exec "
                + quoted() + " quick RoundTrip -p transport=memfd/sysv-sem,memfd/eventfd -w 100ms -r 500ms --out a");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(notes()).containsPattern("memfd/sysv-sem: failed: round 1: semget\\(0x6970[0-9a-f]{4}, 1,"
                + " IPC_CREAT\\|IPC_EXCL\\|0600\\): ENOSPC \\(28\\), no space left:"
                + " kernel.sem = 32000 1024000000 500 1: the limit of semaphores");
        assertThat(run.out()).containsPattern("\\| memfd/eventfd +\\| +\\d+");
    }

    /** The test mounts huge pages for itself and gives back the ones that it set aside. */
    @Test
    void hugePagesAreMeasuredIfTheMachineHasThem() throws IOException {
        Path setAside = Path.of("/proc/sys/vm/nr_hugepages");
        assumeTrue(Files.isWritable(setAside), "the machine's huge pages are not ours to set aside");
        String before = Files.readAllLines(setAside).get(0);
        Files.writeString(setAside, Integer.toString(Integer.parseInt(before) + 8));
        try {
            Harness.Finished run = inMountNamespace("mkdir huge && mount -t hugetlbfs none huge"
                    + " && mount -t tmpfs -o huge=always none /dev/shm",
                    "quick RoundTrip -w 100ms -r 500ms --out a -p transport="
                            + "sysv-huge/futex,posix-huge/futex,memfd-huge/futex,mmap-huge/futex");
            assertThat(run.exitCode()).as(run.err()).isZero();
            for (String region : List.of("sysv-huge", "posix-huge", "memfd-huge", "mmap-huge")) {
                assertThat(run.out()).containsPattern("\\| " + region + "/futex +\\| \\d+");
            }
        } finally {
            Files.writeString(setAside, before);
        }
    }

    @Tag("once")
    @Test
    void theListReportsThatThereIsNoTmpfs() throws IOException {
        assumeTrue(!Files.getFileStore(work).type().equals("tmpfs"), "the test's own directory lies on one");
        Harness.Finished run = inMountNamespace("mkdir disk && mount --bind disk /dev/shm && findmnt -rnt tmpfs -o TARGET"
                + " | grep -vx /dev/shm | while read -r point; do mount -o remount,bind,ro \"$point\" || true; done", "list");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(unavailable(run.out())).doesNotContainKeys("memfd", "memfd/futex")
                .hasEntrySatisfying("posix", matching("/dev/shm is not a tmpfs but on \\S+, so an object.*"))
                .hasEntrySatisfying("mmap-tmpfs", matching("no writable tmpfs is mounted.*"))
                .hasEntrySatisfying("aeron-ipc", matching("no writable tmpfs is mounted.*"));
    }

    @Tag("once")
    @Test
    void theListReportsThatDevShmIsReadOnly() {
        Harness.Finished run = inMountNamespace("mount -t tmpfs -o ro none /dev/shm", "list");
        assertThat(unavailable(run.out())).hasEntrySatisfying("posix", matching(
                "shm_open\\(\"/ipc-roundtrip-[0-9a-f]{32}\", O_RDWR\\|O_CREAT\\|O_EXCL, 0600\\): EROFS \\(30\\), read-only"
                        + " file system: /dev/shm cannot be written;.*"));
    }

    @Tag("once")
    @Test
    void theListReportsThatLoopbackIsDown() throws InterruptedException {
        List<String> namespace = List.of("unshare", "-n");
        assumeTrue(canRun(namespace), "unshare -n is not allowed here");
        Harness.Finished run = listBehind(namespace);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(unavailable(run.out()))
                .hasEntrySatisfying("tcp",
                        matching("\\w+\\(\\d+, 127\\.0\\.0\\.1:\\d+\\): ENETUNREACH.*: the loopback interface is"
                                + " down; `ip address show lo` shows it"))
                .containsKey("udp/spin").doesNotContainKey("uds-stream");
    }

    /** The futex is not tested, because the JVM itself needs it. */
    @Tag("once")
    @Test
    void theListReportsCallsThatTheKernelLacks() throws InterruptedException {
        String out = without("ENOSYS", "memfd_create,mq_open,msgget,semget,eventfd2,pipe2", "list").out();
        String unknown = "ENOSYS \\(38\\), this kernel does not have the call: ";
        assertThat(unavailable(out))
                .hasEntrySatisfying("memfd", matching("memfd_create\\(\"ipc-roundtrip\", MFD_CLOEXEC\\): " + unknown
                        + "it needs Linux 3.17$"))
                .hasEntrySatisfying("posix-mq", matching("mq_open\\(.*" + unknown + "the kernel was built without"
                        + " CONFIG_POSIX_MQUEUE$"))
                .hasEntrySatisfying("sysv-mq/spin",
                        matching("msgget\\(.*" + unknown + "the kernel was built without CONFIG_SYSVIPC$"))
                .hasEntrySatisfying("sysv/sysv-sem",
                        matching("semget\\(.*" + unknown + "the kernel was built without CONFIG_SYSVIPC$"))
                .hasEntrySatisfying("sysv/eventfd", matching("eventfd\\(.*" + unknown + "forbidden, for example by a sandbox$"))
                .hasEntrySatisfying("pipe/spin", matching("pipe2\\(O_CLOEXEC\\): " + unknown + "forbidden, for example by a"
                        + " sandbox$"))
                .doesNotContainKey("uds-stream");
    }

    @Test
    void aKernelWithoutSystemVSharedMemoryMeasuresMappedFiles() throws InterruptedException {
        Harness.Finished run = without("ENOSYS", "shmget", MEASURE.strip().split(" "));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(row(run.out())).matches("\\| round trip, condvar +(\\| +- ){5}(\\| +[0-9.]+ ){5}\\|");
        assertThat(notes())
                .containsPattern("shmem: not measured: shmget\\(IPC_PRIVATE, \\d+, 0600\\): ENOSYS \\(38\\), this kernel does"
                        + " not have the call: the kernel was built without CONFIG_SYSVIPC");
    }

    /** Runs in an IPC namespace of its own, because the queue that keeps its name must end with it. */
    @Tag("once")
    @Test
    void theListReportsCallsThatASandboxForbids() throws InterruptedException {
        String calls = "socket,mq_unlink,?mknod,mknodat";
        String out = without("EPERM", calls, "list").out();
        String forbidden = "EPERM \\(1\\), not permitted";
        assertThat(unavailable(out))
                .hasEntrySatisfying("uds-stream", matching("socket\\(AF_UNIX, SOCK_STREAM\\): " + forbidden))
                .hasEntrySatisfying("uds-datagram/spin", matching("socket\\(AF_UNIX, SOCK_DGRAM\\): " + forbidden))
                .hasEntrySatisfying("uds-seqpacket", matching("socket\\(AF_UNIX, SOCK_SEQPACKET\\): " + forbidden))
                .hasEntrySatisfying("tcp", matching("socket\\(AF_INET, SOCK_STREAM\\): " + forbidden))
                .hasEntrySatisfying("sysv/eventfd", matching("socket\\(AF_UNIX, SOCK_DGRAM\\): " + forbidden))
                // glibc's mq_unlink turns EPERM into EACCES.
                .hasEntrySatisfying("posix-mq",
                        matching("mq_unlink\\(\"/ipc-roundtrip-[0-9a-f]{32}\"\\): EACCES \\(13\\), permission"
                                + " denied$"))
                .hasEntrySatisfying("fifo", matching("mkfifo\\(.*" + forbidden + ": .*a sandbox forbids them$"))
                .doesNotContainKey("pipe");
        // The check of a size asks every transport, even those that are unavailable.
        Harness.Finished refused = without("EPERM", calls, "quick", "RoundTrip", "-p", "size=12");
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err()).contains("size 12").doesNotContain("socket(");
    }

    private static Consumer<String> matching(String expression) {
        return reason -> assertThat(reason).containsPattern("^" + expression);
    }

    /** The names of the list's last section, each with its reason. */
    private static Map<String, String> unavailable(String list) {
        Map<String, String> reasons = new HashMap<>();
        List<String> names = new ArrayList<>();
        StringBuilder reason = new StringBuilder();
        for (String line : (list.replaceAll("(?s).*\nUnavailable on this machine\n", "") + "  end").lines().toList()) {
            boolean goesOn = line.startsWith("   ");
            if (!goesOn && !reason.isEmpty()) {
                names.forEach(name -> reasons.put(name, reason.toString().strip()));
                names.clear();
                reason.setLength(0);
            }
            String[] namesAndReason = goesOn ? new String[] {"", line} : line.strip().split(" {2,}", 2);
            Stream.of(namesAndReason[0].split(", *")).filter(name -> !name.isEmpty()).forEach(names::add);
            reason.append(namesAndReason.length == 2 ? " " + namesAndReason[1].strip() : "");
        }
        return reasons;
    }

    /** Runs Java without {@code run.sh}, because the shell needs some of these calls too. */
    private Harness.Finished without(String error, String calls, String... arguments) throws InterruptedException {
        List<String> strace = List.of("unshare", "-i", "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + calls,
                "-e", "inject=" + calls + ":error=" + error);
        assumeTrue(canRun(strace), "strace is missing, or it must not trace");
        List<String> command = new ArrayList<>(strace);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + work, "-Djna.tmpdir=" + work,
                // A directory of its own would take a keeper, and starting that needs some of the calls.
                "-D" + CleanupLedger.PRIVATE + "=" + work, "-jar", Harness.JAR.toString()));
        File ledger = work.resolve(CleanupLedger.FOLDER).toFile();
        assertThat(ledger.mkdir() || ledger.isDirectory()).isTrue();
        command.addAll(List.of(arguments));
        return harness.finish(harness.start(command, Map.of()));
    }

    private Harness.Finished listBehind(List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(Harness.HOME.resolve("run.sh").toString(), "list"));
        return harness.finish(harness.start(command, Map.of()));
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
        return inIpcNamespace(preparation + "exec " + quoted() + MEASURE);
    }

    private Harness.Finished inIpcNamespace(String script) {
        return harness.finish(harness.start(List.of("unshare", "-i", "sh", "-c", script), Map.of()));
    }

    private static String quoted() {
        return "'" + Harness.HOME.resolve("run.sh") + "'";
    }

    private static String row(String table) {
        return table.lines().filter(line -> line.startsWith("| round trip, condvar ")).findFirst().orElseThrow();
    }

    /** All notes of the run in {@code a}, each in one line. */
    private String notes() {
        return Harness.unwrapped(harness.run("table", "a").out());
    }
}
