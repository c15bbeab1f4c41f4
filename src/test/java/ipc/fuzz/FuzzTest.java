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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every fuzz target over the kept inputs and over some hundred mutations of them. The inputs are samples of what it reads
 * and earlier findings, which fuzz.sh begins with too.
 */
class FuzzTest {
    private static final String ENDING = "Fuzz.class";
    private static final Path CLASSES = classes();
    /** Limit for a hang, even on a busy machine. In a thread of its own: a loop hears no interrupt. */
    private static final int HANGS_SECONDS = 300;
    /** So many alterations take seconds, all readers together. */
    private static final int MOST_OF_ONE = 200;
    private static final int MOST_OF_A_TARGET = 400;

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
    @Timeout(value = HANGS_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void keptBytesGiveAResultOrOneClearLine(Path target) throws Exception {
        for (Path input : kept(target)) {
            feed(target, Files.readAllBytes(input), input.toString());
        }
    }

    /** The same bytes every time. A finding is kept as {@code found-*}, like those of {@code fuzz.sh}. */
    @ParameterizedTest
    @MethodSource("targets")
    @Timeout(value = HANGS_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void alteredBytesDoSoToo(Path target) throws Exception {
        List<Path> inputs = kept(target);
        for (Path input : inputs) {
            byte[] bytes = Files.readAllBytes(input);
            int times = Math.min(MOST_OF_ONE, MOST_OF_A_TARGET / inputs.size());
            for (int seed = 0; seed < times; seed++) {
                feed(target, Mutation.of(bytes, seed), "Mutation " + seed + " of " + input);
            }
        }
    }

    private static List<Path> kept(Path target) throws IOException {
        try (Stream<Path> files = Files
                .list(CLASSES.resolve("ipc/fuzz").resolve(target.getFileName().toString().replace(ENDING, "")))) {
            List<Path> inputs = files.sorted().toList();
            assertThat(inputs).isNotEmpty();
            return inputs;
        }
    }

    private static void feed(Path target, byte[] bytes, String what) throws Exception {
        Method fuzz = Class.forName(target.toString().replace(".class", "").replace('/', '.'))
                .getMethod("fuzzerTestOneInput", byte[].class);
        try {
            fuzz.invoke(null, (Object) bytes);
        } catch (InvocationTargetException e) {
            throw new AssertionError(what, e.getCause());
        }
    }

    @Test
    void thereAreTargets() throws IOException {
        assertThat(targets()).isNotEmpty();
    }
}
