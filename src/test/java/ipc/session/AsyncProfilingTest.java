package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncProfilingTest {
    @TempDir
    private Path work;

    private final AsyncOptions options = AsyncOptions.parse("");

    @Test
    void takesPerfEventsWhereTheyAreAllowed() {
        assertThat(choose(command -> "")).isEqualTo("-prof async samples event=cpu-clock");
        assertThat(options.command()).isEqualTo("event=cpu-clock");
    }

    @Test
    void fallsBackToATimerAndSaysWhy() {
        assertThat(choose(command -> {
            if (command.contains("cpu-clock")) {
                throw new IllegalStateException("No access to perf events.\nTry something");
            }
            return "";
        })).isEqualTo("-prof async samples event=ctimer, because event=cpu-clock is not allowed here"
                + " (No access to perf events. Try something)");
        assertThat(options.command()).isEqualTo("event=ctimer");
    }

    @Test
    void aTimerIsBetterThanPerfEventsThatMayNotSeeTheKernel() {
        assertThat(choose(command -> {
            if (command.startsWith("start,event=cpu-clock,")) {
                Files.writeString(work.resolve("log"), "[WARN] Kernel symbols are hidden. Try\n  sysctl this\n  sysctl that\n");
            }
            return "";
        })).isEqualTo("-prof async samples event=ctimer, because event=cpu-clock would not see all here"
                + " (Kernel symbols are hidden. Try sysctl this sysctl that)");
        assertThat(options.command()).isEqualTo("event=ctimer");
    }

    @Test
    void saysSoWhereNothingIsAllowed() {
        assertThatThrownBy(() -> choose(command -> {
            throw new IllegalStateException("no");
        })).isInstanceOf(BadInputException.class).hasMessageContaining("nor is any other of cpu-clock, ctimer, itimer");
    }

    private String choose(ProfilerLimits.Profiler profiler) {
        return AsyncProfiling.chooseEvent(options, new ProfilerLimits(profiler, work.resolve("log"), work));
    }
}
