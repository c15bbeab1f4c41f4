package ipc.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.FileTree;
import com.sun.jna.Function;
import com.sun.jna.Native;
import ipc.Harness;
import ipc.LastingObjects;
import ipc.ledger.CleanupLedger;
import ipc.posix.FileMapping;
import ipc.posix.SystemVMessageQueue;
import ipc.posix.SystemVSemaphore;
import ipc.posix.SystemVSharedMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A separate process creates one object of each kind and is killed together with its cleaner. Objects of others exist beside
 * them.
 */
@Timeout(Harness.HANGS_SECONDS)
class CleanupLedgerTest {
    @TempDir
    private Path work;

    private Path lines;

    @BeforeEach
    void makeFolder() throws IOException {
        lines = Files.createDirectory(work.resolve(CleanupLedger.FOLDER));
    }

    @Test
    void onlyTheObjectsOfAKilledProcessAreRemoved() throws IOException, InterruptedException {
        Path place = Files.createDirectory(work.resolve("place"));
        int segmentOfOthers = SystemVSharedMemory.create(4096);
        try (SystemVMessageQueue queueOfOthers = SystemVMessageQueue.create()) {
            List<String> made = makeAndKill(place);
            List<Orphan> left = Orphan.of(work);
            assertThat(left.stream().flatMap(each -> each.description().stream())).containsExactlyInAnyOrder(
                    "System V shared memory segment " + made.get(0) + " of 4096 bytes",
                    "System V message queue " + made.get(1) + " with key " + keyOf("msg", made.get(1)),
                    "System V semaphore set " + made.get(2) + " with key " + keyOf("sem", made.get(2)),
                    "directory " + made.get(3), "POSIX message queue " + made.get(4), "file " + made.get(5));
            Orphan.removeFromEndedProcesses(work);
            assertThat(LastingObjects.segments()).doesNotContain(made.get(0)).contains(Integer.toString(segmentOfOthers));
            assertThat(LastingObjects.queues()).doesNotContain(made.get(1), made.get(4).substring(1))
                    .contains(Integer.toString(queueOfOthers.id()));
            assertThat(LastingObjects.semaphores()).doesNotContain(made.get(2));
            assertThat(place).isEmptyDirectory();
            assertThat(lines).isEmptyDirectory();
        } finally {
            SystemVSharedMemory.removeWhenUnused(segmentOfOthers);
        }
    }

