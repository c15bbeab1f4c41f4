package ipc.analysis;

import ipc.result.RunRecord.Cell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A histogram log. Bytes that do not begin as a log does are what stands compressed in one of its lines: mutating those would only
 * ever meet the check sum.
 */
public final class HistogramLogFuzz {
    /** HdrHistogram's, of a compressed histogram of the second version. */
    private static final int COMPRESSED = 0x1c849314;
    private static final Cell CELL = Runs.measured("RoundTrip", "sysv/spin", List.of(), 120);
    private static final Path RESULT = Reports.result(CELL);

    private HistogramLogFuzz() {
    }

    /** @param bytes see above */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        boolean log = bytes.length == 0 || bytes[0] >= ' ' && bytes[0] < 0x7f || bytes[0] == '\n';
        Files.write(RESULT.resolve(CELL.metrics().get(0).histogram()), log ? bytes : line(bytes));
        Reports.report(RESULT);
    }

    private static byte[] line(byte[] histogram) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
            out.write(histogram);
        } finally {
            deflater.end();
        }
        ByteBuffer framed = ByteBuffer.allocate(2 * Integer.BYTES + packed.size()).putInt(COMPRESSED).putInt(packed.size())
                .put(packed.toByteArray());
        return ("#[Histogram log format version 1.3]\n0.000,1.000,0.001,"
                + Base64.getEncoder().encodeToString(framed.array()) + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
