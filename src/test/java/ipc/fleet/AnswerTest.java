package ipc.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads answers of hosts: complete, cut off and forged ones. */
class AnswerTest {
    @TempDir
    private Path work;

    @Test
    void aWholeAnswer() throws IOException {
        String answer = answer("0", "all well\n", "./result/run.json", "{}");
        assertThat(said(answer)).isEqualTo(new Answer("board", 0, "all well\n", true, ""));
        assertThat(archive()).content(StandardCharsets.ISO_8859_1).isEqualTo(new String(Base64.getMimeDecoder().decode(
                answer.lines().filter(line -> !line.startsWith("ipc-roundtrip: ")).reduce("", String::concat)),
                StandardCharsets.ISO_8859_1));
    }

    @Test
    void aTerminalInBetweenDoesNotMatter() throws IOException {
        String folded = answer("1", "", "./result/run.json", "{}").replaceAll("(?m)^((?!ipc).{3})(.*)$", "$1\r\n$2")
                .replace("\n", "\r\n");
        assertThat(said("Welcome to the board!\r\n" + folded + "\r\nShared connection to board closed.\r\n"))
                .isEqualTo(new Answer("board", 1, "", true, ""));
    }

    @Test
    void whatWasWrongIsSaidBeforeWhatWouldBeRight() throws IOException {
        assertThat(failed("2", "ipc-roundtrip: Java 17 or newer is missing\nipc-roundtrip: run that command\n"))
                .isEqualTo("Java 17 or newer is missing");
        assertThat(failed("137", "ipc-roundtrip: round 1 of 3\n")).isEqualTo("its run was ended by signal 9");
        assertThat(failed("1", "ipc-roundtrip: one\nipc-roundtrip: two\nnoise\n"))
                .isEqualTo("its run ended with exit code 1: two");
        assertThat(failed("127", "run.sh: not found\n")).isEqualTo("its run ended with exit code 127: run.sh: not found");
        assertThat(failed("3", "")).isEqualTo("its run ended with exit code 3 without output");
    }

    @Test
    void aHostMayRefuse() throws IOException {
        assertThat(said("ipc-roundtrip: refused there is no gzip on this host\n").reason())
                .isEqualTo("there is no gzip on this host");
        assertThat(said("ipc-roundtrip: refused \u001b[2J\n").reason()).isEqualTo("[2J");
        assertThat(said(answer("0", "", "./reason", "its result is too large to transfer (99 bytes)\n")))
                .isEqualTo(new Answer("board", 0, "", false, "its result is too large to transfer (99 bytes)"));
    }

    @Test
    void anAnswerCutOffIsNone() throws IOException {
        Answer answer = said(answer("0", "log", "./result/run.json", "{}").replace("ipc-roundtrip: end", ""));
        assertThat(answer.archived()).isFalse();
        assertThat(answer.reason())
                .startsWith("it ended before its answer was complete: non-zero return code (255); its last output: ");
        assertThat(said("").reason()).isEqualTo("it ended before its answer was complete: non-zero return code (255);"
                + " its last output: Permission denied");
    }

    @Test
    void unreachableIsWhatAnsibleSays() throws IOException {
        assertThat(read(json(Map.of("host", "board", "unreachable", true, "msg", "Connection\r\nrefused")), "").reason())
                .isEqualTo("unreachable: Connection refused");
    }

    @Test
    void nonsenseHarmsNobody() throws IOException {
        for (String output : List.of("ipc-roundtrip: answer\nipc-roundtrip: end\n",
                "ipc-roundtrip: answer\nA\nipc-roundtrip: end\n", "ipc-roundtrip: answer\nAAAA\nipc-roundtrip: end\n",
                answer("", "", "./x", ""), answer("99999999999", "", "./x", ""))) {
            Answer answer = said(output);
            assertThat(answer.archived()).isFalse();
            assertThat(answer.reason()).startsWith("its answer cannot be read: it ").hasSizeLessThan(320)
                    .doesNotContain("\n", work.toString());
        }
        for (String words : List.of("{}", "", "[]", "{\"rc\": 1}", "{\"host\"}", "{\"host\": \"board\", \"rc\": 0, \"msg")) {
            assertThatThrownBy(() -> read(words, "")).isInstanceOf(BadInputException.class);
        }
    }

    @Test
    void aLinkInAnAnswerIsRefused() throws IOException {
        TarArchiveEntry link = new TarArchiveEntry("./result/run.json", TarArchiveEntry.LF_SYMLINK);
        link.setLinkName("/etc/passwd");
        assertThat(said(framed(packed(List.of(link), Map.of()))).reason())
                .isEqualTo("its answer cannot be read: it is refused: ./result/run.json in it is neither a regular file nor a"
                        + " directory, and a result directory has nothing else");
    }

    @Test
    void whatCannotBeWrittenIsNoAnswersFault() throws IOException {
        Files.createDirectory(archive());
        assertThatThrownBy(() -> said("")).isInstanceOf(IOException.class);
    }

    private Path archive() {
        return work.resolve("answer.tar.gz");
    }

    private String failed(String exitCode, String log) throws IOException {
        return said(answer(exitCode, log, "./x", "")).reason();
    }

    /** @param text of the file {@code name}, which the answer holds beside exit code and log */
    private static String answer(String exitCode, String log, String name, String text) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("./exit-code", exitCode + "\n");
        files.put("./log", log);
        files.put(name, text);
        return framed(packed(List.of(), files));
    }

    private static String framed(byte[] archive) {
        return "ipc-roundtrip: answer\n" + Base64.getMimeEncoder().encodeToString(archive) + "\nipc-roundtrip: end\n";
    }

    private static byte[] packed(List<TarArchiveEntry> odd, Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (TarArchiveEntry each : odd) {
                tar.putArchiveEntry(each);
                tar.closeArchiveEntry();
            }
            for (Map.Entry<String, String> each : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(each.getKey());
                byte[] content = each.getValue().getBytes(StandardCharsets.UTF_8);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private Answer said(String output) throws IOException {
        return read(json(Map.of("host", "board", "msg", "non-zero return code", "rc", 255, "stderr", "x\nPermission denied")),
                output);
    }

    private static String json(Map<String, Object> words) throws IOException {
        return new ObjectMapper().writeValueAsString(words);
    }

    private Answer read(String words, String output) throws IOException {
        return Answer.read(encoded(words), encoded(output), archive());
    }

    private static InputStream encoded(String text) {
        return new ByteArrayInputStream((Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "\n")
                .getBytes(StandardCharsets.US_ASCII));
    }
}
