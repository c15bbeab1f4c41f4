package ipc.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JavaCommandTest {
    @Test
    void aCommandNamesItsJvmAsThisOneNamesItself() {
        assertThat(JavaCommand.describe(Path.of(System.getProperty("java.home"), "bin", "java")))
                .isEqualTo(Machine.describe().java());
    }

    @Test
    void whatIsNoJavaIsRefused() {
        assertThatThrownBy(() -> JavaCommand.describe(Path.of("/bin/true"))).isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("-jvm /bin/true does not say which JVM it is")
                .hasMessageEndingWith("name a java command");
        assertThatThrownBy(() -> JavaCommand.describe(Path.of("/nope"))).isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("-jvm /nope cannot be started");
    }
}
