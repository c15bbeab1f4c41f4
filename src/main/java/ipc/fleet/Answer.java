package ipc.fleet;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import ipc.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

/**
 * The answer of a host, or of Ansible in its place: the output of {@code on-host.sh} and {@code fleet.yml}. It is untrusted: its
 * size is limited, and control characters are removed from text that is printed.
 *
 * @param host     name in the inventory
 * @param exitCode exit code of the host's {@code run.sh}; {@link #NONE} if it did not end
 * @param log      end of its log; empty if it was not received
 * @param archived whether its result directory was received, as {@code .tar.gz}
 * @param reason   why there is no result, or why it was not transferred; empty otherwise
 */
record Answer(String host, int exitCode, String log, boolean archived, String reason) {
    /** No exit code. */
    static final int NONE = -1;

    /**
     * Limit for an answer. A result is encoded in base64 twice, which takes four thirds of its size each time, and has line ends.
     */
    static final long MOST_KEPT_BYTES = 2 * Fleet.MOST_RESULT_BYTES;
    // A result is one string, and the parser keeps two bytes per character.
    private static final JsonFactory JSON = JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxStringLength((int) (MOST_KEPT_BYTES / 4 * 3)).build()).build();
    /** Exit codes above this mean that a signal ended the process. */
    private static final int SIGNALLED = 128;
    private static final int LONGEST_REASON = 300;

    /**
     * Parses an answer.
     *
     * @param kept    the file that {@code fleet.yml} wrote: base64 of JSON
     * @param archive receives the host's result directory; {@link #archived} says whether it is complete
     * @throws BadInputException if the answer does not name its host
     * @throws IOException       if the archive cannot be written
     */
    static Answer parse(InputStream kept, OutputStream archive) throws IOException {
        AnswerFields fields = new AnswerFields(archive);
        String trouble = "";
        try (JsonParser parser = JSON.createParser(Base64.getMimeDecoder().wrap(LimitedInputStream.of(MOST_KEPT_BYTES, kept)))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadInputException("it is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                fields.read(parser);
            }
        } catch (JacksonException e) {
            trouble = "it is malformed: " + e.getOriginalMessage();
        } catch (BadInputException e) {
            trouble = e.getMessage();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IOException e) {
            trouble = "it is not base64-encoded JSON: " + e.getMessage();
        }
        if (fields.host().isEmpty()) {
            throw new BadInputException(printable(trouble.isEmpty() ? "it has no host name" : trouble));
        }
        return trouble.isEmpty() ? of(fields) : unreadable(fields, trouble);
    }

    private static Answer of(AnswerFields fields) {
        HostOutput said = fields.said();
        if (fields.unreachable()) {
            return failed(fields.host(), NONE, "", "unreachable: " + fields.message());
        }
        if (!said.trouble().isEmpty()) {
            return unreadable(fields, said.trouble());
        }
        if (!said.whole()) {
            return failed(fields.host(), said.exitCode(), said.log(),
                    "it ended before its answer was complete: " + ansible(fields));
        }
        if (!said.reason().isEmpty() || !said.archived() || said.exitCode() > 1) {
            return new Answer(fields.host(), said.exitCode(), said.log(), said.archived(),
                    printable(said.reason().isEmpty() ? why(said.exitCode(), said.log()) : said.reason()));
        }
        return new Answer(fields.host(), said.exitCode(), said.log(), true, "");
    }

    private static Answer unreadable(AnswerFields fields, String why) {
        return failed(fields.host(), NONE, "", "its answer cannot be read: " + why);
    }

    private static Answer failed(String host, int exitCode, String log, String reason) {
        return new Answer(host, exitCode, log, false, printable(reason));
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
    private static String ansible(AnswerFields fields) {
        return (fields.message().isEmpty() ? "no answer" : fields.message())
                + (fields.code().isEmpty() ? "" : " (" + fields.code() + ")")
                + (fields.lastSaid().isEmpty() ? "" : "; its last output: " + fields.lastSaid());
    }

    private static String printable(String text) {
        String line = text.replaceAll("\\p{Cc}+", " ").strip();
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + " …";
    }
}
