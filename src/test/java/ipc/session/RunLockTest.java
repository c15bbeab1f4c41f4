package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.BadInputException;
import ipc.session.RunLock.IfTaken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    private static final long LOOKS_MILLIS = 250;

    @TempDir
    private Path work;

    /** The directory it lies in is everybody's. */
    @Test
    void aLinkInItsPlaceIsNotFollowed() throws IOException {
        Path precious = Files.writeString(work.resolve("precious"), "precious");
        Files.setPosixFilePermissions(precious, PosixFilePermissions.fromString("rw-------"));
        Path notThere = work.resolve("not there");
        for (Path target : new Path[] {precious, notThere}) {
            Path link = Files.createSymbolicLink(work.resolve("link to " + target.getFileName()), target);
            try (RunLock lock = RunLock.take(link, IfTaken.REFUSE)) {
                assertThat(lock.isBesideAnother()).isFalse();
            }
        }
        assertThat(precious).hasContent("precious");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(precious))).isEqualTo("rw-------");
        assertThat(notThere).doesNotExist();
    }

    /** By another process, as locks are a process's. */
    @Test
    void whoeverBeganBesideAnotherHoldsItOnceThatHasEnded() throws IOException, InterruptedException {
        Path file = work.resolve("jmh.lock");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process first = Holder.start(java, file);
        try {
            assertThat(first.getInputStream().read()).isEqualTo('h');
            try (RunLock beside = RunLock.take(file, IfTaken.GO_ON)) {
                assertThat(beside.isBesideAnother()).isTrue();
                beside.tryAgain();
                first.getOutputStream().close();
                assertThat(first.waitFor()).isZero();
                assertThat(Holder.isRefused(java, file)).as("before it is tried again").isFalse();
                beside.tryAgain();
                assertThat(Holder.isRefused(java, file)).as("once it was tried again").isTrue();
            }
        } finally {
            first.destroyForcibly().waitFor();
        }
    }

    @Test
    void whoeverWaitsBeginsOnceTheOtherHasEnded() throws Exception {
        Path file = work.resolve("jmh.lock");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process first = Holder.start(java, file);
        try {
            assertThat(first.getInputStream().read()).isEqualTo('h');
            CompletableFuture<RunLock> waiting = CompletableFuture.supplyAsync(() -> RunLock.take(file, IfTaken.WAIT));
            Thread.sleep(2 * LOOKS_MILLIS);
            assertThat(waiting).isNotDone();
            first.getOutputStream().close();
            try (RunLock lock = waiting.get(1, TimeUnit.MINUTES)) {
                assertThat(lock.isBesideAnother()).isFalse();
                assertThat(Holder.isRefused(java, file)).isTrue();
            }
        } finally {
            first.destroyForcibly().waitFor();
        }
    }

    /** A run that wants to be alone. */
    static final class Holder {
        private Holder() {
        }

        /** @param arguments the lock's file; holds it until standard input ends */
        public static void main(String[] arguments) throws IOException {
            try (RunLock lock = RunLock.take(Path.of(arguments[0]), IfTaken.REFUSE)) {
                System.out.print(lock.isBesideAnother() ? 'b' : 'h');
                System.out.flush();
                while (System.in.read() >= 0) {
                    // Until the end.
                }
            } catch (BadInputException e) {
                System.out.print('r');
                System.out.flush();
            }
        }

        static Process start(Path java, Path file) throws IOException {
            return new ProcessBuilder(java.toString(), "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"),
                    Holder.class.getName(), file.toString()).start();
        }

        static boolean isRefused(Path java, Path file) throws IOException, InterruptedException {
            Process another = start(java, file);
            int said = another.getInputStream().read();
            another.getOutputStream().close();
            assertThat(another.waitFor()).isZero();
            return said == 'r';
        }
    }

    @Test
    void everyUserMayTakeIt() throws IOException {
        Path file = work.resolve("jmh.lock");
        try (RunLock lock = RunLock.take(file, IfTaken.REFUSE)) {
            assertThat(lock.isBesideAnother()).isFalse();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-rw-rw-");
        }
    }
}
