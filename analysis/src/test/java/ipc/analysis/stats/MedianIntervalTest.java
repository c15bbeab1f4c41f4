package ipc.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ipc.result.RunRecord.Interval;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("once")
class MedianIntervalTest {
    private static final int TRIALS = 4000;
    /** 95 % less three standard errors of a coverage counted in that many trials. */
    private static final double AS_GOOD_AS_PROMISED = 0.95 - 3 * Math.sqrt(0.95 * 0.05 / TRIALS);
    private static final double STAYS = 0.9;
    private static final DoubleUnaryOperator EXACT = value -> 0;

    @ParameterizedTest
    // The first column of many a table of the sign test, two-sided, 5 %; k is its critical value plus one.
    @CsvSource({"1, 0", "2, 0", "5, 0", "6, 1", "8, 1", "9, 2", "10, 2", "11, 2", "12, 3", "15, 4", "17, 5", "20, 6", "25, 8",
        "50, 18"})
    void ranksAreTheSignTests(int rounds, int rank) {
        assertThat(MedianInterval.rank(rounds)).isEqualTo(rank);
    }

    @Test
    void endsAreOrderStatisticsAndFiveAreTooFew() {
        assertThat(MedianInterval.of(new double[] {5, 1, 2, 4, 3}, EXACT)).isEmpty();
        assertThat(MedianInterval.of(new double[] {6, 5, 1, 2, 4, 3}, EXACT)).contains(new Interval(3.5, 1, 6));
        assertThat(MedianInterval.of(new double[] {9, 1, 2, 3, 4, 5, 6, 7, 8}, EXACT)).contains(new Interval(5, 2, 8));
        assertThat(MedianInterval.FEWEST_ROUNDS).isEqualTo(6);
        assertThat(MedianInterval.rank(MedianInterval.FEWEST_ROUNDS - 1)).isZero();
    }

    @Test
    void theClocksStepIsPartOfTheInterval() {
        assertThat(MedianInterval.of(new double[] {110, 110, 110, 110, 110, 110}, value -> 5.5))
                .contains(new Interval(110, 104.5, 115.5));
        assertThat(MedianInterval.of(new double[] {3, 3, 3, 3, 3, 3}, value -> 5.5)).contains(new Interval(3, 0, 8.5));
    }

    static Stream<Arguments> machines() {
        return Stream.of("normal", "lognormal", "Cauchy", "two placements", "two placements, one of them rare")
                .flatMap(name -> Stream.of(6, 8, 10, 15).map(rounds -> Arguments.of(name, rounds)));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void coversWhateverTheDistribution(String name, int rounds) {
        RandomGenerator random = new Well19937c(20_000 + rounds);
        DoubleSupplier machine = machine(name, random);
        double truth = StatUtils.percentile(DoubleStream.generate(machine).limit(400_000).toArray(), 50);
        int covered = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            Interval interval = MedianInterval.of(sample(machine, rounds), EXACT).orElseThrow();
            covered += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
        }
        assertThat((double) covered / TRIALS).isGreaterThan(AS_GOOD_AS_PROMISED);
    }

    /**
     * A machine that stays where it stands from one round to the next, as in {@link FalseAlarmTest}: its rounds are not
     * independent. The figures are those of {@link MedianInterval} and the README, which say what is lost.
     */
    @ParameterizedTest
    @CsvSource({"0.45, 6, 0.41", "0.45, 10, 0.38", "0.45, 15, 0.35", "0.1, 6, 0.90", "0.1, 10, 0.91", "0.1, 15, 0.89"})
    void coversLessWhereRoundsFollowEachOther(double far, int rounds, double coverage) {
        RandomGenerator random = new Well19937c(30_000 + rounds);
        double truth = StatUtils.percentile(DoubleStream.generate(() -> standing(random.nextDouble() < far, random))
                .limit(400_000).toArray(), 50);
        int covered = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            Interval interval = MedianInterval.of(sample(staying(far, random), rounds), EXACT).orElseThrow();
            covered += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
        }
        assertThat((double) covered / TRIALS).isCloseTo(coverage, within(0.02));
    }

    private static DoubleSupplier staying(double far, RandomGenerator random) {
        boolean[] isFar = {random.nextDouble() < far};
        return () -> {
            if (random.nextDouble() > STAYS) {
                isFar[0] = random.nextDouble() < far;
            }
            return standing(isFar[0], random);
        };
    }

    private static double standing(boolean far, RandomGenerator random) {
        return (far ? 525 : 118) + 3 * random.nextGaussian();
    }

    /** The bootstrap promises 95 % at four rounds. A simulation like the one above shows that it covers less. */
    @Test
    void theBootstrapOfTheMeanWouldCoverFarLess() {
        RandomGenerator random = new Well19937c(4);
        DoubleSupplier machine = machine("normal", random);
        int covered = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            double[] sample = sample(machine, 4);
            double[] means = DoubleStream
                    .generate(() -> mean(DoubleStream.generate(() -> sample[random.nextInt(4)]).limit(4).toArray()))
                    .limit(400).sorted().toArray();
            covered += means[10] <= 100 && 100 <= means[389] ? 1 : 0;
        }
        assertThat((double) covered / TRIALS).isBetween(0.75, 0.85);
    }

    private static DoubleSupplier machine(String name, RandomGenerator random) {
        return switch (name) {
            case "normal" -> () -> 100 + random.nextGaussian();
            case "lognormal" -> () -> 100 * Math.exp(random.nextGaussian());
            case "Cauchy" -> () -> 100 + Math.tan(Math.PI * (random.nextDouble() - 0.5));
            case "two placements" -> () -> standing(random.nextDouble() < 0.45, random);
            default -> () -> standing(random.nextDouble() < 0.1, random);
        };
    }

    private static double[] sample(DoubleSupplier machine, int rounds) {
        return DoubleStream.generate(machine).limit(rounds).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
