package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
    @Test
    void aForksOptionsAreOursAndThenTheUsersInJmhsOrder() {
        RunRequest request = new RunRequest("quick", List.of("-jvmArgsAppend", "-Xint", "-jvmArgs", "-Xmx1g -XX:+UseParallelGC",
                "-jvmArgsPrepend", "-javaagent:x.jar"));
        List<String> options = request.forkOptions(Path.of("/private"), Path.of("/files"));
        assertThat(options).contains("-XX:-UsePerfData", "-Djava.io.tmpdir=/private").doesNotContain("-XX:+UseSerialGC")
                .endsWith("-javaagent:x.jar", "-Xmx1g", "-XX:+UseParallelGC", "-Xint");
    }

    /** {@code MainTest} has the refusals. */
    @ParameterizedTest
    @ValueSource(
            strings = {"-f 2 --rounds 2", "-bm thrpt,sample", "-wm INDI", "--add-delay 1000000", "-t 1", "-r 1ms", "--seed 7",
                "-rff of-the-tests.json", "--cpus none"})
    void whatCanBeIsTaken(String typed) {
        assertThat(session(typed.split(" ")).answersWithAList()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-l", "-lp", "-lprof", "-lrf"})
    void jmhsListsAreJmhsAnswer(String option) {
        Session session = session(option);
        assertThat(session.answersWithAList()).isTrue();
        assertThat(session.listArguments()).contains(option);
    }

    private static Session session(String... typed) {
        return new Session("quick", List.of(typed), "test", System.err, (directory, run) -> run);
    }
}
