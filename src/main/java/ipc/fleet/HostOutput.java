package ipc.fleet;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code on-host.sh} prints, line by line: words, and between them blocks of base64. */
final class HostOutput extends LastLineCollector {
    private static final Pattern LINE = Pattern.compile("ipc-roundtrip: (exit|log|result|oversized|refused|end)(?: (.*))?");
    /** The script sends the last 64 KiB. */
    private static final long MOST_LOG_BYTES = 1L << 20;

    private final OutputStream archive;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private Base64Block block;
    private int exitCode = Answer.NONE;
    private String reason = "";
    private String trouble = "";
    private boolean archived;
    private boolean whole;

    /** @param archive gets the block of the result */
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
            case "oversized" -> reason = "its result of " + rest + " bytes is too large to be brought here";
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

    /** Of {@code run.sh} there; {@link Answer#NONE} if it did not run to its end. */
    int exitCode() {
        return exitCode;
    }

    /** The end of what {@code run.sh} said. */
    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /** Whether there was a result. */
    boolean archived() {
        return archived;
    }

    /** Why there is none; empty if the host does not say so. */
    String reason() {
        return reason;
    }

    /** Whether it spoke to its end. */
    boolean whole() {
        return whole;
    }

    /** Why it cannot be read; empty if it can. */
    String trouble() {
        return trouble;
    }
}
