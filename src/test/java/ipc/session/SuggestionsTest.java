package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.transport.Transport;
import ipc.transport.Transports;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
    private static final List<String> TRANSPORTS = Transports.list().stream().map(Transport::name).toList();

    @Test
    void distancesAreLevenshteins() {
        assertThat(Suggestions.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Suggestions.distance("", "abc")).isEqualTo(3);
        assertThat(Suggestions.distance("same", "same")).isZero();
    }

    @Test
    void theNearestIsSuggestedAndNothingFarAway() {
        assertThat(Suggestions.suggest("desktp", List.of("desktop", "quick"))).contains("desktop");
        assertThat(Suggestions.suggest("zebra", List.of("desktop", "quick"))).isEmpty();
        assertThat(Suggestions.suggest("xx", List.of("-l", "-p"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"shmem/spin,sysv/spin", "shm/spin,sysv/spin", "sysv/pthread,sysv/condvar", "sysv/mutex,sysv/condvar",
        "file/spin,mmap/spin", "mapped,mmap/spin", "uds,uds-stream", "unix/poll,uds-stream/spin", "socket,uds-stream",
        "posix/semaphore,posix/sem", "MMAP/Poll,mmap/spin", "mutex,sysv/condvar", "memfd,memfd/spin", "aeron,aeron-ipc",
        "shmem/spin:file/spin,sysv/spin:mmap/spin", "sysv/spin:mmap/spim,sysv/spin:mmap/spin"})
    void aSynonymSuggestsWhatItStandsFor(String word, String suggested) {
        assertThat(Suggestions.suggest(word, TRANSPORTS)).contains(suggested);
    }

    @Test
    void halfAPairWithoutASuggestionHasNone() {
        assertThat(Suggestions.suggest("sysv/spin:zebra", TRANSPORTS)).isEmpty();
    }

    @Test
    void everySynonymOfATransportStandsForATransportARegionOrAWaitStrategy() {
        Set<String> names = new LinkedHashSet<>(TRANSPORTS);
        TRANSPORTS.forEach(name -> names.addAll(List.of(name.split("/"))));
        assertThat(Suggestions.transportSynonyms()).allSatisfy((word, target) -> {
            assertThat(names).as(word).contains(target);
            assertThat(names).as("a synonym must not be a name").doesNotContain(word);
        });
    }
}
