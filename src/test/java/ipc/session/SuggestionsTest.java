package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    @Test
    void distancesAreLevenshteins() {
        assertThat(Suggestions.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Suggestions.distance("", "abc")).isEqualTo(3);
        assertThat(Suggestions.distance("same", "same")).isZero();
    }

    @Test
    void theNearestIsSuggestedAndNothingFarAway() {
        assertThat(Suggestions.nearest("desktp", List.of("desktop", "quick"))).contains("desktop");
        assertThat(Suggestions.nearest("zebra", List.of("desktop", "quick"))).isEmpty();
        assertThat(Suggestions.nearest("xx", List.of("-l", "-p"))).isEmpty();
    }
}
