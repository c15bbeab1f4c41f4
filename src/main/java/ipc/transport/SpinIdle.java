package ipc.transport;

import ipc.wait.Liveness;

/**
 * What one does between two looks at a library's queue: what Agrona's {@code BusySpinIdleStrategy} does,
 * {@link Thread#onSpinWait()}, and now and then the question whether anybody will come.
 */
final class SpinIdle {
    /** Between two questions: 5 to 50 ms, as a look takes 20 to 200 ns. */
    private static final int SPINS_BETWEEN_CHECKS = 1 << 18;

    private final Liveness liveness;
    private int spins = SPINS_BETWEEN_CHECKS;
    private long since;

    SpinIdle(Liveness liveness) {
        this.liveness = liveness;
    }

    /** Before a wait. */
    void restart() {
        spins = SPINS_BETWEEN_CHECKS;
        since = 0;
    }

    /**
     * After a look that found nothing.
     *
     * @throws IllegalStateException if nobody will come
     */
    void idle() {
        Thread.onSpinWait();
        if (--spins == 0) {
            spins = SPINS_BETWEEN_CHECKS;
            since = liveness.checkAtDeadline(System.nanoTime(), since);
        }
    }
}
