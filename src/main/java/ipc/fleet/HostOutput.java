package ipc.fleet;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the output of {@code on-host.sh}: lines that begin with {@code ipc-roundtrip:}, and blocks of base64 between them. */
final class HostOutput extends LastLineCollector {
    private static final Pattern LINE = Pattern.compile("ipc-roundtrip: (exit|log|result|oversized|refused|end)(?: (.*))?");
    /** Limit for the log; the script sends its last 64 KiB. */
    private static final long MOST_LOG_BYTES = 1L << 20;

    private final OutputStream archive;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private Base64Block block;
    private int exitCode = Answer.NONE;
    private String reason = "";
    private String trouble = "";
    private boolean archived;
    private boolean whole;

    /** @param archive receives the result, a {@code .tar.gz} */
    HostOutput(OutputStream archive) {
        this.archive = archive;
    }

    @Override
    void line(String line) {
        super.line(line);
        if (trouble.isEmpty()) {
            try {
                take(line);
            } catch (IllegalArgumentException e) {
                trouble = String.valueOf(e.getMessage());
            }
        }
    }

    private void take(String line) {
        Matcher word = LINE.matcher(line);
        if (!word.matches()) {
            if (block != null) {
                block.add(line);
            }
            return;
        }
        endBlock();
        String rest = Objects.requireNonNullElse(word.group(2), "");
        switch (word.group(1)) {
            case "exit" -> exitCode = Integer.parseInt(rest);
            case "log" -> {
                log.reset();
                block = new Base64Block("log", MOST_LOG_BYTES, log);
            }
            case "result" -> {
                if (archived) {
                    throw new IllegalArgumentException("it has two results");
                }
                archived = true;
                block = new Base64Block("result", Fleet.MOST_RESULT_BYTES, archive);
            }
            case "oversized" -> reason = "its result is too large to transfer (" + rest + " bytes)";
            case "refused" -> reason = rest;
            default -> whole = true;
        }
    }

    private void endBlock() {
        if (block != null) {
            Base64Block ended = block;
            block = null;
            ended.end();
        }
    }

    @Override
    public void close() {
        super.close();
        if (trouble.isEmpty()) {
            try {
                endBlock();
            } catch (IllegalArgumentException e) {
                trouble = String.valueOf(e.getMessage());
            }
        }
    }

    /** Exit code of the host's {@code run.sh}; {@link Answer#NONE} if it did not end. */
    int exitCode() {
        return exitCode;
    }

    /** The end of the log of the host's {@code run.sh}. */
    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /** Whether the output contains a result. */
    boolean archived() {
        return archived;
    }

    /** The host's reason for having no result; empty if it gives none. */
    String reason() {
        return reason;
    }

    /** Whether the output is complete. */
    boolean whole() {
        return whole;
    }

    /** Why the output cannot be read; empty if it can. */
    String trouble() {
        return trouble;
    }
}
