package ipc.session;

import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.IterationResult;

/**
 * Hears of a fork's iterations as the fork tells the launcher: over JMH's link, between iterations. What is done here takes CPU
 * time of the launcher while the fork goes on; after an iteration was announced the fork warms up for a quarter of a second at
 * least before it measures ({@code ipc.bench.WarmUp}), and until an iteration has ended nothing is heard.
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
