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
 * What a host answered, or Ansible in its place: the two ends of {@code on-host.sh} and of {@code fleet.yml}. Text of a host is
 * not trusted: no more of it is kept than a whole answer has, and control characters are taken out of whatever is printed.
 *
 * @param host     the inventory's name
 * @param exitCode of {@code run.sh} there; {@link #NONE} if it did not run to its end
 * @param log      the end of what it said; empty if nobody heard it
 * @param archived whether its result directory came with it, as {@code .tar.gz}
 * @param reason   why there is none, or why it was not brought here; empty otherwise
 */
record Answer(String host, int exitCode, String log, boolean archived, String reason) {
    /** No exit code. */
    static final int NONE = -1;

    /** The largest result takes less: four thirds of its size, twice, for it is in base64 twice, and its lines' ends. */
    static final long MOST_KEPT_BYTES = 2 * Fleet.MOST_RESULT_BYTES;
    /** A result is one string. Of each of its characters the parser keeps two bytes. */
    private static final JsonFactory JSON = JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxStringLength((int) (MOST_KEPT_BYTES / 4 * 3)).build()).build();
    /** What the shell makes of a signal that ended a process. */
    private static final int SIGNALLED = 128;
    private static final int LONGEST_REASON = 300;

    /**
     * Takes an answer apart.
     *
     * @param kept    what {@code fleet.yml} kept: base64 of JSON
     * @param archive gets the host's result directory; whether that is one, the answer says
     * @throws BadInputException if it is not that, so that nobody knows whose it is
     * @throws IOException       if the archive cannot be written
     */
    static Answer parse(InputStream kept, OutputStream archive) throws IOException {
        AnswerFields fields = new AnswerFields(archive);
        String trouble = "";
        try (JsonParser parser = JSON.createParser(Base64.getMimeDecoder().wrap(new LimitedInputStream(MOST_KEPT_BYTES, kept)))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadInputException("it is no JSON object");
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
            trouble = "it is no base64 of JSON: " + e.getMessage();
        }
        if (fields.host().isEmpty()) {
            throw new BadInputException(printable(trouble.isEmpty() ? "it names no host" : trouble));
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
            return failed(fields.host(), said.exitCode(), said.log(), "it ended before it had answered: " + ansible(fields));
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
                    .reduce((first, second) -> second).map(last -> ": " + last).orElse(" and no word");
        }
        // What was wrong with the input, or with the host, is said before what to do about it.
        return exitCode == 2 ? ours.get(0) : "its run ended with exit code " + exitCode + ": " + ours.get(ours.size() - 1);
    }

    /** What Ansible says, with the last line that the host said. */
    private static String ansible(AnswerFields fields) {
        return (fields.message().isEmpty() ? "no answer" : fields.message())
                + (fields.code().isEmpty() ? "" : " (" + fields.code() + ")")
                + (fields.lastSaid().isEmpty() ? "" : "; the last it said: " + fields.lastSaid());
    }

    private static String printable(String text) {
        String line = text.replaceAll("\\p{Cc}+", " ").strip();
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + " …";
    }
}
