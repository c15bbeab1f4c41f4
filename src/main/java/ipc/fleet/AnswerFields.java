package ipc.fleet;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;

/** What {@code fleet.yml} keeps of a host, one after the other, so that no more of it is in memory than is needed. */
final class AnswerFields {
    /** Of what is only words. */
    private static final int MOST_CHARS = 10_000;

    private final HostOutput said;
    private final LastLineCollector complained = new LastLineCollector();
    private String host = "";
    private String message = "";
    private String code = "";
    private boolean unreachable;

    /** @param archive gets the host's result directory */
    AnswerFields(OutputStream archive) {
        said = new HostOutput(archive);
    }

    /** @param parser at a field's name; afterwards at the end of its value */
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
                // Of no use here, and not even kept by the parser.
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
                // Nor to close.
            }
        });
        return text.toString();
    }

    /** The inventory's name; empty if there is none. */
    String host() {
        return host;
    }

    /** What Ansible says. */
    String message() {
        return message;
    }

    /** The exit code that Ansible saw, in words; empty if it saw none. */
    String code() {
        return code;
    }

    /** Whether Ansible did not reach it. */
    boolean unreachable() {
        return unreachable;
    }

    /** What the host said. */
    HostOutput said() {
        return said;
    }

    /** The last line of it; where it said nothing, of what it complained. */
    String lastSaid() {
        return said.last().isEmpty() ? complained.last() : said.last();
    }
}
