package ipc.session;

import ipc.posix.TerminalSize;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows what is measured, how much is done, and the time left. The time left follows from the forks that have ended.
 *
 * <p>A display changes only when a fork or an iteration begins, when a fork ends, and when its terminal is resized. A thread that
 * wakes to draw would disturb a measured CPU, so the time left stands still in between.
 */
abstract class Progress implements IterationListener {
    private static final int STANDARD_ERROR = 2;
    /** A fork that runs longer than expected counts as this much of a fork. */
    private static final double MOST_OF_A_RUNNING_FORK = 0.9;
    /** The size of a terminal that does not report one. */
    private static final int USUAL_COLUMNS = 80;
    private static final int USUAL_ROWS = 24;

    final PrintStream out;
    private final LongSupplier nanoClock;
    private final int forks;
    private final long expectedForkNanos;
    private final long startNanos;
    private int done;
    private long beginNanos;
    private long lastEndNanos;

    /**
     * @param out               standard error
     * @param nanoClock         a monotonic clock
     * @param forks             how many forks the run has
     * @param expectedForkNanos the time that a fork is expected to take, until the first has ended
     */
    Progress(PrintStream out, LongSupplier nanoClock, int forks, long expectedForkNanos) {
        this.out = out;
        this.nanoClock = nanoClock;
        this.forks = forks;
        this.expectedForkNanos = expectedForkNanos;
        this.startNanos = nanoClock.getAsLong();
        this.beginNanos = startNanos;
        this.lastEndNanos = startNanos;
    }

    /**
     * Chooses a display: a view that is rewritten on a terminal, single lines elsewhere. {@code TERM=dumb} is a terminal that
     * cannot rewrite. A non-empty {@code NO_COLOR} switches colours off.
     *
     * @param out         standard error
     * @param terminal    whether it is a terminal to which nothing else is written
     * @param environment the environment variables
     */
    static Progress of(PrintStream out, boolean terminal, Map<String, String> environment, int forks, long expectedForkNanos) {
        String kind = environment.getOrDefault("TERM", "dumb");
        if (!terminal || kind.isEmpty() || kind.equals("dumb")) {
            return new ProgressLines(out, System::nanoTime, forks, expectedForkNanos);
        }
        boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty();
        ProgressView view = new ProgressView(out, Progress::standardError, colours, System::nanoTime, forks, expectedForkNanos);
        ResizeSignal.listen(view::resized);
        return view;
    }

    private static ProgressView.Screen standardError() {
        return TerminalSize.of(STANDARD_ERROR).map(size -> new ProgressView.Screen(size.columns(), size.rows()))
                .orElseGet(() -> new ProgressView.Screen(USUAL_COLUMNS, USUAL_ROWS));
    }

    /** A fork begins. */
    void begins(Cell cell, int round, int rounds) {
        beginNanos = nowNanos();
    }

    /** The running fork has failed, and is about to end. */
    abstract void failed();

    /** The running fork has ended. */
    void ended() {
        done++;
        lastEndNanos = nowNanos();
        beginNanos = lastEndNanos;
    }

    /** Prints a line that stays. */
    abstract void say(String message);

    /** Removes the rewritten lines. After this, only {@link #say} shows anything. */
    abstract void finish();

    final long nowNanos() {
        return nanoClock.getAsLong();
    }

    /** The percentage of the run that is done: forks that have ended, and a share of the running one by its time. */
    final int percent() {
        double running = Math.min(MOST_OF_A_RUNNING_FORK, (double) runningNanos() / forkNanos());
        return (int) (100 * (done + (done < forks ? running : 0)) / forks);
    }

    /** {@code 1:05 left} for 65 seconds. */
    final String left() {
        long running = Math.max(0, forkNanos() - runningNanos());
        return duration(done == forks ? 0 : running + forkNanos() * (forks - done - 1)) + " left";
    }

    private long runningNanos() {
        return nowNanos() - beginNanos;
    }

    private long forkNanos() {
        return Math.max(1, done == 0 ? expectedForkNanos : (lastEndNanos - startNanos) / done);
    }

    /** {@code 1:05} for 65 seconds. */
    static String duration(long nanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1);
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
