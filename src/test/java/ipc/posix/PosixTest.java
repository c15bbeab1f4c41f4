package ipc.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ipc.ledger.CleanupLedger;
import ipc.Harness;
import ipc.LastingObjects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the real C library. */
class PosixTest {
    @TempDir
    private Path work;

    @Test
    void anErrorNamesCallArgumentsAndReason() {
        assertThatThrownBy(() -> SystemVSharedMemory.attach(-1)).isInstanceOf(PosixException.class)
                .hasMessage("shmat(-1, NULL, 0): EINVAL (22), invalid argument");
        assertThatThrownBy(() -> FileMapping.openUnnamed("/nope"))
                .hasMessage("open(\"/nope\", O_TMPFILE|O_RDWR, 0600): ENOENT (2), no such file, directory or object");
        assertThatThrownBy(() -> FileMapping.closeDescriptor(-1)).hasMessageStartingWith("close(-1): ");
        assertThatThrownBy(() -> SystemVSharedMemory.create(-1)).hasMessageMatching(".* kernel\\.shmmax = \\d{2,}");
        assertThatThrownBy(() -> FileMapping.allocate(-1, 8, "full")).hasMessage("posix_fallocate(-1, 0, 8): errno 9");
        assertThatThrownBy(() -> Futex.at(1).wake()).hasMessage("futex(0x1, FUTEX_WAKE, 1): EINVAL (22), invalid argument");
    }

    @Test
    void anUnlistedErrorKeepsItsNumber() {
        assertThat(new PosixException("call()", 71)).hasMessage("call(): errno 71");
        assertThat(new PosixException("call()", 71).errno()).isEqualTo(Errno.OTHER);
    }

    @Test
    void anUnnamedFileLeavesNoNameBehind() throws IOException {
        // Once with O_TMPFILE, and once as on a file system without it.
        for (int fd : new int[] {FileMapping.openUnnamed(work.toString()), FileMapping.openAndUnlink(work.toString())}) {
            FileMapping.allocate(fd, 8192, "");
            assertThat(Files.size(Path.of("/proc/self/fd/" + fd))).isEqualTo(8192);
            try (Stream<Path> entries = Files.list(work)) {
                assertThat(entries).isEmpty();
            }
            FileMapping.closeDescriptor(fd);
        }
    }

    @Test
    void aFileIsPrivateToItsOwner() throws IOException {
        int fd = FileMapping.openUnnamed(work.toString());
        assertThat(Files.getPosixFilePermissions(Path.of("/proc/self/fd/" + fd)).toString()).doesNotContain("GROUP", "OTHERS");
        FileMapping.closeDescriptor(fd);
    }

