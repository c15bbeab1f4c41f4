package ipc.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ipc.posix.PosixException;
import ipc.region.SharedRegion;
import ipc.region.SystemVRegion;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the strategies that use the JDK's foreign-memory API, where this JDK has it. */
class ForeignWaitsTest {
    private static final long MISALIGNED = 65;

    @Test
    void aFailedSystemCallIsReportedWithItsErrorNumber() {
        assumeTrue(ForeignWaits.FUTEX.spec().unavailable().get().isEmpty(), "this JDK has no foreign-memory API");
        try (SharedRegion region = SystemVRegion.KIND.create(512, Path.of("/"))) {
            WaitStrategy futex = ForeignBindings.futex(region, 0, MISALIGNED, waited -> {});
            assertThatThrownBy(() -> futex.await(0)).isInstanceOf(PosixException.class)
                    .hasMessageMatching("futex\\(0x[0-9a-f]+1, FUTEX_WAIT_BITSET, 1\\): EINVAL \\(22\\), invalid argument");
        }
    }

    @Test
    void aMissingApiIsExplainedAndRefused() {
        for (WaitKind kind : List.of(ForeignWaits.SPIN, ForeignWaits.FUTEX)) {
            kind.spec().unavailable().get().ifPresent(reason -> {
                assertThat(reason).startsWith("the foreign-memory API needs ");
                assertThatThrownBy(() -> ((MemoryWaitKind) kind).bind(null, 0, 0, null)).hasMessage(reason);
            });
        }
    }
}
