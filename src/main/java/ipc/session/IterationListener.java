package ipc.session;

import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.IterationResult;

/**
 * Hears of a fork's iterations as the fork tells the launcher: over JMH's link, between iterations. A listener takes CPU time of
 * the launcher while the fork runs. After the announcement of an iteration, the fork warms up for at least a quarter of a second
 * ({@code ipc.bench.WarmUp}). Nothing is reported until an iteration has ended.
 */
interface IterationListener {
    /**
     * An iteration begins.
     *
     * @param number among those of its type, from 1
     */
    void iterationBegins(IterationParams iteration, int number);

    /** An iteration has ended; its latencies, a warm-up's too, are among the secondary results. */
    void iterationEnded(IterationParams iteration, IterationResult result);
}
