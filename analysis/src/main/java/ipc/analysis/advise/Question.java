package ipc.analysis.advise;

import ipc.analysis.run.CellParameters;
import ipc.analysis.run.CostText;
import ipc.analysis.stats.Figure;
import ipc.BadInputException;
import java.math.BigDecimal;

/**
 * The question that advice answers.
 *
 * @param sizeBytes     of a message, including its 8-byte sequence word
 * @param rateHz        messages a second
 * @param maxCpuPercent the most that each process may use, in percent of one CPU; null for no limit
 * @param percentile    the figure that ranks the transports
 */
public record Question(int sizeBytes, double rateHz, Double maxCpuPercent, Figure percentile) {
    /** The default percentile, as typed. */
    public static final String DEFAULT_PERCENTILE = "99";

    /**
     * Parses what the user typed.
     *
     * @param maxCpu null if it was not typed
     * @throws BadInputException if a value is not valid
     */
    public static Question parse(String size, String rate, String maxCpu, String percentile) {
        double bytes = positive("--size", size, "a number of bytes", "64");
        if (bytes != Math.rint(bytes) || bytes > Integer.MAX_VALUE) {
            throw new BadInputException("--size " + size + ": must be a whole number of bytes, such as 64.");
        }
        return new Question((int) bytes, positive("--rate", rate, "a number of messages a second", "1000"),
                maxCpu == null ? null : positive("--max-cpu", maxCpu.replaceFirst("\\s*%$", ""), "a percentage of one CPU", "50"),
                percentile(percentile));
    }

    private static double positive(String option, String text, String what, String example) {
        try {
            double number = Double.parseDouble(text);
            if (number > 0 && Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new BadInputException(option + " " + text + ": must be " + what + " above 0, such as " + example + ".");
    }

    private static Figure percentile(String text) {
        return switch (text.startsWith("p") ? text.substring(1) : text) {
            case "50" -> Figure.P50;
            case "90" -> Figure.P90;
            case "99" -> Figure.P99;
            case "99.9" -> Figure.P999;
            default -> throw new BadInputException("--percentile " + text + ": choose from 50, 90, 99, 99.9.");
        };
    }

    /** Whether paced messages, which have a smallest size, can be near this size. */
    boolean canBePaced() {
        return 2L * sizeBytes >= CellParameters.PUBLISHED_BYTES;
    }

    /** The options that ask this question. */
    String options() {
        String percent = percentile.words().substring(1);
        return "--size " + sizeBytes + " --rate " + plain(rateHz)
                + (maxCpuPercent == null ? "" : " --max-cpu " + plain(maxCpuPercent))
                + (percent.equals(DEFAULT_PERCENTILE) ? "" : " --percentile " + percent);
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** Size and rate in words. */
    String inWords() {
        return sizeBytes + " bytes at " + CostText.rate(rateHz) + " messages a second";
    }
}
