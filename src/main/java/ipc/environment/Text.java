package ipc.environment;

import java.util.Locale;

/** Formats numbers for findings. */
final class Text {
    private static final int KIBI = 1024;

    private Text() {
    }

    /** A size such as {@code 1.5 GiB}; whole bytes below 1 KiB. */
    static String bytes(long bytes) {
        if (bytes < KIBI) {
            return bytes + " B";
        }
        double value = bytes;
        String unit = "";
        for (String next : new String[] {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}) {
            if (value < KIBI) {
                break;
            }
            value /= KIBI;
            unit = next;
        }
        return decimal(value, 1) + " " + unit;
    }

    /**
     * A share such as {@code 12.3 %}.
     *
     * @param share 0 to 1
     */
    static String percent(double share) {
        return decimal(100 * share, 2) + " %";
    }

    /** A number with at most this many decimals and without trailing zeros. */
    static String decimal(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    /** A count with its unit: {@code 1 CPU}, {@code 2 CPUs}. */
    static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    /** Like {@link #count}, for fractions: {@code 1.5 CPUs}. */
    static String amount(double number, String unit) {
        return decimal(number, 2) + " " + unit + (number == 1 ? "" : "s");
    }
}