    @Test
    void anObjectInMemoryHasNoNameAndIsPrivateToItsOwner() throws IOException {
        LastingObjects lasting = new LastingObjects();
        int object = PosixSharedMemory.createUnnamed();
        int file = MemoryFile.create(false);
        lasting.assertNothingLeft();
        for (int fd : new int[] {object, file}) {
            FileMapping.allocate(fd, 8192, "");
            assertThat(Files.size(Path.of("/proc/self/fd/" + fd))).isEqualTo(8192);
            assertThat(Files.readString(Path.of("/proc/self/fdinfo/" + fd))).containsPattern("flags:\\s+0*2\\d{5}2\n");
        }
        assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + object)).toString()).startsWith("/dev/shm/ipc-roundtrip-")
                .endsWith(" (deleted)");
        assertThat(Files.getPosixFilePermissions(Path.of("/proc/self/fd/" + object)).toString())
                .doesNotContain("GROUP", "OTHERS");
        FileMapping.closeDescriptor(object);
        FileMapping.closeDescriptor(file);
    }

    @Test
    void aFutexComparesBeforeItSleepsAndKeepsItsDeadline() {
        inSharedMemory(address -> {
            Futex futex = Futex.at(address);
            futex.deadline(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
            // The word is 0, so a wrong comparison would sleep for an hour.
            assertThat(futex.await(1)).isTrue();
            futex.deadline(System.nanoTime());
            assertThat(futex.await(0)).isFalse();
            futex.wake();
        });
    }

    @Test
    void aSemaphoreCountsAndKeepsItsDeadline() {
        inSharedMemory(address -> {
            SharedSemaphore semaphore = SharedSemaphore.create(address);
            SharedSemaphore.at(address).post();
            semaphore.post();
            semaphore.deadline(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
            assertThat(semaphore.await()).isTrue();
            assertThat(semaphore.await()).isTrue();
            assertThat(semaphore.await()).isFalse();
        });
    }

    @Test
    void aSystemVSemaphoreCountsAndCloseRemovesIt() {
        SystemVSemaphore made = SystemVSemaphore.create();
        SystemVSemaphore other = SystemVSemaphore.at(made.id());
        made.timeout(1_000_000);
        made.post();
        other.post();
        assertThat(made.await()).isTrue();
        assertThat(made.await()).isTrue();
        assertThat(made.await()).isFalse();
        // Closing by a mere user does not remove it.
        other.close();
        assertThat(LastingObjects.semaphores()).contains(Integer.toString(made.id()));
        made.close();
        made.close();
        assertThatThrownBy(other::post).isInstanceOf(PosixException.class).hasMessageMatching(
                "semop\\(\\d+, \\{0, 1, 0}, 1\\): EINVAL \\(22\\), invalid argument: the creator has ended or removed"
                        + " the set");
        assertThat(LastingObjects.semaphores()).doesNotContain(Integer.toString(made.id()));
    }

    @Test
    void anEventIsReportedOnceAndTheDeadlineKept() {
        try (EventDescriptor event = EventDescriptor.create()) {
            assertThat(event.await(0)).isFalse();
            event.signal();
            event.signal();
            assertThat(event.await(1000)).isTrue();
            assertThat(event.await(1)).isFalse();
            event.signal();
            assertThat(event.await(1000)).isTrue();
        }
    }

    @Test
    void aFileDescriptorIsReceivedOnlyWithTheSecret() throws IOException {
        try (EventDescriptor event = EventDescriptor.create(); FdPassing fdPassing = FdPassing.create()) {
            assertThatThrownBy(fdPassing::receive).hasMessageMatching(
                    "recvmsg\\(\\d+\\): EAGAIN .*: the other side has sent no file descriptor");
            byte[] guessed = fdPassing.address();
            guessed[FdPassing.ADDRESS_BYTES - 1]++;
            long before = openEvents();
            FdPassing.send(guessed, event.fd());
            FdPassing.send(fdPassing.address(), event.fd());
            try (EventDescriptor received = EventDescriptor.of(fdPassing.receive())) {
                assertThat(received.fd()).isNotEqualTo(event.fd());
                event.signal();
                assertThat(received.await(1000)).isTrue();
                // One eventfd and one epoll instance; the file descriptor of the other message is closed.
                assertThat(openEvents()).isEqualTo(before + 2);
                assertThat(Files.readString(Path.of("/proc/self/fdinfo/" + received.fd())))
                        .containsPattern("flags:\\s+0*2\\d{6}\n");
            }
            guessed[0]++;
            assertThatThrownBy(() -> FdPassing.send(guessed, event.fd())).isInstanceOf(PosixException.class)
                    .hasMessageMatching("sendmsg\\(\\d+, \"@ipc-roundtrip-[0-9a-f]{32}\", SCM_RIGHTS \\d+\\): .*");
        }
    }

    private static long openEvents() throws IOException {
        return Harness.openFiles().stream().filter(file -> file.startsWith("anon_inode:")).count();
    }

    @Test
    void aSegmentMarkedForRemovalDisappearsWithItsLastUser() throws IOException {
        int id = SystemVSharedMemory.create(4096);
        long address = SystemVSharedMemory.attach(id);
        SystemVSharedMemory.removeWhenUnused(id);
        long second = SystemVSharedMemory.attach(id);
        SystemVSharedMemory.detach(address);
        SystemVSharedMemory.detach(second);
        assertThatThrownBy(() -> SystemVSharedMemory.attach(id)).isInstanceOf(PosixException.class);
        assertThat(Files.readString(Path.of("/proc/sysvipc/shm")).lines().skip(1)
                .map(line -> line.strip().split("\\s+")[1])).doesNotContain(Integer.toString(id));
    }

    @Test
    void aDeadlineIsKeptAndAMutexCanBeTakenAgain() {
        inSharedMemory(address -> {
            SharedMutex mutex = SharedMutex.create(address);
            SharedCondition condition = SharedCondition.create(address + 64);
            condition.deadline(System.nanoTime());
            mutex.lock();
            assertThat(condition.await(mutex)).isFalse();
            mutex.unlock();
            SharedMutex.at(address).lock();
            SharedMutex.at(address).unlock();
        });
    }

    @Test
    void anIntervalSignalInterruptsOnlyTheWaitingThread() {
        try (Pipe pipe = Pipe.anonymous();
                IntervalSignal signal = new IntervalSignal(TimeUnit.MILLISECONDS.toNanos(10));
                NativeBuffer buffer = new NativeBuffer(8)) {
            signal.aimAtThisThread();
            for (int interruption = 0; interruption < 3; interruption++) {
                assertThat(pipe.reading().read(buffer.address(), 8)).isEqualTo(-Errno.EINTR.number());
            }
            // A call that need not wait is not interrupted.
            assertThat(pipe.writing().write(buffer.address(), 8)).isEqualTo(8);
            assertThat(pipe.reading().read(buffer.address(), 8)).isEqualTo(8);
        }
    }

    @Test
    @Timeout(value = Harness.HANGS_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aWaitForADurationEndsWhenItIsInterrupted() {
        try (EventDescriptor event = EventDescriptor.create();
                SystemVSemaphore semaphore = SystemVSemaphore.create();
                IntervalSignal signal = new IntervalSignal(TimeUnit.MILLISECONDS.toNanos(10))) {
            semaphore.timeout(TimeUnit.HOURS.toNanos(1));
            signal.aimAtThisThread();
            // Each call would sleep for an hour, and again after every interruption.
            assertThat(event.await(3_600_000)).isFalse();
            assertThat(semaphore.await()).isFalse();
        }
    }

    @Test
    @Timeout(value = Harness.HANGS_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void interruptionsDoNotExtendAWaitWithADeadline() {
        try (IntervalSignal signal = new IntervalSignal(TimeUnit.MILLISECONDS.toNanos(10))) {
            signal.aimAtThisThread();
            inSharedMemory(address -> {
                SharedMutex mutex = SharedMutex.create(address);
                SharedCondition condition = SharedCondition.create(address + 64);
                SharedSemaphore semaphore = SharedSemaphore.create(address + 128);
                Futex futex = Futex.at(address + 192);
                long soon = TimeUnit.MILLISECONDS.toNanos(100);
                condition.deadline(System.nanoTime() + soon);
                mutex.lock();
                while (condition.await(mutex)) {
                    // The wait was interrupted.
                }
                mutex.unlock();
                semaphore.deadline(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) + soon);
                assertThat(semaphore.await()).isFalse();
                futex.deadline(System.nanoTime() + soon);
                while (futex.await(0)) {
                    // The wait was interrupted.
                }
            });
        }
    }

    /** Simulates a file system on which a directory accepts new names but allows no removal. */
    @Test
    void aFailedUnlinkIsAnErrorAndClosesTheFile() throws IOException, InterruptedException {
        assumeTrue(chattr("+a"), "this file system has no append-only directories, or we may not make one");
        try {
            assertThatThrownBy(() -> Pipe.fifo(work.toString())).hasMessageMatching(
                    "unlink\\(\"" + work + "/\\.ipc-roundtrip-[0-9a-f]{32}\"\\): EPERM \\(1\\), not permitted");
            assertThatThrownBy(() -> FileMapping.openAndUnlink(work.toString())).hasMessageStartingWith("unlink(");
            assertThat(Harness.openFiles()).noneMatch(file -> file.startsWith(work.toString()));
        } finally {
            assertThat(chattr("-a")).isTrue();
        }
    }

    private boolean chattr(String change) throws InterruptedException {
        try {
            return new ProcessBuilder("chattr", change, work.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void privateMemoryHasTheSameKindOfPagesAsSharedMemory() throws IOException {
        long address = FileMapping.mapAnonymous(4 << 20);
        String mapping;
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            mapping = mappings.filter(line -> line.startsWith(Long.toHexString(address) + "-")).findFirst().orElseThrow();
        }
        FileMapping.unmap(address, 4 << 20);
        assertThat(mapping).contains(" rw-s ").endsWith("/dev/zero (deleted)");
    }

    @Test
    void theLedgerNeverNamesATakenKey() throws IOException, InterruptedException {
        try (SystemVSemaphore taken = SystemVSemaphore.create()) {
            String id = Integer.toString(taken.id());
            String key;
            try (Stream<String> sets = Files.lines(Path.of("/proc/sysvipc/sem"))) {
                key = sets.map(line -> line.strip().split("\\s+")).filter(words -> words[1].equals(id)).findFirst()
                        .orElseThrow()[0];
            }
            Path ledger = Files.createDirectory(work.resolve(CleanupLedger.FOLDER));
            Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + work,
                    "-D" + CleanupLedger.PRIVATE + "=" + work,
                    "-cp", System.getProperty("java.class.path"), KeyTaker.class.getName(), key)
                    .redirectErrorStream(true).start();
            String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(other.waitFor()).as(said).isZero();
            assertThat(said).contains("EEXIST");
            assertThat(ledger).isEmptyDirectory();
            assertThat(LastingObjects.semaphores()).contains(id);
        }
    }

    /** Tries a key that is taken, and would be killed while creating its set. */
    static final class KeyTaker {
        private KeyTaker() {
        }

        public static void main(String[] arguments) {
            int key = Integer.parseInt(arguments[0]);
            try {
                SystemVKeys.make(SystemVKeys.Kind.SEMAPHORES, () -> key & 0xFFFF, (wanted, flags) -> {
                    int id = SystemVSemaphore.semget(wanted, 1, flags);
                    if (flags != 0) {
                        Runtime.getRuntime().halt(0);
                    }
                    return id;
                }, (wanted, errno) -> new PosixException(wanted, errno));
            } catch (PosixException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aKernelLimitIsRead() {
        assertThat(KernelLimit.of("kernel.sem")).hasToString("kernel.sem = " + KernelLimit.of("kernel.sem").value());
        assertThat(KernelLimit.of("kernel.sem").value()).matches("\\d+ \\d+ \\d+ \\d+");
        assertThat(KernelLimit.of("kernel.pid_max").number()).isGreaterThan(300);
        assertThat(KernelLimit.of("kernel.pid_max").isZero()).isFalse();
        KernelLimit none = KernelLimit.of("kernel.no_such_limit");
        assertThat(none).hasToString("kernel.no_such_limit = unknown");
        assertThat(none.number()).isEqualTo(Integer.MAX_VALUE);
        assertThat(none.isZero()).isFalse();
    }

    @Test
    void aWriteWithoutAReaderIsAnErrorAndNoSignal() {
        try (Pipe pipe = Pipe.anonymous(); NativeBuffer buffer = new NativeBuffer(8)) {
            pipe.reading().close();
            assertThat(pipe.writing().write(buffer.address(), 8)).isEqualTo(-Errno.EPIPE.number());
        }
    }

    @Test
    void aFifoLeavesNoNameAndItsEndsBlock() throws IOException {
        try (Pipe fifo = Pipe.fifo(work.toString());
                IntervalSignal signal = new IntervalSignal(TimeUnit.MILLISECONDS.toNanos(10));
                NativeBuffer buffer = new NativeBuffer(8)) {
            try (Stream<Path> entries = Files.list(work)) {
                assertThat(entries).isEmpty();
            }
            signal.aimAtThisThread();
            assertThat(fifo.reading().read(buffer.address(), 8)).isEqualTo(-Errno.EINTR.number());
            Pipe.waits(fifo.reading(), false);
            assertThat(fifo.reading().read(buffer.address(), 8)).isEqualTo(-Errno.EAGAIN.number());
        }
        assertThatThrownBy(() -> Pipe.fifo("/nope")).hasMessageMatching(
                "mkfifo\\(\"/nope/\\.ipc-roundtrip-[0-9a-f]{32}\", 0600\\): ENOENT \\(2\\), no such file, directory or object");
    }

    private static void inSharedMemory(LongConsumer work) {
        int id = SystemVSharedMemory.create(4096);
        long address = SystemVSharedMemory.attach(id);
        SystemVSharedMemory.removeWhenUnused(id);
        work.accept(address);
        SystemVSharedMemory.detach(address);
    }

    @Test
    void sleepUntilReturnsAtTheDeadlineOrAtOnceIfItHasPassed() {
        MonotonicClock clock = new MonotonicClock();
        long until = System.nanoTime() + 5_000_000;
        clock.sleepUntil(until);
        // It never returns early: the schedule of a paced source relies on that.
        assertThat(System.nanoTime()).isGreaterThanOrEqualTo(until);
        clock.sleepUntil(1);
    }

    /** {@code ProgressIT} tests the size of a real terminal. */
    @Test
    void onlyATerminalHasASize() {
        assertThat(TerminalSize.of(-1)).isEmpty();
        assertThat(TerminalSize.of(Integer.MAX_VALUE)).isEmpty();
    }
}
