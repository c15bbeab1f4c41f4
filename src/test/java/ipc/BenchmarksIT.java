package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests every benchmark except the round trip and pairs, with its parameters and the cost of its messages. */
class BenchmarksIT extends RealRuns {
    private static final String SIZE = "4096";
    private static final int BYTES = Integer.parseInt(SIZE);
    /** The messages that one acknowledgement is for. The usual window for this size is 64 messages. */
    private static final long HALF_WINDOW = 32;

    @Tag("once")
    @Test
    void everyCellHasItsMetricsAndItsCost() throws IOException {
        Harness.Finished run = run("quick", "RoundTrip", "OneWay", "Throughput", "ThreadHandOff", "Call",
                "-p", "transport=sysv/condvar", "-p", "rateHz=0,10", "-p", "size=" + SIZE, "-p", "wait=condvar", "-p",
                "call=empty,syscall",
                "-prof", "gc");
        assertThat(run.exitCode()).as(run.err()).isZero();
        Map<String, JsonNode> cells = cells();
        assertThat(cells.keySet()).containsExactly("RoundTrip-sysv-condvar-4096", "OneWay-sysv-condvar-4096-0",
                "OneWay-sysv-condvar-4096-10", "Throughput-sysv-condvar-4096-64", "ThreadHandOff-condvar-4096", "Call-empty",
                "Call-syscall");
        assertThat(cells.values()).allMatch(cell -> cell.get("status").asText().equals("MEASURED"));

        // The first round trip of an iteration is a message like any other. It has no latency.
        assertThat(messages(cells.get("RoundTrip-sysv-condvar-4096")))
                .isEqualTo(2 * (operations(cells, "RoundTrip-sysv-condvar-4096") + 1));
        assertThat(messages(cells.get("OneWay-sysv-condvar-4096-0"))).isEqualTo(operations(cells, "OneWay-sysv-condvar-4096-0"));
        assertThat(messages(cells.get("OneWay-sysv-condvar-4096-10"))).isEqualTo(operations(cells, "OneWay-sysv-condvar-4096-10"))
                .isLessThanOrEqualTo(mostMessagesAt(10, cells.get("OneWay-sysv-condvar-4096-10")));
        assertThat(messages(cells.get("ThreadHandOff-condvar-4096")))
                .isEqualTo(2 * (operations(cells, "ThreadHandOff-condvar-4096") + 1));
        assertStreamIsWhole(cells.get("Throughput-sysv-condvar-4096-64"));

        cells.forEach((id, cell) -> {
            if (id.startsWith("Call")) {
                assertThat(cell.get("cost").isNull()).isTrue();
                assertThat(cell.at("/metrics/0/name").asText()).isEqualTo("per1000Calls");
                assertThat(cell.at("/metrics/0/all/min").asDouble()).isPositive();
            } else {
                assertThat(cell.at("/params/size").asText()).isEqualTo(SIZE);
                assertThat(cell.at("/cost/seconds").asDouble()).isPositive();
                assertThat(cell.at("/cost/forkNanosPerMessage").asDouble()).isPositive();
                assertThat(cell.at("/cost/peerNanosPerMessage").asDouble())
                        .matches(nanos -> id.startsWith("Thread") == (nanos == 0));
            }
        });
        assertThat(metrics(cells.get("OneWay-sysv-condvar-4096-0"))).containsExactly("oneWay");
        assertThat(metrics(cells.get("OneWay-sysv-condvar-4096-10"))).containsExactly("oneWay", "oneWayFromIntended");
        assertThat(metrics(cells.get("Throughput-sysv-condvar-4096-64"))).containsExactly("perMessage");
        // The rounds record their placement, so that they can be compared with a transport's rounds of the same placement.
        assertThat(cells.get("ThreadHandOff-condvar-4096").get("placements"))
                .hasSameSizeAs(cells.get("RoundTrip-sysv-condvar-4096")
                        .get("placements"));
        assertAllocatesNothing(List.copyOf(cells.values()));
        assertThat(run.out()).contains("one way, closed loop, 4096 bytes", "throughput, window 64, 4096 bytes",
                "| thread/condvar, 4096 bytes ", "| 1000 calls, syscall ");
    }

    /** A message is sent when it is due and not before, so a rate limits their number from above. */
    private static long mostMessagesAt(int rateHz, JsonNode cell) {
        return (long) Math.ceil(cell.at("/cost/seconds").asDouble() * rateHz);
    }

    /**
     * The messages of a stream are whole half windows, of 32 messages each. A figure is the time between the acknowledgements of
     * two half windows. Three half windows never have a figure: the first acknowledged, whose time has no beginning, and at the
     * end the two that are under way, which are awaited untimed. The iteration may also end exactly between two half windows.
     * Then a fourth one follows without a figure, because the end always sends at least one message more, and completes its half
     * window.
     */
    private static void assertStreamIsWhole(JsonNode cell) {
        assertThat(messages(cell) % HALF_WINDOW).isZero();
        long figures = cell.at("/metrics/0/all/operations").asLong();
        assertThat(figures).isPositive();
        assertThat(messages(cell) / HALF_WINDOW - figures).isBetween(3L, 4L);
    }

