package ipc.session;

import ipc.FailureMessage;
import java.io.PrintStream;
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
        try {
            ResultFormatFactory.getInstance(format, file).writeOut(measurements.toJmh());
            return true;
        } catch (RuntimeException e) {
            err.println(
                    "ipc-roundtrip: " + file + " (-rff) could not be written: " + FailureMessage.of(e)
                            + ". All other results are complete");
            return false;
        }
    }
}
