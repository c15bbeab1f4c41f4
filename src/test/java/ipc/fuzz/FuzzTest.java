package ipc.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fuzz target once over the bytes that are kept for it: samples of what it reads, which {@code fuzz.sh} begins with, and
 * whatever was found, which is called so.
 */
class FuzzTest {
    private static final String ENDING = "Fuzz.class";
    private static final Path CLASSES = classes();

    private static Path classes() {
        try {
            return Path.of(FuzzTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Path> targets() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.filter(file -> file.toString().endsWith(ENDING)).map(CLASSES::relativize).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void keptBytesGiveAResultOrOneClearLine(Path target) throws Exception {
        String name = target.toString().replace(".class", "").replace('/', '.');
        Method fuzz = Class.forName(name).getMethod("fuzzerTestOneInput", byte[].class);
        Path kept = CLASSES.resolve("ipc/fuzz").resolve(target.getFileName().toString().replace(ENDING, ""));
        List<Path> inputs;
        try (Stream<Path> files = Files.list(kept)) {
            inputs = files.sorted().toList();
        }
        assertThat(inputs).isNotEmpty();
        for (Path input : inputs) {
            try {
                fuzz.invoke(null, (Object) Files.readAllBytes(input));
            } catch (InvocationTargetException e) {
                throw new AssertionError(input.toString(), e.getCause());
            }
        }
    }

    @Test
    void thereAreTargets() throws IOException {
        assertThat(targets()).isNotEmpty();
    }
}
