package ipc.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaCommandTest {
    @Test
    void aCommandNamesItsJvmAsThisOneNamesItself() {
        assertThat(JavaCommand.describe(Path.of(System.getProperty("java.home"), "bin", "java")))
                .isEqualTo(Machine.describe().java());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_402-b06", "11.0.20+8"})
    void anOlderOneIsRefused(String version, @TempDir Path work) throws IOException {
        Path java = Files.writeString(work.resolve("java"), "#!/bin/sh\n"
                + "printf '    java.runtime.version = %s\\n    java.vm.name = OpenJDK\\n' " + version + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(() -> JavaCommand.describe(java)).isInstanceOf(BadInputException.class)
                .hasMessage("-jvm " + java + " is Java " + version + "; at least Java 17 is needed");
    }

    @Test
    void whatIsNoJavaIsRefused() {
        assertThatThrownBy(() -> JavaCommand.describe(Path.of("/bin/true"))).isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("-jvm /bin/true does not report its JVM")
                .hasMessageEndingWith("give the path of a java command");
        assertThatThrownBy(() -> JavaCommand.describe(Path.of("/nope"))).isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("-jvm /nope cannot be started");
    }
}
