package ipc.fleet;

import ipc.PrintableText;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.BadInputException;
import ipc.result.ResultArchive;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The answer of a host, or of Ansible in its place. {@code fleet.yml} keeps two files of each host: Ansible's words, and the
 * output of {@code on-host.sh}. Both are untrusted: their size is limited, and control characters are removed from text that is
 * printed.
 *
 * @param host     name in the inventory
 * @param exitCode exit code of the host's {@code run.sh}; {@link #NONE} if it did not end
 * @param log      end of its log; empty if it was not received
 * @param archived whether the answer holds its result directory
 * @param reason   why there is no result, or why it was not transferred; empty otherwise
 */
record Answer(String host, int exitCode, String log, boolean archived, String reason) {
    /** No exit code. */
    static final int NONE = -1;

    /** Limit for the output of a host: base64 takes four thirds of a result's size, twice, and has line ends. */
    static final long MOST_OUTPUT_BYTES = 2 * Fleet.MOST_RESULT_BYTES;
    /** Limit for Ansible's words. */
    private static final long MOST_WORDS_BYTES = 1 << 20;
    /** Limit for the log; the script sends its last 64 KiB. */
    private static final int MOST_LOG_BYTES = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Exit codes above this mean that a signal ended the process. */
    private static final int SIGNALLED = 128;
    private static final int LONGEST_REASON = 300;

    // The files in the archive, as on-host.sh names them.
    private static final String EXIT_CODE = "exit-code";
    private static final String LOG = "log";
    private static final String REASON = "reason";
    private static final String RESULT = "result/run.json";

    /**
     * Reads an answer.
     *
     * @param words   base64 of Ansible's words, a JSON object
     * @param output  base64 of the host's standard output
     * @param archive receives the host's files; {@link #archived} says whether a result is among them
     * @throws BadInputException if the answer does not name its host
     * @throws IOException       if the archive cannot be written
     */
    static Answer read(InputStream words, InputStream output, Path archive) throws IOException {
        JsonNode said = words(words);
        String host = said.path("host").asText();
        if (host.isEmpty()) {
            throw new BadInputException("it has no host name");
        }
        if (said.path("unreachable").asBoolean()) {
            return failed(host, "unreachable: " + said.path("msg").asText());
        }
        try {
            HostOutput told = HostOutput.read(decoded(MOST_OUTPUT_BYTES, output), archive);
            if (!told.refusal().isEmpty()) {
                return failed(host, told.refusal());
            }
            return told.whole() ? of(host, archive)
                    : failed(host, "it ended before its answer was complete: " + ansible(said, told.last()));
        } catch (BadInputException e) {
            return failed(host, "its answer cannot be read: " + e.getMessage().replace(archive.toString(), "it"));
        }
    }

    private static JsonNode words(InputStream words) throws IOException {
        try {
            return JSON.readTree(decoded(MOST_WORDS_BYTES, words));
        } catch (JacksonException e) {
            throw new BadInputException(printable("it is malformed: " + e.getOriginalMessage()));
        } catch (CharConversionException e) {
            throw new BadInputException("it is not text: " + e.getMessage());
        }
    }

    private static InputStream decoded(long mostBytes, InputStream base64) throws IOException {
        return UntrustedInput.base64(UntrustedInput.limited(mostBytes, base64));
    }

    private static Answer of(String host, Path archive) {
        Map<String, byte[]> files = ResultArchive.beginnings(archive, Set.of(EXIT_CODE, LOG, REASON, RESULT), MOST_LOG_BYTES);
        String log = text(files, LOG);
        boolean archived = files.containsKey(RESULT);
        int exitCode = exitCode(text(files, EXIT_CODE));
        String reason = text(files, REASON);
        boolean failed = !archived || exitCode > 1;
        return new Answer(host, exitCode, log, archived,
                printable(reason.isEmpty() && failed ? why(exitCode, log) : reason));
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }

    private static int exitCode(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new BadInputException("it has no exit code");
        }
    }

    private static Answer failed(String host, String reason) {
        return new Answer(host, NONE, "", false, printable(reason));
    }

    private static String why(int exitCode, String log) {
        if (exitCode > SIGNALLED) {
            return "its run was ended by signal " + (exitCode - SIGNALLED);
        }
        List<String> ours = log.lines().filter(line -> line.startsWith("ipc-roundtrip: "))
                .map(line -> line.substring("ipc-roundtrip: ".length())).toList();
        if (ours.isEmpty()) {
            return "its run ended with exit code " + exitCode + log.lines().filter(line -> !line.isBlank())
                    .reduce((first, second) -> second).map(last -> ": " + last).orElse(" without output");
        }
        // With exit code 2 the first message names the cause, and later ones say what to do.
        return exitCode == 2 ? ours.get(0) : "its run ended with exit code " + exitCode + ": " + ours.get(ours.size() - 1);
    }

    /** Ansible's message, with the host's last line. */
    private static String ansible(JsonNode said, String last) {
        String message = said.path("msg").asText();
        String code = said.path("rc").asText();
        String complaint = said.path("stderr").asText();
        String end = last.isEmpty() ? complaint.lines().reduce((first, second) -> second).orElse("") : last;
        return (message.isEmpty() ? "no answer" : message) + (code.isEmpty() ? "" : " (" + code + ")")
                + (end.isEmpty() ? "" : "; its last output: " + end);
    }

    private static String printable(String text) {
        String line = PrintableText.of(text).strip().replaceAll(" +", " ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + " …";
    }
}
