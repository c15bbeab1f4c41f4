package ipc.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeTest {
    /** Permeability of the human placenta at term and earlier: Hollander and Wolfe's example, whose estimate they print. */
    private static final double[] TERM = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
    private static final double[] EARLIER = {1.15, 0.88, 0.90, 0.74, 1.21};
    private static final DoubleUnaryOperator EXACT = value -> 0;

    @Test
    void aTextbooksExample() {
        // Their differences are of the values themselves: given as logarithms here.
        Change change = Change.of(exp(EARLIER), exp(TERM), EXACT, EXACT, 0.95).orElseThrow();
        assertThat(logarithm(change.percent())).isCloseTo(0.305, within(1e-9));
        assertThat(logarithm(change.low())).isCloseTo(-0.15, within(1e-9));
        assertThat(logarithm(change.high())).isCloseTo(0.76, within(1e-9));
    }

    @Test
    void aTenthSlowerIsTenPercentAndBackAgainNine() {
        double[] before = {100, 101, 102, 103};
        double[] after = Arrays.stream(before).map(value -> 1.1 * value).toArray();
        assertThat(Change.of(before, after, EXACT, EXACT, 0.95).orElseThrow().percent()).isCloseTo(10, within(1e-9));
        assertThat(Change.of(after, before, EXACT, EXACT, 0.95).orElseThrow().percent()).isCloseTo(-100.0 / 11, within(1e-9));
    }

    @Test
    void threeAndFourAreTooFewAndNothingIsTooFewToo() {
        assertThat(Change.of(new double[3], new double[4], EXACT, EXACT, 0.95)).isEmpty();
        assertThat(Change.of(new double[0], new double[4], EXACT, EXACT, 0.95)).isEmpty();
    }

    /** 110 and 120 may both be 115, cut to steps of 10: whole runs on either side of a step are no change. */
    @Test
    void oneStepOfTheClockIsNoChange() {
        double[] before = {110, 110, 110, 110, 110};
        double[] after = {120, 120, 120, 120, 120};
        assertThat(Change.of(before, after, EXACT, EXACT, 0.95).orElseThrow().low()).isCloseTo(9.09, within(0.01));
        Change change = Change.of(before, after, value -> 5.5, value -> 5.5, 0.95).orElseThrow();
        assertThat(change.percent()).isCloseTo(9.09, within(0.01));
        assertThat(change.low()).isNegative();
        double[] twoSteps = {130, 130, 130, 130, 130};
        assertThat(Change.of(before, twoSteps, value -> 5.5, value -> 5.5, 0.95).orElseThrow().low()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"4, 4, 0.95", "3, 5, 0.95", "5, 5, 0.95", "5, 5, 0.98333", "8, 6, 0.98333", "15, 10, 0.95"})
    void coversAsPromised(int before, int after, double confidence) {
        RandomGenerator random = new Well19937c(1_000L * before + after);
        int trials = 4000;
        int[] covered = new int[3];
        for (int trial = 0; trial < trials; trial++) {
            for (int machine = 0; machine < covered.length; machine++) {
                double[] baseline = rounds(machine, before, 1, random);
                double[] contender = rounds(machine, after, 1.2, random);
                Change change = Change.of(baseline, contender, EXACT, EXACT, confidence).orElseThrow();
                covered[machine] += change.low() <= 20 && 20 <= change.high() ? 1 : 0;
            }
        }
        double threeStandardErrors = 3 * Math.sqrt(confidence * (1 - confidence) / trials);
        for (int each : covered) {
            assertThat((double) each / trials).isGreaterThan(confidence - threeStandardErrors);
        }
    }

    /** Quiet, heavy-tailed, and standing now in one placement, now in another. */
    private static double[] rounds(int machine, int rounds, double factor, RandomGenerator random) {
        return DoubleStream.generate(() -> factor * 110 * switch (machine) {
            case 0 -> Math.exp(0.02 * random.nextGaussian());
            case 1 -> Math.exp(0.1 * Math.tan(1.5 * (random.nextDouble() * 2 - 1)));
            default -> (random.nextDouble() < 0.3 ? 4.5 : 1) * Math.exp(0.02 * random.nextGaussian());
        }).limit(rounds).toArray();
    }

    private static double[] exp(double[] values) {
        return Arrays.stream(values).map(Math::exp).toArray();
    }

    private static double logarithm(double percent) {
        return Math.log1p(percent / 100);
    }
}
