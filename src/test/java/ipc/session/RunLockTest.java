package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
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
            try (RunLock lock = RunLock.take(link, false)) {
                assertThat(lock.isBesideAnother()).isFalse();
            }
        }
        assertThat(precious).hasContent("precious");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(precious))).isEqualTo("rw-------");
        assertThat(notThere).doesNotExist();
    }

    @Test
    void everyUserMayTakeIt() throws IOException {
        Path file = work.resolve("jmh.lock");
        try (RunLock lock = RunLock.take(file, false)) {
            assertThat(lock.isBesideAnother()).isFalse();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-rw-rw-");
        }
    }
}
