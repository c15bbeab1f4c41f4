package ipc.environment;

import java.util.Locale;

/** Figures in words. */
final class Text {
    private static final int KIBI = 1024;

    private Text() {
    }

    /** {@code 1.5 GiB}; exact bytes below one KiB. */
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

    /** {@code 12.3 %}. */
    static String percent(double share) {
        return decimal(100 * share, 2) + " %";
    }

    /** At most so many decimals, and no zeros at the end. */
    static String decimal(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    /** {@code 1 CPU}, {@code 2 CPUs}. */
    static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    /** As {@link #count}, for what need not be whole: {@code 1.5 CPUs}. */
    static String amount(double number, String unit) {
        return decimal(number, 2) + " " + unit + (number == 1 ? "" : "s");
    }
}
