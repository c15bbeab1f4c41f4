package ipc;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of real runs: each has a directory of its own, and leaves nothing behind when it ends. */
abstract class RealRuns {
    /**
     * JMH's own bookkeeping, the peer's count over the pipe and the histograms' copies are there once in an iteration; the copies are
     * the larger, the longer the longest operation took. One object for each operation that spins would be tens of megabytes.
     */
    static final double MOST_BYTES_OF_AN_ITERATION = 8_000_000;

    @TempDir
    Path work;

    Harness harness;

    private final Set<String> segmentsBefore = Harness.segments();

    @BeforeEach
    void makeHarness() {
        harness = new Harness(work);
    }

    @AfterEach
    void nothingIsLeft() {
        harness.assertNothingLeft(segmentsBefore);
    }
}
