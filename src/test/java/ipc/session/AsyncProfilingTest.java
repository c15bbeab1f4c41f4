package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AsyncProfilingTest {
    private final Map<String, String> options = new HashMap<>();

    @Test
    void takesPerfEventsWhereTheyAreAllowed() {
        assertThat(AsyncProfiling.chooseEvent(options, command -> "")).isEqualTo("-prof async samples event=cpu-clock");
        assertThat(options).containsEntry("event", "cpu-clock");
    }

    @Test
    void fallsBackToATimerAndSaysWhy() {
        String notice = AsyncProfiling.chooseEvent(options, command -> {
            if (command.contains("cpu-clock")) {
                throw new IllegalStateException("No access to perf events.\nTry something");
            }
            return "";
        });
        assertThat(notice).isEqualTo("-prof async samples event=ctimer, because event=cpu-clock is not allowed here"
                + " (No access to perf events. Try something)");
        assertThat(options).containsEntry("event", "ctimer");
    }

    @Test
    void saysSoWhereNothingIsAllowed() {
        assertThatThrownBy(() -> AsyncProfiling.chooseEvent(options, command -> {
            throw new IllegalStateException("no");
        })).isInstanceOf(BadInputException.class).hasMessageContaining("nor is any other of cpu-clock, ctimer, itimer");
    }
}
