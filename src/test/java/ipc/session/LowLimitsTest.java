package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.proc.SystemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LowLimitsTest {
    @TempDir
    private Path root;

    private void limits(String cpuTime, String fileSize) throws IOException {
        Files.writeString(root.resolve("proc/self/limits"), """
                Limit                     Soft Limit           Hard Limit           Units
                Max cpu time              %s                    %s                    seconds
                Max file size             %s            unlimited            bytes
                """.formatted(cpuTime, cpuTime, fileSize));
    }

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(root.resolve("proc/self"));
    }

    @Test
    void aLimitThatTheFailurePointsToIsNamed() throws IOException {
        limits("2", "102400");
        SystemFiles files = new SystemFiles(root);
        for (String died : new String[] {"the fork died: exit code 137, signal 9", "the fork died: exit code 152, signal 24"}) {
            assertThat(LowLimits.behind(died, files)).contains("`ulimit -t` allows a process 2 s of CPU time");
        }
        assertThat(LowLimits.behind("x: File too large", files)).contains("`ulimit -f` allows files of 102400 bytes");
        assertThat(LowLimits.behind("the peer said no", files)).noneMatch(words -> words.contains("-t") || words.contains("-f"));
    }

    @Test
    void whatIsUnlimitedIsNotNamed() throws IOException {
        limits("unlimited", "unlimited");
        assertThat(LowLimits.behind("signal 9, signal 25", new SystemFiles(root))).noneMatch(words -> words.contains("ulimit -t")
                || words.contains("ulimit -f"));
    }
}
