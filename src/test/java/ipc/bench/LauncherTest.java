package ipc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.Harness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(Harness.HANGS_SECONDS)
class LauncherTest {
    @Test
    void aForkThatHangsIsEndedWithTheReasonSaidFirst() throws IOException {
        Process fork = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                HangingFork.class.getName()).start();
        assertThat(Harness.await(fork)).isEqualTo(3);
        assertThat(new String(fork.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("ipc-roundtrip: no peer\n");
    }

    /** A fork whose main thread never returns. */
    static final class HangingFork {
        private HangingFork() {
        }

        public static void main(String[] arguments) throws InterruptedException {
            new Thread(() -> Launcher.endThisFork("no peer")).start();
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
