package ipc.result;

import ipc.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/** HdrHistogram logs of a run: one untagged interval per histogram, values in nanoseconds. Their readers have limits. */
final class HistogramLogs {
    private static final int MAX_LOG_BYTES = 16 << 20;
    /** Limit for a histogram in memory; one of this program takes 271 kB. */
    private static final int MAX_HISTOGRAM_BYTES = 4 << 20;
    /** Limit for the parts of a log: an interval has five, and there is one interval per round. */
    private static final int MAX_LOG_PARTS = 10 * RunRecord.MOST_ROUNDS;
    /**
     * Limit for a part of a log. A histogram of this program takes four thirds of 271 kB at most, if compression has no effect.
     */
    private static final int MAX_LOG_PART_BYTES = 384 << 10;
    /**
     * Limits for one run together, because a record can name thousands of files, or one file thousands of times. They keep
     * reading within tens of seconds. In the largest possible run, {@link RunRecord#MOST_SUMMARIES}, each histogram may take 13
     * kB.
     */
    private static final long MAX_ALL_LOG_BYTES = 256L << 20;
    private static final long MAX_ALL_LOGGED_BYTES = 16L << 30;
    /** Cost that even the smallest histogram counts for. */
    private static final int LEAST_LOGGED_BYTES = 1 << 16;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double MILLIS_PER_SECOND = 1000;

    private final Function<String, BadInputException> tooMany;
    private long allLogBytes;
    private long allLoggedBytes;

    /** @param tooMany the failure if a run has more of something than any run can have */
    HistogramLogs(Function<String, BadInputException> tooMany) {
        this.tooMany = tooMany;
    }

    /**
     * The content of a log.
     *
     * @param histograms with their time stamps set
     */
    static byte[] written(List<Histogram> histograms) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            HistogramLogWriter log = new HistogramLogWriter(stream);
            long base = histograms.get(0).getStartTimeStamp();
            log.outputComment("[ipc-roundtrip: latencies in nanoseconds, one interval per fork; Interval_Max in ms]");
            log.outputLogFormatVersion();
            log.outputStartTime(base);
            log.setBaseTime(base);
            log.outputLegend();
            for (Histogram histogram : histograms) {
                log.outputIntervalHistogram((histogram.getStartTimeStamp() - base) / MILLIS_PER_SECOND,
                        (histogram.getEndTimeStamp() - base) / MILLIS_PER_SECOND, histogram);
            }
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a log, one histogram at a time.
     *
     * @param log  its name in messages
     * @param each receives the histograms with their time stamps
     * @throws BadInputException if it is too large
     * @throws RuntimeException  of any kind if it is malformed
     */
    void read(InputStream in, Path log, Consumer<Histogram> each) throws IOException {
        byte[] bytes = in.readNBytes(MAX_LOG_BYTES + 1);
        if (bytes.length > MAX_LOG_BYTES) {
            throw new BadInputException(log + " is too large (more than " + MAX_LOG_BYTES + " bytes)");
        }
        requireFewParts(bytes, log);
        allLogBytes += bytes.length;
        if (allLogBytes > MAX_ALL_LOG_BYTES) {
            throw tooMany.apply("logs");
        }
        HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(bytes));
        int count = 0;
        for (EncodableHistogram next = reader.nextIntervalHistogram(); next != null; next = reader.nextIntervalHistogram()) {
            if (!(next instanceof Histogram histogram)) {
                throw new BadInputException(log + " is malformed: a histogram has values that are not whole numbers");
            }
            if (++count > RunRecord.MOST_ROUNDS || histogram.getEstimatedFootprintInBytes() > MAX_HISTOGRAM_BYTES) {
                throw new BadInputException(log + " has too many or too large histograms");
            }
            allLoggedBytes += Math.max(LEAST_LOGGED_BYTES, histogram.getEstimatedFootprintInBytes());
            if (allLoggedBytes > MAX_ALL_LOGGED_BYTES) {
                throw tooMany.apply("histograms");
            }
            // An inconsistent histogram fails here, not later in use.
            new Histogram(SIGNIFICANT_DIGITS).add(histogram);
            each.accept(histogram);
        }
    }

    /**
     * Limits number and length of a log's parts. Otherwise the reader could spend seconds on millions of them, or on a long one.
     */
    private static void requireFewParts(byte[] bytes, Path log) {
        int parts = 0;
        int begin = 0;
        int longest = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == ',' || bytes[i] == '\n' || bytes[i] == '\r') {
                parts++;
                longest = Math.max(longest, i - begin);
                begin = i + 1;
            }
        }
        if (Math.max(longest, bytes.length - begin) > MAX_LOG_PART_BYTES) {
            throw new BadInputException(log + " has a line that is too long");
        }
        if (parts > MAX_LOG_PARTS) {
            throw new BadInputException(log + " has too many lines");
        }
    }
}
