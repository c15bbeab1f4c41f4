package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTest {
    @Test
    void aForksOptionsAreOursAndThenTheUsersInJmhsOrder() {
        Session session = new Session("quick", List.of("-jvmArgsAppend", "-Xint", "-jvmArgs", "-Xmx1g -XX:+UseParallelGC",
                "-jvmArgsPrepend", "-javaagent:x.jar"), "test", System.err);
        List<String> options = session.forkOptions(Path.of("/private"), Path.of("/files"));
        assertThat(options).contains("-XX:-UsePerfData", "-Djava.io.tmpdir=/private").doesNotContain("-XX:+UseSerialGC")
                .endsWith("-javaagent:x.jar", "-Xmx1g", "-XX:+UseParallelGC", "-Xint");
    }
}