    private List<String> makeAndKill(Path place) throws IOException, InterruptedException {
        Process maker = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + place,
                "-D" + CleanupLedger.PRIVATE + "=" + work, "-cp", System.getProperty("java.class.path"), Maker.class.getName(),
                place.toString()).redirectErrorStream(true).start();
        BufferedReader said = maker.inputReader();
        String line = said.readLine();
        while (line != null && !line.startsWith("made ")) {
            line = said.readLine();
        }
        assertThat(line).isNotNull();
        maker.descendants().forEach(ProcessHandle::destroyForcibly);
        maker.destroyForcibly();
        Harness.await(maker);
        try (Stream<Path> files = Files.list(place)) {
            for (Path library : files.filter(file -> !file.toString().contains("ipc-roundtrip")).toList()) {
                FileTree.remove(library);
            }
        }
        return List.of(line.split(" ")).subList(1, 7);
    }

    private static String keyOf(String list, String id) throws IOException {
        try (Stream<String> all = Files.lines(Path.of("/proc/sysvipc", list))) {
            return all.skip(1).map(line -> line.strip().split(" +")).filter(words -> words[1].equals(id))
                    .map(words -> "0x" + Integer.toHexString(Integer.parseInt(words[0]))).findFirst().orElseThrow();
        }
    }

    /** Creates one object of each kind, and is killed while it owns them. */
    static final class Maker {
        private static final int OWNER_ONLY = 0600;
        /** {@code O_RDWR | O_CREAT | O_EXCL} of Linux. */
        private static final int OPEN_NEW = 0302;

        private Maker() {
        }

        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0], FileMapping.unguessableName());
            CleanupLedger.segment(4096);
            int segment = SystemVSharedMemory.create(4096);
            SystemVMessageQueue queue = SystemVMessageQueue.create();
            SystemVSemaphore set = SystemVSemaphore.create();
            SystemVSemaphore.create().close();
            CleanupLedger.path(directory.toString());
            Files.createDirectories(directory.resolve("queue/deep"));
            String queueName = "/" + FileMapping.unguessableName();
            CleanupLedger.posixQueue(queueName);
            made(Function.getFunction("librt.so.1", "mq_open").invokeInt(
                    new Object[] {queueName, OPEN_NEW, OWNER_ONLY, null}));
            Path fifo = Path.of(arguments[0], "." + FileMapping.unguessableName());
            CleanupLedger.path(fifo.toString());
            made(Function.getFunction("c", "mkfifo").invokeInt(new Object[] {fifo.toString(), OWNER_ONLY}));
            System.out.println("made " + segment + " " + queue.id() + " " + set.id() + " " + directory + " "
                    + queueName + " " + fifo);
            System.in.read();
        }

        private static void made(int result) {
            if (result < 0) {
                throw new IllegalStateException("it cannot be made: " + Native.getLastError());
            }
        }
    }

    @Test
    void anEntryWithoutAMatchRemovesNothing() throws IOException {
        Path precious = Files.createDirectory(work.resolve("precious"));
        Path named = Files.createDirectory(work.resolve(FileMapping.unguessableName()));
        Path link = Files.createSymbolicLink(work.resolve(FileMapping.unguessableName()), precious);
        int segment = SystemVSharedMemory.create(4096);
        try (SystemVSemaphore set = SystemVSemaphore.create()) {
            String key = keyOf("sem", Integer.toString(set.id()));
            long us = ProcessHandle.current().pid();
            // Another name; a link; another process's segment; another length; another id; invalid texts.
            for (String text : List.of(precious.toString(), link.toString(), "/", "SEGMENT:1:4096", "SEGMENT:" + us + ":8192",
                    "SEMAPHORES:" + key + ":" + (set.id() + 1), "SEMAPHORES:", "nonsense", "mq:/../precious", "QUEUE:x:y")) {
                Files.createSymbolicLink(lines.resolve("1-" + text.hashCode()), Path.of(text));
            }
            // The entry is younger than the matching segment.
            Path later = Files.createSymbolicLink(lines.resolve("1-1"), Path.of("SEGMENT:" + us + ":4096"));
            touch(later, Instant.now().plusSeconds(60));
            for (Orphan each : Orphan.of(work)) {
                assertThat(each.description()).isEmpty();
                each.remove();
            }
            assertThat(lines).isEmptyDirectory();
            assertThat(LastingObjects.semaphores()).contains(Integer.toString(set.id()));
            assertThat(LastingObjects.segments()).contains(Integer.toString(segment));
            assertThat(precious).isDirectory();
            assertThat(named).isDirectory();
            assertThat(link).isSymbolicLink();
        } finally {
            SystemVSharedMemory.removeWhenUnused(segment);
        }
    }

    @Test
    void aSegmentInUseAndItsEntryStay() throws IOException {
        Path line = Files.createSymbolicLink(lines.resolve("1-1"),
                Path.of("SEGMENT:" + ProcessHandle.current().pid() + ":4096"));
        int segment = SystemVSharedMemory.create(4096);
        Orphan left = Orphan.of(work).get(0);
        long address = SystemVSharedMemory.attach(segment);
        try {
            assertThat(left.description()).contains("System V shared memory segment " + segment + " of 4096 bytes");
            assertThatThrownBy(left::remove).isInstanceOf(IOException.class).hasMessage("it is in use; attached processes: 1");
            assertThat(line).isSymbolicLink();
        } finally {
            SystemVSharedMemory.detach(address);
        }
        left.remove();
        assertThat(line).doesNotExist();
        assertThat(LastingObjects.segments()).doesNotContain(Integer.toString(segment));
    }

    @Test
    void linksAreRemovedAndNotFollowed() throws IOException {
        Path kept = Files.createFile(Files.createDirectories(work.resolve("kept")).resolve("file"));
        Path tree = Files.createDirectories(work.resolve("tree/deep")).getParent();
        Files.createSymbolicLink(tree.resolve("deep/link"), kept.getParent());
        Path link = Files.createSymbolicLink(work.resolve("link"), kept.getParent());
        FileTree.remove(tree);
        FileTree.remove(link);
        FileTree.remove(work.resolve("not there/at all"));
        assertThat(tree).doesNotExist();
        assertThat(link).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    void aFailedRemovalIsReported() {
        Path file = Path.of("/proc/self/comm");
        assertThatThrownBy(() -> FileTree.remove(file)).isInstanceOf(IOException.class).hasMessageContaining("comm");
    }

    private static void touch(Path link, Instant when) throws IOException {
        Files.getFileAttributeView(link, java.nio.file.attribute.BasicFileAttributeView.class,
                java.nio.file.LinkOption.NOFOLLOW_LINKS).setTimes(FileTime.from(when), null, null);
    }
}
