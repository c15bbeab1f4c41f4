package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileFailureTest {
    @Test
    void saysWhatBecameOfWhichFile() {
        assertThat(FileFailure.inWords(new AccessDeniedException("/a/b"))).isEqualTo("/a/b: permission denied");
        assertThat(FileFailure.inWords(new FileSystemException("/a/b", null, "No space left on device")))
                .isEqualTo("No space left on device (/a/b)");
        assertThat(FileFailure.inWords(new NoSuchFileException("/a/b"))).isEqualTo("/a/b: no such file or directory");
        assertThat(FileFailure.inWords(new FileAlreadyExistsException("/a/b"))).isEqualTo("/a/b: it exists already");
        assertThat(FileFailure.inWords(new IOException("broken"))).isEqualTo("broken");
        assertThat(FileFailure.inWords(new EOFException())).isEqualTo("it ends too early");
    }
}
