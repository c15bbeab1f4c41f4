package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.bench.Benchmarks;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;

/** With a scripted clock. */
class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Cell cell = cell();
    private long nanos = TimeUnit.SECONDS.toNanos(1000);

    @Test
    void quietSingleLinesWhereThereIsNoTerminal() {
        Progress progress = new Progress(out, false, () -> nanos, 4, TimeUnit.SECONDS.toNanos(5));
        step(progress, 1, 2);
        step(progress, 1, 4);
        step(progress, 2, 4);
        step(progress, 2, 4);
        progress.finish();
        assertThat(text()).isEqualTo("""
                [  0%] round 1 of 2: RoundTrip sysv/spin 64 B, 0:20 left
                [ 50%] round 2 of 2: RoundTrip sysv/spin 64 B, 0:06 left
                """);
    }

    @Test
    void oneLineIsRewrittenOnATerminalAndGoneAtTheEnd() {
        Progress progress = new Progress(out, true, () -> nanos, 1, TimeUnit.SECONDS.toNanos(65));
        progress.begins(cell, 1, 1);
        nanos += TimeUnit.SECONDS.toNanos(5);
        progress.phase("warmup");
        progress.finish();
        assertThat(text()).isEqualTo("\r\u001b[K[  0%] round 1 of 1: RoundTrip sysv/spin 64 B, 1:05 left"
                + "\r\u001b[K[  0%] round 1 of 1: RoundTrip sysv/spin 64 B, warmup, 1:00 left\r\u001b[K");
    }

    @Test
    void messagesStay() {
        Progress progress = new Progress(out, false, () -> nanos, 1, 1);
        progress.say("ipc-roundtrip: something");
        assertThat(text()).isEqualTo("ipc-roundtrip: something\n");
    }

    private void step(Progress progress, int round, int seconds) {
        progress.begins(cell, round, 2);
        nanos += TimeUnit.SECONDS.toNanos(seconds);
        progress.ended();
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Cell cell() {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("transport", "sysv/spin");
        params.put("size", "64");
        return new Cell(Benchmarks.list().get(0), params, Mode.AverageTime);
    }
}
