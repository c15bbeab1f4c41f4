package ipc.session;

import ipc.FileFailure;
import ipc.WatchedOutput;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * The extra result file that {@code -rf} and {@code -rff} ask for, in JMH's formats.
 *
 * @param jmh the options
 * @param err takes the reason if it cannot be written
 */
record ExtraResult(CommandLineOptions jmh, PrintStream err) {
    /** Returns whether it was written, or not asked for. A failure does not affect the run's own results. */
    boolean write(Measurements measurements) {
        if (!jmh.getResult().hasValue() && !jmh.getResultFormat().hasValue()) {
            return true;
        }
        ResultFormatType format = jmh.getResultFormat().orElse(Defaults.RESULT_FORMAT);
        String file = jmh.getResult().orElse(Defaults.RESULT_FILE_PREFIX + "." + format.toString().toLowerCase(Locale.ROOT));
        try (WatchedOutput bytes = new WatchedOutput(Files.newOutputStream(Path.of(file)));
                PrintStream text = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(format, text).writeOut(measurements.toJmh());
            text.flush();
            return bytes.failure().map(reason -> isLost(file, reason)).orElse(true);
        } catch (IOException e) {
            return isLost(file, FileFailure.inWords(e));
        }
    }

    private boolean isLost(String file, String reason) {
        err.println("ipc-roundtrip: " + file + " (-rff) could not be written: " + reason + ". All other results are complete");
        return false;
    }
}
