package ipc.session;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.IterationResult;

/** Progress where lines cannot be rewritten, such as in a file or between JMH's lines: one line every few seconds. */
final class ProgressLines extends Progress {
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

    private long lastLineNanos;

    ProgressLines(PrintStream out, LongSupplier nanoClock, int forks, long expectedForkNanos) {
        super(out, nanoClock, forks, expectedForkNanos);
        this.lastLineNanos = nowNanos() - QUIET_NANOS;
    }

    @Override
    void begins(Cell cell, int round, int rounds) {
        super.begins(cell, round, rounds);
        if (nowNanos() - lastLineNanos >= QUIET_NANOS) {
            lastLineNanos = nowNanos();
            say(String.format(Locale.ROOT, "[%3d%%] round %d of %d: %s, %s", percent(), round, rounds, cell.words(), left()));
        }
    }

    @Override
    public void iterationBegins(IterationParams iteration, int number) {
        // Iterations are too many for lines that stay.
    }

    @Override
    public void iterationEnded(IterationParams iteration, IterationResult result) {
        // Iterations are too many for lines that stay.
    }

    @Override
    void failed() {
        // The caller prints the reason.
    }

    @Override
    void say(String message) {
        out.println(message);
        out.flush();
    }

    @Override
    void finish() {
        // There are no rewritten lines.
    }
}
