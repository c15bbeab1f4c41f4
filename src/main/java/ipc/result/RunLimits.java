package ipc.result;

import ipc.BadInputException;
import java.nio.file.Path;

/** Limits for {@code run.json} of a run that somebody else may have written. */
final class RunLimits {
    /** Limit for {@code run.json}, far above that of a run of days. It keeps reading within 256 MB of memory. */
    static final int MOST_BYTES = 16 << 20;
    private static final int MOST_WARNINGS = 10_000;

    private RunLimits() {
    }

    /** @param file its name in messages */
    static void requireSize(String file, long bytes) {
        if (bytes > MOST_BYTES) {
            throw new BadInputException(file + " is too large (more than " + MOST_BYTES + " bytes)");
        }
    }

    /** @param file its name in messages */
    static void requireModest(RunRecord run, Path file) {
        if (run.warnings().size() > MOST_WARNINGS) {
            throw new BadInputException(
                    file + " has " + run.warnings().size() + " warnings; at most " + MOST_WARNINGS + " are read");
        }
        int most = run.cells().stream().flatMap(cell -> cell.metrics().stream()).mapToInt(metric -> metric.rounds().size()).max()
                .orElse(0);
        if (most > RunRecord.MOST_ROUNDS) {
            throw new BadInputException(file + " has a cell of " + most + " rounds; " + RunRecord.MOST_ROUNDS
                    + " at most can be compared");
        }
    }
}
