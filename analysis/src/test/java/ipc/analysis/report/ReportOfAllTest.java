package ipc.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.AllRun;
import ipc.analysis.table.Grouping;
import ipc.analysis.table.TableFormat;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The report of a real run of every transport. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportOfAllTest {
    private static final int LARGEST_BYTES = 2_000_000;

    @TempDir
    private static Path work;

    private Path all;
    private String page;
    private JsonNode record;

    @BeforeAll
    void makeReport() throws IOException {
        all = AllRun.unpack(work);
        page = ReportTest.page(List.of(all), all);
        record = new ObjectMapper().readTree(all.resolve("run.json").toFile());
    }

    @Test
    void linesAndDistributionsAreThoseOfTheLogs() throws IOException {
        JsonNode series = ReportTest.data(page).get("series");
        assertThat(series.size()).isEqualTo(AllRun.measured(record));
        for (JsonNode each : series) {
            Histogram log = log(each.get("cell").asText());
            JsonNode curve = each.get("curve");
            assertThat(curve.size()).isGreaterThan(40);
            for (JsonNode point : curve) {
                double oneIn = point.get(0).asDouble();
                double value = oneIn == 1 ? log.getMinValue() : oneIn == log.getTotalCount() ? log.getMaxValue()
                        : log.getValueAtPercentile(100 - 100 / oneIn);
                assertThat(point.get(1).asDouble()).as(each.get("name") + " at one in " + oneIn).isEqualTo(value);
            }
            long operations = 0;
            for (JsonNode bin : each.get("bins")) {
                operations += bin.get(1).asLong();
            }
            assertThat(operations).isEqualTo(log.getTotalCount()).isEqualTo(each.at("/all/operations").asLong());
        }
    }

    /** All forks together, read by HdrHistogram's own reader. */
    private Histogram log(String cell) throws IOException {
        Histogram sum = new Histogram(3);
        try (HistogramLogReader reader = new HistogramLogReader(all.resolve("histograms/" + cell + ".hlog").toFile())) {
            for (Histogram fork = (Histogram) reader.nextIntervalHistogram(); fork
                    != null; fork = (Histogram) reader.nextIntervalHistogram()) {
                sum.add(fork);
            }
        }
        return sum;
    }

    @Test
    void figuresAreThoseOfTheRecordAndTheTable() throws IOException {
        JsonNode data = ReportTest.data(page);
        assertThat(data.get("markdown").asText()).isEqualTo(
                TableFormat.MARKDOWN.format(Grouping.TRANSPORT.table(List.of(all), List.of(), List.of())));
        for (JsonNode each : data.get("series")) {
            for (JsonNode cell : record.get("cells")) {
                if (cell.get("id").equals(each.get("cell"))) {
                    assertThat(each.get("all")).isEqualTo(cell.at("/metrics/0/all"));
                    assertThat(each.get("cost")).isEqualTo(cell.get("cost"));
                    assertThat(each.get("rounds")).hasSize(cell.at("/metrics/0/rounds").size());
                }
            }
        }
    }

    @Test
    void itStaysSmallAndKnowsNoPlaceOfItsMaking() {
        assertThat(page.length()).isLessThan(LARGEST_BYTES);
        assertThat(page).contains("./run.sh all --seed 92854").doesNotContain(work.toString());
    }
}
