package ipc.session;

import ipc.WatchedOutput;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Takes JMH's own output: into the file that {@code -o} names, to standard error, or nowhere. */
final class JmhSink implements AutoCloseable {
    private final String file;
    private final WatchedOutput bytes;
    private final PrintStream text;

    private JmhSink(String file, WatchedOutput bytes, PrintStream text) {
        this.file = file;
        this.bytes = bytes;
        this.text = text;
    }

    /**
     * Opens it.
     *
     * @param shown whether standard error shows the output if no file takes it
     */
    static JmhSink open(CommandLineOptions jmh, boolean shown, PrintStream err) throws IOException {
        if (!jmh.getOutput().hasValue()) {
            return new JmhSink(null, null,
                    shown ? new PrintStream(CloseShieldOutputStream.wrap(err), true, StandardCharsets.UTF_8) : null);
        }
        WatchedOutput bytes = new WatchedOutput(Files.newOutputStream(Path.of(jmh.getOutput().get())));
        return new JmhSink(jmh.getOutput().get(), bytes, new PrintStream(bytes, false, StandardCharsets.UTF_8));
    }

    /** The stream; null if nothing takes the output. */
    PrintStream stream() {
        return text;
    }

    /** Returns whether everything was written, or no file was asked for. */
    boolean isComplete(PrintStream err) {
        if (bytes == null) {
            return true;
        }
        text.flush();
        if (bytes.failure().isEmpty()) {
            return true;
        }
        err.println(
                "ipc-roundtrip: " + file + " (-o) could not be written: " + bytes.failure().get() + ". All results are complete");
        return false;
    }

    @Override
    public void close() {
        if (text != null) {
            text.close();
        }
    }
}
