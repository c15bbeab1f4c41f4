package ipc.analysis;

import ipc.BadInputException;

/**
 * What advice is asked for.
 *
 * @param sizeBytes     of a message, sequence word included
 * @param rateHz        messages a second
 * @param maxCpuPercent of one CPU, what each process may take at most; null for as much as it wants
 * @param percentile    by which of a round's figures transports are ranked
 */
public record Question(int sizeBytes, double rateHz, Double maxCpuPercent, Figure percentile) {
    /** The default percentile, as one types it. */
    public static final String DEFAULT_PERCENTILE = "99";

    /**
     * As typed.
     *
     * @param maxCpu null if it was not
     * @throws BadInputException if something is not what it must be
     */
    public static Question parse(String size, String rate, String maxCpu, String percentile) {
        double bytes = positive("--size", size, "a number of bytes", "64");
        if (bytes != Math.rint(bytes) || bytes > Integer.MAX_VALUE) {
            throw new BadInputException("--size " + size + ": a whole number of bytes is expected, such as 64");
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
            // Said below, with what would be right.
        }
        throw new BadInputException(option + " " + text + ": " + what + " above zero is expected, such as " + example);
    }

    private static Figure percentile(String text) {
        return switch (text.startsWith("p") ? text.substring(1) : text) {
            case "50" -> Figure.P50;
            case "90" -> Figure.P90;
            case "99" -> Figure.P99;
            case "99.9" -> Figure.P999;
            default -> throw new BadInputException("--percentile " + text + ": choose from 50, 90, 99, 99.9");
        };
    }

    /** Whether paced messages, which have a shortest, can be near this size. */
    boolean canBePaced() {
        return 2L * sizeBytes >= CellParameters.PUBLISHED_BYTES;
    }

    /** The command that measures just this; where messages are too short to be paced, in a closed loop. */
    String command() {
        long measurable = (sizeBytes + (long) Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        return canBePaced() ? "./run.sh desktop OneWay -p transport=all -p size="
                + Math.max(measurable, CellParameters.PUBLISHED_BYTES) + " -p rateHz=" + Math.max(1, Math.round(rateHz))
                : "./run.sh desktop bench.RoundTrip -p transport=all -p size=" + measurable;
    }
}
