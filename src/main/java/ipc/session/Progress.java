package ipc.session;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What is measured, how far, time left: one line that is rewritten on a terminal, quiet single lines elsewhere.
 * The time left follows from the forks that have ended.
 */
final class Progress {
    private static final String ERASE_LINE = "\r\u001b[K";
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanoClock;
    private final int forks;
    private final long expectedForkNanos;
    private final long startNanos;
    private int done;
    private long lastEndNanos;
    private long lastLineNanos;
    private String current = "";

    /**
     * @param out               the terminal, or what stands for it
     * @param terminal          whether lines can be rewritten
     * @param nanoClock         a monotonic clock
     * @param forks             how many forks the run has
     * @param expectedForkNanos what one takes, until the first has ended
     */
    Progress(PrintStream out, boolean terminal, LongSupplier nanoClock, int forks, long expectedForkNanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanoClock = nanoClock;
        this.forks = forks;
        this.expectedForkNanos = expectedForkNanos;
        this.startNanos = nanoClock.getAsLong();
        this.lastEndNanos = startNanos;
        this.lastLineNanos = startNanos - QUIET_NANOS;
    }

    /** A fork begins. */
    void begins(Cell cell, int round, int rounds) {
        current = "round " + round + " of " + rounds + ": " + cell.words();
        show("");
        if (!terminal && nanoClock.getAsLong() - lastLineNanos >= QUIET_NANOS) {
            lastLineNanos = nanoClock.getAsLong();
            out.println(line(""));
        }
    }

    /** The running fork's next iteration begins. */
    void phase(String phase) {
        show(", " + phase);
    }

    /** The running fork has ended. */
    void ended() {
        done++;
        lastEndNanos = nanoClock.getAsLong();
    }

    /** A line that stays. */
    void say(String message) {
        if (terminal) {
            out.print(ERASE_LINE);
        }
        out.println(message);
        out.flush();
    }

    /** Takes the rewritten line away. */
    void finish() {
        if (terminal) {
            out.print(ERASE_LINE);
            out.flush();
        }
    }

    private void show(String phase) {
        if (terminal) {
            out.print(ERASE_LINE + line(phase));
            out.flush();
        }
    }

    private String line(String phase) {
        return String.format(Locale.ROOT, "[%3d%%] %s%s, %s left", 100 * done / forks, current, phase, duration(nanosLeft()));
    }

    private long nanosLeft() {
        long perFork = done == 0 ? expectedForkNanos : (lastEndNanos - startNanos) / done;
        return Math.max(0, perFork * (forks - done) - (nanoClock.getAsLong() - lastEndNanos));
    }

    /** {@code 1:05} for 65 seconds. */
    static String duration(long nanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1);
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
