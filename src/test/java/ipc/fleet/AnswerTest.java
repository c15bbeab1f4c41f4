package ipc.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Parses answers of hosts: complete, cut off and forged ones. */
class AnswerTest {
    private static final byte[] ARCHIVE = {31, -117, 8, 0, 1, 2, 3};

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    @Test
    void aWholeAnswer() {
        Answer answer = said(0, "ipc-roundtrip: exit 0", "ipc-roundtrip: log", base64("all well\n"), "ipc-roundtrip: result",
                base64(ARCHIVE), "ipc-roundtrip: end");
        assertThat(answer.host()).isEqualTo("board");
        assertThat(answer.exitCode()).isZero();
        assertThat(answer.log()).isEqualTo("all well\n");
        assertThat(answer.archived()).isTrue();
        assertThat(archive.toByteArray()).containsExactly(ARCHIVE);
        assertThat(answer.reason()).isEmpty();
    }

    @Test
    void aTerminalInBetweenDoesNotMatter() {
        String folded = base64(ARCHIVE).replaceAll("(.{3})", "$1\r\n");
        Answer answer = said(0, "Welcome to the board!\r", "ipc-roundtrip: exit 1\r", "ipc-roundtrip: log\r",
                "ipc-roundtrip: result\r", folded, "ipc-roundtrip: end\r");
        assertThat(answer.archived()).isTrue();
        assertThat(archive.toByteArray()).containsExactly(ARCHIVE);
        assertThat(answer.reason()).isEmpty();
    }

    @Test
    void whatWasWrongIsSaidBeforeWhatWouldBeRight() {
        assertThat(failed(2, "ipc-roundtrip: Java 17 or newer is missing\nipc-roundtrip: run that command\n"))
                .isEqualTo("Java 17 or newer is missing");
        assertThat(failed(137, "ipc-roundtrip: round 1 of 3\n")).isEqualTo("its run was ended by signal 9");
        assertThat(failed(1, "ipc-roundtrip: one\nipc-roundtrip: two\nnoise\n")).isEqualTo("its run ended with exit code 1: two");
        assertThat(failed(127, "run.sh: not found\n")).isEqualTo("its run ended with exit code 127: run.sh: not found");
        assertThat(failed(3, "")).isEqualTo("its run ended with exit code 3 without output");
    }

    @Test
    void aHostMayRefuse() {
        assertThat(said(0, "ipc-roundtrip: refused there is no gzip on this host", "ipc-roundtrip: end").reason())
                .isEqualTo("there is no gzip on this host");
        Answer oversized = said(0, "ipc-roundtrip: exit 0", "ipc-roundtrip: log", "",
                "ipc-roundtrip: oversized 99", "ipc-roundtrip: end");
        assertThat(oversized.archived()).isFalse();
        assertThat(oversized.reason()).isEqualTo("its result is too large to transfer (99 bytes)");
    }

    @Test
    void anAnswerCutOffIsNone() {
        Answer answer = said(255, "ipc-roundtrip: exit 0", "ipc-roundtrip: log", base64("log"),
                "ipc-roundtrip: result", base64(ARCHIVE));
        assertThat(answer.archived()).isFalse();
        assertThat(answer.reason())
                .startsWith("it ended before its answer was complete: non-zero return code (255); its last output: ");
    }

    @Test
    void unreachableIsWhatAnsibleSays() {
        assertThat(parse(Map.of("host", "board", "unreachable", true, "msg", "Connection\r\nrefused")).reason())
                .isEqualTo("unreachable: Connection refused");
    }

    @Test
    void nonsenseHarmsNobody() {
        for (List<String> lines : List.of(List.of("ipc-roundtrip: exit", "ipc-roundtrip: end"),
                List.of("ipc-roundtrip: exit 99999999999", "ipc-roundtrip: end"),
                List.of("ipc-roundtrip: exit 0", "ipc-roundtrip: result", "A", "ipc-roundtrip: end"), List.<String>of())) {
            Answer answer = said(0, lines.toArray(new String[0]));
            assertThat(answer.archived()).isFalse();
            assertThat(answer.reason()).isNotEmpty().hasSizeLessThan(320).doesNotContain("\n");
        }
        assertThat(said(0, "ipc-roundtrip: refused \u001b[2J", "ipc-roundtrip: end").reason()).isEqualTo("[2J");
        for (String kept : List.of("{}", "", base64("[]"), base64("{\"rc\": 1}"), base64("{\"host\"}"))) {
            assertThatThrownBy(() -> parse(kept)).isInstanceOf(BadInputException.class);
        }
    }

    @Test
    void ofAHostThatIsKnownTheTroubleIsItsReason() throws IOException {
        assertThat(parse(base64("{\"host\": \"board\", \"rc\": 0, \"stdout\": \"a")))
                .isEqualTo(new Answer("board", Answer.NONE, "",
                        false, "its answer cannot be read: it is malformed: Unexpected end-of-input in VALUE_STRING"));
        assertThat(said(0, "ipc-roundtrip: exit 0", "ipc-roundtrip: log", "A".repeat(2 << 20), "ipc-roundtrip: end").reason())
                .isEqualTo("its answer cannot be read: its log is too large (more than 1048576 bytes)");
        assertThat(said(0, "ipc-roundtrip: result", "AAAA", "ipc-roundtrip: result", "ipc-roundtrip: end").reason())
                .isEqualTo("its answer cannot be read: it has two results");
    }

    @Test
    void whatCannotBeWrittenIsNoAnswersFault() {
        String kept = base64("{\"host\": \"board\", \"stdout\": \"ipc-roundtrip: result\\nAAAA\\nipc-roundtrip: end\"}");
        assertThatThrownBy(
                () -> Answer.parse(new ByteArrayInputStream(kept.getBytes(StandardCharsets.UTF_8)), new OutputStream() {
                    @Override
                    public void write(int each) throws IOException {
                        throw new IOException("No space left on device");
                    }
                })).isInstanceOf(IOException.class).hasMessage("No space left on device");
    }

    private String failed(int exitCode, String log) {
        return said(0, "ipc-roundtrip: exit " + exitCode, "ipc-roundtrip: log", base64(log), "ipc-roundtrip: end").reason();
    }

    private Answer said(int code, String... lines) {
        return parse(Map.of("host", "board", "msg", "non-zero return code", "rc", code, "stdout", String.join("\n", lines)));
    }

    private Answer parse(Map<String, Object> measured) {
        try {
            return parse(base64(new ObjectMapper().writeValueAsBytes(new HashMap<>(measured))) + "\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Answer parse(String kept) throws IOException {
        archive.reset();
        return Answer.parse(new ByteArrayInputStream(kept.getBytes(StandardCharsets.UTF_8)), archive);
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
