package ipc.analysis.advise;

import static ipc.analysis.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ipc.result.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FollowUpTest {
    private static final Question QUESTION = Question.parse("250", "1000", null, "99");
    private static final List<String> TWENTY = IntStream.range(0, 20).mapToObj(i -> "t" + i).toList();

    @Test
    void everyRoundOfEveryTransportHasItsOverheadItsWarmUpAndItsIteration() {
        FollowUp followUp = new FollowUp(List.of("a", "b", "c"), List.of(), 6, 2, 2.4, QUESTION);
        assertThat(followUp.estimatedSeconds()).isCloseTo(1.1 * (4 + 3 * 6 * (2.4 + 0.6 + 2)), within(1e-9));
        assertThat(followUp.duration()).isEqualTo("1:50");
        assertThat(new FollowUp(List.of("a"), List.of(), 6, 1, 0.1, QUESTION).duration()).isEqualTo("0:20");
        assertThat(followUp.command("x"))
                .isEqualTo("./run.sh desktop OneWay -p transport=a,b,c -p size=256 -p rateHz=1000 --rounds 6 -r 2s --out x");
        assertThat(followUp.block("x")).isEqualTo("    ./run.sh desktop OneWay \\\n      -p transport=a,b,c \\\n"
                + "      -p size=256 -p rateHz=1000 --rounds 6 -r 2s --out x\n    ./run.sh advise x --size 250 --rate 1000\n");
    }

    /** The command leaves warm-up and the number of iterations to its profile. */
    @Test
    void theWarmUpIsThatOfTheProfile() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("jmh-profiles", FollowUp.PROFILE + ".profile"));
        assertThat(lines).contains("-wi 2 -w 300ms").anyMatch(line -> line.matches("-i 1 -r .*"));
        assertThat(FollowUp.WARM_UP_SECONDS).isCloseTo(2 * 0.3, within(1e-9));
    }

    @Test
    void threeMinutesHoldAsManyTransportsAsTheyCanAndThenAsManyRounds() {
        FollowUp six = FollowUp.of(TWENTY, 1, 6, 6, 2.4, QUESTION).orElseThrow();
        assertThat(six.transports()).isEqualTo(TWENTY.subList(0, 6));
        assertThat(six.without()).isEqualTo(TWENTY.subList(6, 20));
        assertThat(six.estimatedSeconds()).isLessThanOrEqualTo(180).isCloseTo(1.1 * (4 + 6 * 6 * 4), within(1e-9));
        FollowUp twelve = FollowUp.of(TWENTY, 2, 7, 12, 2.4, QUESTION).orElseThrow();
        assertThat(twelve.transports()).hasSize(5);
        assertThat(twelve.rounds()).isEqualTo(7);
        assertThat(FollowUp.of(TWENTY.subList(0, 2), 2, 7, 12, 2.4, QUESTION).orElseThrow().rounds()).isEqualTo(12);
        assertThat(FollowUp.of(TWENTY, 2, 23, 44, 2.4, QUESTION)).isEmpty();
        assertThat(FollowUp.of(TWENTY, 1, 6, 6, 40, QUESTION)).isEmpty();
    }

    @Test
    void theCommandFitsTheWidthUnlessItMust() {
        List<String> longNames = List.of("a".repeat(40), "b".repeat(40), "c".repeat(40));
        assertThat(FollowUp.of(longNames, 1, 6, 6, 1, QUESTION).orElseThrow().transports()).hasSize(1);
        assertThat(FollowUp.of(longNames, 2, 6, 6, 1, QUESTION).orElseThrow().transports()).hasSize(2);
    }

    @Test
    void anIterationHoldsTheMessagesThatThePercentileNeeds() {
        assertThat(FollowUp.of(TWENTY, 1, 6, 6, 1, Question.parse("64", "10", null, "99")).orElseThrow().seconds()).isEqualTo(12);
        assertThat(FollowUp.of(TWENTY, 1, 6, 6, 1, Question.parse("64", "10", null, "50")).orElseThrow().seconds()).isEqualTo(1);
        assertThat(FollowUp.of(TWENTY, 1, 6, 6, 1, Question.parse("64", "1", null, "99"))).isEmpty();
        // Too short to be paced: a closed loop has messages enough.
        assertThat(FollowUp.of(TWENTY, 1, 6, 6, 1, Question.parse("8", "1", null, "99")).orElseThrow().command("x"))
                .isEqualTo("./run.sh desktop bench.RoundTrip -p transport=" + String.join(",", TWENTY.subList(0, 10))
                        + " -p size=8 --rounds 6 -r 1s --out x");
    }

    /** 61 seconds for ten rounds of cells, each with 0.6 seconds of warm-up and one of measurement. */
    @Test
    void theOverheadIsThatOfTheRun() {
        assertThat(FollowUp.overhead(timed("2026-01-02T03:05:06Z", "-wi", "2", "-w", "300ms", "-i", "1", "-r", "1s")))
                .isCloseTo(6.1 - 0.6 - 1, within(1e-9));
        assertThat(FollowUp.overhead(timed("2026-01-02T03:05:06Z", "-wi", "3", "-w", "500000us", "-i", "2", "-r", "1s")))
                .isCloseTo(6.1 - 1.5 - 2, within(1e-9));
    }

    @Test
    void whereTheRunDoesNotShowItTheUsualOverheadIsTaken() {
        for (RunRecord run : List.of(timed("2026-01-02T03:05:06Z", "-wi", "2", "-w", "300ms", "-i", "1"),
                timed("2026-01-02T03:05:06Z", "-wi", "2", "-w", "300ms", "-i", "1", "-r"),
                timed("2026-01-02T03:05:06Z", "-wi", "2", "-w", "300ms", "-i", "1", "-r", "1 fortnight"),
                timed("2026-01-02T03:05:06Z", "-wi", "2", "-w", "300ms", "-i", "1", "-r", "1min"),
                timed("yesterday", "-wi", "2", "-w", "300ms", "-i", "1", "-r", "1s"),
                run().options("-wi", "2", "-w", "300ms", "-i", "1", "-r", "1s").record())) {
            assertThat(FollowUp.overhead(run)).isEqualTo(FollowUp.USUAL_OVERHEAD);
        }
    }

    private static RunRecord timed(String until, String... options) {
        return run().until(until).options(options).roundTrip("a", 1, 2, 3, 4, 5, 6).roundTrip("b", 1, 2, 3, 4).record();
    }
}
