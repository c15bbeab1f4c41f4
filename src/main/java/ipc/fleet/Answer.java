package ipc.fleet;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a host answered, or Ansible in its place: the two ends of {@code on-host.sh} and of {@code fleet.yml}. Text of a host is
 * not trusted: control characters are taken out of whatever is printed.
 *
 * @param host     the inventory's name
 * @param exitCode of {@code run.sh} there; {@link #NONE} if it did not run to its end
 * @param log      the end of what it said; empty if nobody heard it
 * @param archive  its result directory as {@code .tar.gz}; null if there is none
 * @param reason   why there is none, or why it was not brought here; empty otherwise
 */
record Answer(String host, int exitCode, String log, byte[] archive, String reason) {
    /** No exit code. */
    static final int NONE = -1;

    private static final Pattern LINE = Pattern.compile("ipc-roundtrip: (exit|log|result|oversized|refused|end)(?: (.*))?");
    /** A result is one string. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build()).build());
    /** What the shell makes of a signal that ended a process. */
    private static final int SIGNALLED = 128;
    private static final int LONGEST_REASON = 300;

    /**
     * Takes an answer apart.
     *
     * @param kept what {@code fleet.yml} kept: base64 of JSON
     * @throws BadInputException if it is not that
     */
    static Answer parse(String kept) {
        JsonNode tree;
        try {
            tree = JSON.readTree(Base64.getDecoder().decode(kept.strip()));
        } catch (JacksonException e) {
            throw new BadInputException("it is malformed: " + e.getOriginalMessage());
        } catch (IllegalArgumentException | IOException e) {
            throw new BadInputException("it is no base64 of JSON: " + e.getMessage());
        }
        String host = tree.path("host").asText();
        if (tree.path("unreachable").asBoolean(false)) {
            return failed(host, NONE, "", "unreachable: " + tree.path("msg").asText());
        }
        try {
            return said(host, tree, tree.path("stdout").asText().lines().map(String::strip).toList());
        } catch (IllegalArgumentException e) {
            return failed(host, NONE, "", "its answer cannot be read: " + e.getMessage());
        }
    }

    private static Answer said(String host, JsonNode measured, List<String> lines) {
        int exitCode = NONE;
        String log = "";
        byte[] archive = null;
        String reason = "";
        boolean whole = false;
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i));
            if (line.matches()) {
                String rest = Objects.requireNonNullElse(line.group(2), "");
                switch (line.group(1)) {
                    case "exit" -> exitCode = Integer.parseInt(rest);
                    case "log" -> log = new String(block(lines, i + 1), StandardCharsets.UTF_8);
                    case "result" -> archive = block(lines, i + 1);
                    case "oversized" -> reason = "its result of " + rest + " bytes is too large to be brought here";
                    case "refused" -> reason = rest;
                    default -> whole = true;
                }
            }
        }
        if (!whole) {
            return failed(host, exitCode, log, "it ended before it had answered: " + ansible(measured, lines));
        }
        if (!reason.isEmpty() || archive == null || exitCode > 1) {
            return new Answer(host, exitCode, log, archive,
                    printable(reason.isEmpty() ? why(exitCode, log) : reason));
        }
        return new Answer(host, exitCode, log, archive, "");
    }

    private static Answer failed(String host, int exitCode, String log, String reason) {
        return new Answer(host, exitCode, log, null, printable(reason));
    }

    /** The base64 that begins with this line. */
    private static byte[] block(List<String> lines, int first) {
        int end = first;
        while (end < lines.size() && !LINE.matcher(lines.get(end)).matches()) {
            end++;
        }
        return Base64.getMimeDecoder().decode(String.join("", lines.subList(first, end)));
    }

    private static String why(int exitCode, String log) {
        if (exitCode > SIGNALLED) {
            return "its run was ended by signal " + (exitCode - SIGNALLED);
        }
        List<String> ours = log.lines().filter(line -> line.startsWith("ipc-roundtrip: "))
                .map(line -> line.substring("ipc-roundtrip: ".length())).toList();
        if (ours.isEmpty()) {
            return "its run ended with exit code " + exitCode + log.lines().filter(line -> !line.isBlank())
                    .reduce((first, second) -> second).map(last -> ": " + last).orElse(" and no word");
        }
        // What was wrong with the input, or with the host, is said before what to do about it.
        return exitCode == 2 ? ours.get(0) : "its run ended with exit code " + exitCode + ": " + ours.get(ours.size() - 1);
    }

    /** What Ansible says, with the last line that the host said. */
    private static String ansible(JsonNode measured, List<String> lines) {
        String message = measured.path("msg").asText("no answer");
        String said = Arrays.asList(measured.path("stderr").asText(), String.join("\n", lines)).stream()
                .flatMap(String::lines).map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("Shared connection to ")).reduce((first, second) -> second)
                .map(last -> "; the last it said: " + last).orElse("");
        return message + (measured.path("rc").asText().isEmpty() ? "" : " (" + measured.path("rc").asText() + ")") + said;
    }

    private static String printable(String text) {
        String line = text.replaceAll("\\p{Cc}+", " ").strip();
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + " …";
    }
}
