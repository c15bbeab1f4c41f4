package ipc.fleet;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;

/** The fields that {@code fleet.yml} keeps of a host. They are read one after the other, to save memory. */
final class AnswerFields {
    /** Limit for texts. */
    private static final int MOST_CHARS = 10_000;

    private final HostOutput said;
    private final LastLineCollector complained = new LastLineCollector();
    private String host = "";
    private String message = "";
    private String code = "";
    private boolean unreachable;

    /** @param archive receives the host's result directory */
    AnswerFields(OutputStream archive) {
        said = new HostOutput(archive);
    }

    /** @param parser positioned at a field's name; afterwards at the end of its value */
    void read(JsonParser parser) throws IOException {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == null || !value.isScalarValue() || value == JsonToken.VALUE_NULL) {
            parser.skipChildren();
            return;
        }
        switch (name) {
            case "host" -> host = text(parser);
            case "msg" -> message = text(parser);
            case "rc" -> code = text(parser);
            case "unreachable" -> unreachable = value == JsonToken.VALUE_TRUE;
            case "stdout" -> lines(parser, said);
            case "stderr" -> lines(parser, complained);
            default -> {
                // Unused; the parser does not store it either.
            }
        }
    }

    private static void lines(JsonParser parser, LineSplitter lines) throws IOException {
        try (lines) {
            parser.getText(lines);
        }
    }

    private static String text(JsonParser parser) throws IOException {
        StringBuilder text = new StringBuilder();
        parser.getText(new Writer() {
            @Override
            public void write(char[] chars, int offset, int length) {
                text.append(chars, offset, Math.min(length, MOST_CHARS - text.length()));
            }

            @Override
            public void flush() {
                // There is nothing to flush.
            }

            @Override
            public void close() {
                // There is nothing to close.
            }
        });
        return text.toString();
    }

    /** The host's name in the inventory; empty if there is none. */
    String host() {
        return host;
    }

    /** Ansible's message. */
    String message() {
        return message;
    }

    /** The exit code that Ansible saw, as text; empty if it saw none. */
    String code() {
        return code;
    }

    /** Whether Ansible could not reach the host. */
    boolean unreachable() {
        return unreachable;
    }

    /** The host's standard output. */
    HostOutput said() {
        return said;
    }

    /** The last line of the host's standard output; if that is empty, of its standard error. */
    String lastSaid() {
        return said.last().isEmpty() ? complained.last() : said.last();
    }
}
