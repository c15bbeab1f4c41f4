package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void crossesBenchmarksWithTheirParameters() {
        assertThat(ids(plan())).containsExactly("RoundTrip-sysv-spin-64", "RoundTrip-sysv-condvar-64", "RoundTrip-mmap-spin-64",
                "RoundTrip-mmap-condvar-64", "OneWay-sysv-condvar", "OneWay-mmap-condvar", "Paired-sysv-spin-mmap-spin-64",
                "Paired-sysv-condvar-mmap-condvar-64", "PairedPaced-sysv-condvar-mmap-condvar");
    }

    @Test
    void aParameterThatOneBenchmarkKnowsAppliesToThatOne() {
        assertThat(ids(plan("RoundTrip", "OneWay", "-p", "size=8", "-p", "transport=sysv/condvar")))
                .containsExactly("RoundTrip-sysv-condvar-8", "OneWay-sysv-condvar");
    }

    @Test
    void aValueThatOneBenchmarkKnowsAppliesToThatOne() {
        assertThat(ids(plan("RoundTrip", "OneWay", "-p", "transport=sysv/spin,mmap/condvar")))
                .containsExactly("RoundTrip-sysv-spin-64", "RoundTrip-mmap-condvar-64", "OneWay-mmap-condvar");
    }

    @Test
    void aBenchmarkLeftWithoutAValueIsLeftOutWithANote() {
        Plan plan = plan("RoundTrip", "OneWay", "-p", "transport=sysv/spin");
        assertThat(ids(plan)).containsExactly("RoundTrip-sysv-spin-64");
        assertThat(plan.notes()).containsExactly("OneWay is left out: it measures the wake-up of a sleeping receiver, and with"
                + " sysv/spin none sleeps");
    }

    @Test
    void aPairIsTwoTransportsThatTheBenchmarkCanUse() {
        assertThat(ids(plan("Paired", "-p", "pair=sysv/spin:mmap/spin"))).containsExactly("Paired-sysv-spin-mmap-spin-64");
        assertThat(plan("Paired", "-p", "pair=sysv/spin:mmap/condvar").notes()).containsExactly("PairedPaced is left out: it measures"
                + " the wake-up of a sleeping receiver, and with sysv/spin none sleeps");
        assertThatThrownBy(() -> plan("Paired", "-p", "pair=sysv/spin"))
                .hasMessageContaining("a pair is two transports, such as sysv/spin:mmap/spin, and sysv/spin is not");
        assertThatThrownBy(() -> plan("Paired", "-p", "pair=sysv/spin:mmap/spim")).hasMessageContaining("no transport is called mmap/spim");
    }

    @Test
    void allStandsForEveryTransportThatTheBenchmarkCanUse() {
        Plan plan = plan("RoundTrip", "OneWay", "-p", "transport=all");
        assertThat(plan.cells().stream().filter(cell -> cell.benchmark().name().equals("RoundTrip"))
                .map(cell -> cell.params().get("transport"))).containsExactlyElementsOf(
                Transports.ordinary().stream().map(Transport::name).toList());
        assertThat(ids(plan)).contains("OneWay-memfd-futex", "OneWay-mmap-tmpfs-sem").doesNotContain("OneWay-sysv-spin");
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void modesMultiplyCells() {
        assertThat(ids(plan("OneWay", "-bm", "avgt,sample", "-p", "transport=sysv/condvar")))
                .containsExactly("OneWay-sysv-condvar", "OneWay-sysv-condvar-sample");
    }

    @Test
    void theSameSeedGivesTheSameOrder() {
        Plan plan = plan();
        assertThat(plan.shuffled(new Random(7))).isEqualTo(plan.shuffled(new Random(7)))
                .containsExactlyInAnyOrderElementsOf(plan.cells());
        assertThat(plan.shuffled(new Random(7))).isNotEqualTo(plan.shuffled(new Random(8)));
    }

    @Test
    void whatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> plan("Foo")).isInstanceOf(BadInputException.class)
                .hasMessage("no benchmark matches Foo; there are RoundTrip, OneWay, Paired, PairedPaced");
        assertThatThrownBy(() -> plan("-p", "sise=8")).isInstanceOfSatisfying(BadInputException.class,
                e -> assertThat(e.suggestion()).contains("did you mean -p size?"));
        assertThatThrownBy(() -> plan("-p", "transport=sysv/spim")).isInstanceOfSatisfying(BadInputException.class,
                e -> assertThat(e.suggestion()).contains("did you mean -p transport=sysv/spin?"));
        assertThatThrownBy(() -> plan("OneWay", "-p", "transport=sysv/spin")).hasMessageContaining("none sleeps");
        assertThatThrownBy(() -> plan("-p", "size=12")).hasMessageContaining("8 to 1048576 bytes long, a multiple of 8");
        assertThatThrownBy(() -> plan("[")).hasMessageContaining("not a regular expression");
    }

    private static Plan plan(String... tokens) {
        JmhArguments arguments = JmhArguments.parse(List.of(tokens));
        return Plan.of(arguments.toJmh(), arguments.parameters());
    }

    private static List<String> ids(Plan plan) {
        return plan.cells().stream().map(Cell::id).toList();
    }
}
