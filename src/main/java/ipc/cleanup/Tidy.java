package ipc.cleanup;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Removes everything that a killed launcher left. The {@link Keeper} starts it. */
final class Tidy {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_MILLIS = 10;

    private Tidy() {
    }

    /**
     * Waits until the launcher has really ended. If something cannot be removed, ledger and owner file stay for {@code clean}.
     *
     * @param arguments the private directory
     */
    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);
        long start = System.nanoTime();
        while (Owner.read(directory).map(Owner::lives).orElse(false) || Owner.isLocked(directory)) {
            if (System.nanoTime() - start > LONGEST_NANOS) {
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        if (PrivateDirectory.isThisUsersAlone(directory)) {
            CrashedRun.ending(directory).remove();
        }
    }
}
