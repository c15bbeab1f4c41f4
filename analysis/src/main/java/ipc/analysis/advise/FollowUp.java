package ipc.analysis.advise;

import ipc.analysis.run.CellParameters;
import ipc.analysis.stats.MedianInterval;
import ipc.analysis.document.Markdown;
import ipc.result.RunRecord;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command that measures what advice lacks, within three minutes, and the command that asks again.
 *
 * @param transports what it measures, at least one
 * @param without    what it leaves out, because three minutes do not hold it
 * @param rounds     of each, at least {@link MedianInterval#FEWEST_ROUNDS}
 * @param seconds    of one measured iteration
 * @param overhead   seconds that each round of a transport takes beside warm-up and measurement: start, connection, settling, end
 * @param question   the size and the rate to measure
 */
record FollowUp(List<String> transports, List<String> without, int rounds, int seconds, double overhead, Question question) {
    /** The longest follow-up, in seconds. */
    static final int MOST_SECONDS = 180;
    /** The profile of the command. */
    static final String PROFILE = "desktop";
    /** The profile's two warm-up iterations of 300 ms, in seconds. */
    static final double WARM_UP_SECONDS = 0.6;
    /** The overhead if no run shows it, in seconds: about what a virtual machine with two CPUs takes. */
    static final double USUAL_OVERHEAD = 2.5;
    /** Seconds that a run takes beside its rounds: to start, and to write its results. */
    static final double ONCE_SECONDS = 4;
    /** A machine that is a tenth slower than before must not exceed the estimate. */
    static final double MARGIN = 1.1;
    /** More messages than the percentile needs, because the last ones of an iteration can be late. */
    private static final double SPARE = 1.2;
    private static final String INDENT = "    ";
    private static final Pattern TIME = Pattern.compile("(\\d+)(ns|us|ms|s|min)");

    /**
     * The command for as many of these transports as three minutes hold; empty if they do not hold one.
     *
     * @param wanted       the most important one first
     * @param fewest       how many transports it must hold
     * @param fewestRounds how many rounds it must hold
     * @param mostRounds   the number of rounds, if there is time for them
     * @param overhead     seconds for each round of a transport
     */
    static Optional<FollowUp> of(List<String> wanted, int fewest, int fewestRounds, int mostRounds, double overhead,
            Question question) {
        int seconds = question.canBePaced()
                ? (int) Math.max(1, Math.ceil(SPARE * question.percentile().fewestOperations() / question.rateHz())) : 1;
        for (int number = wanted.size(); number >= Math.max(1, fewest); number--) {
            for (int rounds = mostRounds; rounds >= fewestRounds; rounds--) {
                FollowUp candidate = new FollowUp(wanted.subList(0, number), wanted.subList(number, wanted.size()),
                        rounds, seconds, overhead, question);
                if (candidate.estimatedSeconds() <= MOST_SECONDS && (number <= fewest || candidate.isNarrow())) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    private boolean isNarrow() {
        return block("").lines().allMatch(line -> line.length() <= Markdown.WIDTH);
    }

    /** How long the command takes: every round of every transport has its overhead, its warm-up and its iteration. */
    double estimatedSeconds() {
        return MARGIN * (ONCE_SECONDS + transports.size() * rounds * (overhead + WARM_UP_SECONDS + seconds));
    }

    /** The estimate as minutes and seconds, rounded up to ten seconds. */
    String duration() {
        long tens = (long) Math.ceil(estimatedSeconds() / 10) * 10;
        return String.format(Locale.ROOT, "%d:%02d", tens / 60, tens % 60);
    }

    /** The command, one part of it in each line; an empty {@code out} leaves the result directory to the run. */
    private List<String> lines(String out) {
        long measurable = (question.sizeBytes() + (long) Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        boolean paced = question.canBePaced();
        String size = paced ? Math.max(measurable, CellParameters.PUBLISHED_BYTES)
                + " -p rateHz=" + Math.max(1, Math.round(question.rateHz())) : String.valueOf(measurable);
        return List.of("./run.sh " + PROFILE + (paced ? " OneWay" : " bench.RoundTrip"),
                "-p transport=" + String.join(",", transports),
                "-p size=" + size + " --rounds " + rounds + " -r " + seconds + "s" + (out.isEmpty() ? "" : " --out " + out));
    }

    /**
     * The command in one line.
     *
     * @param out the result directory
     */
    String command(String out) {
        return String.join(" ", lines(out));
    }

    /** The command that asks the same question of the new results. */
    String askAgain(String out) {
        return "./run.sh advise " + out + " " + question.options();
    }

    /** Both commands, in lines that a shell joins again, indented as Markdown wants code. */
    String block(String out) {
        return String.join(" \\\n  ", lines(out)).indent(INDENT.length()) + INDENT + askAgain(out) + "\n";
    }

    /** The overhead of a round of one cell, in seconds, as this run shows it; the usual one if it does not. */
    static double overhead(RunRecord run) {
        long rounds = run.cells().stream().mapToLong(
                cell -> cell.metrics().stream().mapToLong(metric -> metric.rounds().size()).max().orElse(0)).sum();
        OptionalDouble warmUp = seconds(run.options(), "-wi", "-w");
        OptionalDouble measured = seconds(run.options(), "-i", "-r");
        try {
            double took = Duration.between(Instant.parse(run.started()), Instant.parse(run.finished())).toMillis() / 1e3;
            double overhead = took / rounds - warmUp.orElse(0) - measured.orElse(0);
            return rounds > 0 && warmUp.isPresent() && measured.isPresent() && overhead > 0 ? overhead : USUAL_OVERHEAD;
        } catch (DateTimeException e) {
            return USUAL_OVERHEAD;
        }
    }

    /** Iterations times their length; empty if an option is not there. */
    private static OptionalDouble seconds(List<String> options, String iterations, String length) {
        int number = options.indexOf(iterations) + 1;
        int time = options.indexOf(length) + 1;
        if (number == 0 || time == 0 || Math.max(number, time) >= options.size() || !options.get(number).matches("\\d{1,6}")) {
            return OptionalDouble.empty();
        }
        Matcher matcher = TIME.matcher(options.get(time));
        return matcher.matches() ? OptionalDouble.of(Integer.parseInt(options.get(number)) * Double.parseDouble(matcher.group(1))
                * unitSeconds(matcher.group(2))) : OptionalDouble.empty();
    }

    private static double unitSeconds(String unit) {
        return switch (unit) {
            case "ns" -> 1e-9;
            case "us" -> 1e-6;
            case "ms" -> 1e-3;
            case "s" -> 1;
            default -> 60;
        };
    }
}
