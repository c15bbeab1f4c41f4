package ipc.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.Harness;
import ipc.LastingObjects;
import ipc.posix.SystemVSemaphore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A separate process creates semaphore sets and ends in different ways. */
@Timeout(Harness.HANGS_SECONDS)
class KilledProcessTest {
    @TempDir
    private Path work;

    @ParameterizedTest
    @ValueSource(strings = {"-KILL", "-INT", ""})
    void noSetIsLeftWhenTheProcessEnds(String signal) throws IOException, InterruptedException {
        // Its own process group, all of which a terminal's Ctrl-C would reach, the keeper included.
        Process maker = new ProcessBuilder("setsid", "--wait", "env", "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + work, "-cp", System.getProperty("java.class.path"),
                Maker.class.getName()).redirectErrorStream(true).start();
        BufferedReader said = maker.inputReader();
        String line = said.readLine();
        while (line != null && !line.startsWith("made ")) {
            line = said.readLine();
        }
        assertThat(line).isNotNull();
        String[] words = line.split(" ");
        Set<String> kept = Set.of(words[2], words[3]);
        assertThat(LastingObjects.semaphores()).containsAll(kept).doesNotContain(words[4]);
        if (signal.isEmpty()) {
            maker.getOutputStream().close();
        } else {
            String whom = signal.equals("-KILL") ? words[1] : "-" + words[1];
            assertThat(new ProcessBuilder("kill", signal, "--", whom).start().waitFor()).isZero();
        }
        Harness.await(maker);
        Harness.await("the removal of the sets", () -> LastingObjects.semaphores().stream().noneMatch(kept::contains));
    }

    /** Creates three sets, removes one and waits. */
    static final class Maker {
        private Maker() {
        }

        public static void main(String[] arguments) throws IOException {
            PrivateDirectory.get();
            SystemVSemaphore first = SystemVSemaphore.create();
            SystemVSemaphore second = SystemVSemaphore.create();
            SystemVSemaphore third = SystemVSemaphore.create();
            third.close();
            System.out.println("made " + ProcessHandle.current().pid() + " " + first.id() + " " + second.id() + " " + third.id());
            System.in.read();
        }
    }
}