    private void assertAllocatesNothing(List<JsonNode> cells) throws IOException {
        JsonNode jmh = new ObjectMapper().readTree(work.resolve("a/jmh.json").toFile());
        for (int cell = 0; cell < cells.size(); cell++) {
            JsonNode metrics = jmh.get(cell).get("secondaryMetrics");
            // JMH counts operations. One figure stands for 1000 calls, for the messages of a half window, or for one
            // operation.
            long perFigure = switch (cells.get(cell).get("benchmark").asText()) {
                case "Call" -> 1000;
                case "Throughput" -> HALF_WINDOW;
                default -> 1;
            };
            double operations = perFigure * cells.get(cell).at("/metrics/0/all/operations").asDouble();
            assertThat(bytesPerOperation(metrics) * operations).as(cells.get(cell).get("id").asText())
                    .isLessThan(MOST_BYTES_OF_AN_ITERATION);
        }
    }

    @Tag("once")
    @Test
    void spinningReceiversArePacedAndLargeMessagesStream() throws IOException {
        Harness.Finished run = run("quick", "OneWay", "Throughput", "-p", "transport=sysv/spin", "-p", "rateHz=1000", "-p",
                "size=65536");
        assertThat(run.exitCode()).as(run.err()).isZero();
        Map<String, JsonNode> cells = cells();
        assertThat(cells.keySet()).containsExactly("OneWay-sysv-spin-65536-1000", "Throughput-sysv-spin-65536-16");
        assertThat(cells.values()).allMatch(cell -> cell.at("/cost/peerNanosPerMessage").asDouble() > 0);
        // The sender sleeps until a message is due. The receiver spins.
        assertThat(cells.get("OneWay-sysv-spin-65536-1000").at("/tail/blocks").asBoolean()).isTrue();
        assertThat(cells.get("Throughput-sysv-spin-65536-16").at("/tail/blocks").asBoolean()).isFalse();
        assertThat(cells.values()).allMatch(cell -> cell.at("/cost/sleeps").isBoolean() && !cell.at("/cost/sleeps").asBoolean());
        assertThat(harness.run("advise", "a", "--size", "65536", "--rate", "500", "--percentile", "50").out())
                .containsPattern("\\| sysv/spin +\\| +[0-9.]+ \\| +\\d{2,3} \\| ");
    }

    @Tag("once")
    @Test
    void anUnsupportedSizeFailsOnlyItsOwnCell() throws IOException {
        Optional<Transport> narrow = Transports.list().stream()
                .filter(transport -> transport.unavailable().isEmpty() && transport.unsupportedSize(BYTES).isPresent())
                .findFirst();
        assumeTrue(narrow.isPresent(), "every transport carries " + SIZE + " bytes");
        String name = narrow.orElseThrow().name();
        String reason = narrow.orElseThrow().unsupportedSize(BYTES).orElseThrow();
        Harness.Finished run = run("quick", "RoundTrip", "-p", "transport=" + name + ",sysv/condvar", "-p", "size=" + SIZE);
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> reasons = cells().values().stream().filter(cell -> cell.get("status").asText().equals("MISSING"))
                .map(cell -> cell.get("reason").asText()).toList();
        assertThat(reasons).containsExactly(reason);

        Harness.Finished none = run("quick", "RoundTrip", "-p", "transport=" + name, "-p", "size=" + SIZE, "--out", "b");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).isEqualTo("ipc-roundtrip: " + reason + ".\n");
        assertThat(work.resolve("b")).doesNotExist();
    }

    private Harness.Finished run(String... typed) {
        List<String> arguments = new ArrayList<>(List.of(typed));
        arguments.addAll(List.of("-wi", "1", "-w", "50ms", "-i", "1", "-r", "500ms"));
        if (!arguments.contains("--out")) {
            arguments.addAll(List.of("--out", "a"));
        }
        return harness.run(arguments.toArray(new String[0]));
    }

    private Map<String, JsonNode> cells() throws IOException {
        Map<String, JsonNode> cells = new LinkedHashMap<>();
        new ObjectMapper().readTree(work.resolve("a/run.json").toFile()).get("cells")
                .forEach(cell -> cells.put(cell.get("id").asText(), cell));
        return cells;
    }

    private static long messages(JsonNode cell) {
        return cell.at("/cost/messages").asLong();
    }

    private static long operations(Map<String, JsonNode> cells, String id) {
        return cells.get(id).at("/metrics/0/all/operations").asLong();
    }

    private static List<String> metrics(JsonNode cell) {
        List<String> names = new ArrayList<>();
        cell.get("metrics").forEach(metric -> names.add(metric.get("name").asText()));
        return names;
    }
}
