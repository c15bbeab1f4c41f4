package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.VerboseMode;

class JmhOutputTest {
    private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
    private final JmhOutput output = new JmhOutput(new PrintStream(sink, true, StandardCharsets.UTF_8), VerboseMode.SILENT, null);

    @Test
    void aForksLastWordsAreOursAndWhatFollowed() {
        say("# JMH version\n");
        assertThat(output.lastWordsOfTheFork()).isEmpty();
        say("ipc-roundtrip: the peer is gone\nits last output:\nnone\n");
        assertThat(output.lastWordsOfTheFork()).contains("the peer is gone\nits last output:\nnone");
    }

    @Test
    void whatAForkSaysInTheMidstOfAnIterationIsFoundToo() {
        say("# Fork: 1 of 1\n# Warmup Iteration   1: ipc-roundtrip: the peer is gone\nit printed nothing\n");
        assertThat(output.lastWordsOfTheFork()).contains("the peer is gone\nit printed nothing");
    }

    @Test
    void twoHundredLinesAreKeptAndAllArePassedOn() {
        String all = IntStream.rangeClosed(1, 201).mapToObj(number -> "line " + number + "\n").collect(Collectors.joining());
        say(all);
        assertThat(sink.toString(StandardCharsets.UTF_8)).isEqualTo(all);
        assertThat(output.tail().lines()).hasSize(200).startsWith("line 2").endsWith("line 201");
    }

    @Test
    void ofALineThatDoesNotEndTheBeginningIsKept() {
        say("x".repeat(20_000) + "\n");
        assertThat(output.tail()).isEqualTo("x".repeat(1 << 14));
        assertThat(sink.size()).isEqualTo(20_001);
    }

    private void say(String text) {
        output.asStream().print(text);
    }
}
