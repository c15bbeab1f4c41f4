package ipc.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.Harness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real C library. */
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
        if (ForeignMemory.missingCalls().isEmpty()) {
            assertThatThrownBy(() -> Futex.foreign(1).wake())
                    .hasMessage("futex(0x1, FUTEX_WAKE, 1): EINVAL (22), invalid argument");
        } else {
            assertThatThrownBy(() -> Futex.foreign(1)).hasMessage(ForeignMemory.missingCalls().get());
        }
    }

    @Test
    void anUnlistedErrorKeepsItsNumber() {
        assertThat(new PosixException("call()", 71)).hasMessage("call(): errno 71");
        assertThat(new PosixException("call()", 71).errno()).isEqualTo(Errno.OTHER);
    }

    @Test
    void anUnnamedFileLeavesNoNameBehind() throws IOException {
        // With O_TMPFILE, and as on a file system that does not know it.
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
    void aFileIsItsOwnersAlone() throws IOException {
        int fd = FileMapping.openUnnamed(work.toString());
        assertThat(Files.getPosixFilePermissions(Path.of("/proc/self/fd/" + fd)).toString()).doesNotContain("GROUP", "OTHERS");
        FileMapping.closeDescriptor(fd);
    }

    @Test
    void anObjectInMemoryHasNoNameAndIsItsOwnersAlone() throws IOException {
        Set<String> objectsBefore = Harness.sharedMemoryObjects();
        int object = PosixSharedMemory.createUnnamed();
        int file = MemoryFile.create(false);
        assertThat(objectsBefore).containsAll(Harness.sharedMemoryObjects());
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
            // The word is 0; it would sleep for an hour otherwise.
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
    void aSystemVSemaphoreCountsAndIsGoneWhenClosed() {
        Set<String> setsBefore = Harness.semaphores();
        SystemVSemaphore made = SystemVSemaphore.create();
        SystemVSemaphore other = SystemVSemaphore.at(made.id());
        made.timeout(1_000_000);
        made.post();
        other.post();
        assertThat(made.await()).isTrue();
        assertThat(made.await()).isTrue();
        assertThat(made.await()).isFalse();
        // Not by one that only uses it.
        other.close();
        assertThat(Harness.semaphores()).contains(Integer.toString(made.id()));
        made.close();
        made.close();
        assertThatThrownBy(other::post).isInstanceOf(PosixException.class).hasMessageMatching(
                "semop\\(\\d+, \\{0, 1, 0}, 1\\): EINVAL \\(22\\), invalid argument: whoever made the set has ended or given"
                + " it back");
        assertThat(setsBefore).containsAll(Harness.semaphores());
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
    void aDescriptorComesOnlyFromWhoKnowsTheSecret() throws IOException {
        try (EventDescriptor event = EventDescriptor.create(); DescriptorMailbox mailbox = DescriptorMailbox.create()) {
            assertThatThrownBy(mailbox::receive).hasMessageMatching(
                    "recvmsg\\(\\d+\\): EAGAIN .*: the other side has sent no descriptor");
            byte[] guessed = mailbox.address();
            guessed[DescriptorMailbox.ADDRESS_BYTES - 1]++;
            long before = openDescriptors();
            DescriptorMailbox.send(guessed, event.fd());
            DescriptorMailbox.send(mailbox.address(), event.fd());
            try (EventDescriptor received = EventDescriptor.of(mailbox.receive())) {
                assertThat(received.fd()).isNotEqualTo(event.fd());
                event.signal();
                assertThat(received.await(1000)).isTrue();
                // One for the counter, one to wait for it; the other letter's is closed.
                assertThat(openDescriptors()).isEqualTo(before + 2);
                assertThat(Files.readString(Path.of("/proc/self/fdinfo/" + received.fd())))
                        .containsPattern("flags:\\s+0*2\\d{6}\n");
            }
            guessed[0]++;
            assertThatThrownBy(() -> DescriptorMailbox.send(guessed, event.fd())).isInstanceOf(PosixException.class)
                    .hasMessageMatching("sendmsg\\(\\d+, \"@ipc-roundtrip-[0-9a-f]{32}\", SCM_RIGHTS \\d+\\): .*");
        }
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }

    @Test
    void aSegmentMarkedForRemovalIsGoneAfterItsLastUser() throws IOException {
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
    void aSignalAtIntervalsInterruptsTheThreadThatWaitsAndNothingElse() {
        try (Pipe pipe = Pipe.anonymous(); IntervalSignal signal = new IntervalSignal(TimeUnit.MILLISECONDS.toNanos(10));
                NativeBuffer buffer = new NativeBuffer(8)) {
            signal.aimAtThisThread();
            for (int interruption = 0; interruption < 3; interruption++) {
                assertThat(pipe.reading().read(buffer.address(), 8)).isEqualTo(-Errno.EINTR.number());
            }
            // What can be done at once is done.
            assertThat(pipe.writing().write(buffer.address(), 8)).isEqualTo(8);
            assertThat(pipe.reading().read(buffer.address(), 8)).isEqualTo(8);
        }
    }

    @Test
    void aWriteThatNobodyCanReadIsAnErrorAndNoSignal() {
        try (Pipe pipe = Pipe.anonymous(); NativeBuffer buffer = new NativeBuffer(8)) {
            pipe.reading().close();
            assertThat(pipe.writing().write(buffer.address(), 8)).isEqualTo(-Errno.EPIPE.number());
        }
    }

    @Test
    void aFifoLeavesNoNameBehindAndItsEndsWait() throws IOException {
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
    void sleepsUntilTheMomentAndNotBeyondThePast() {
        MonotonicClock clock = new MonotonicClock();
        long until = System.nanoTime() + 5_000_000;
        clock.sleepUntil(until);
        // Never early: that is what the schedule of a paced source rests on.
        assertThat(System.nanoTime()).isGreaterThanOrEqualTo(until);
        clock.sleepUntil(1);
    }
}
