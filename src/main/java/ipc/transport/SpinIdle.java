package ipc.transport;

import ipc.wait.Liveness;

/**
 * The idle step between two polls of a library's queue. It calls {@link Thread#onSpinWait()}, as Agrona's
 * {@code BusySpinIdleStrategy} does, and now and then checks the other side.
 */
final class SpinIdle {
    /** Polls between two checks: 5 to 50 ms, since a poll takes 20 to 200 ns. */
    private static final int SPINS_BETWEEN_CHECKS = 1 << 18;

    private final Liveness liveness;
    private int spins = SPINS_BETWEEN_CHECKS;
    private long since;

    SpinIdle(Liveness liveness) {
        this.liveness = liveness;
    }

    /** Call it before a wait. */
    void restart() {
        spins = SPINS_BETWEEN_CHECKS;
        since = 0;
    }

    /**
     * Call it after a poll that found nothing.
     *
     * @throws IllegalStateException if the other side is gone
     */
    void idle() {
        Thread.onSpinWait();
        if (--spins == 0) {
            spins = SPINS_BETWEEN_CHECKS;
            since = liveness.checkAtDeadline(System.nanoTime(), since);
        }
    }
}
