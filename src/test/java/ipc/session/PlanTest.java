package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ipc.BadInputException;
import ipc.transport.Traffic;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void crossesBenchmarksWithTheirParameters() {
        assertThat(ids(plan())).containsExactly("RoundTrip-sysv-spin-64", "RoundTrip-sysv-condvar-64", "RoundTrip-mmap-spin-64",
                "RoundTrip-mmap-condvar-64", "OneWay-sysv-condvar-64-500", "OneWay-mmap-condvar-64-500",
                "Throughput-sysv-spin-64-64", "Throughput-sysv-condvar-64-64", "Throughput-mmap-spin-64-64",
                "Throughput-mmap-condvar-64-64", "Paired-sysv-spin-mmap-spin-64", "Paired-sysv-condvar-mmap-condvar-64",
                "PairedPaced-sysv-condvar-mmap-condvar", "ThreadHandOff-spin-64", "ThreadHandOff-futex-64",
                "ThreadHandOff-condvar-64", "Call-empty", "Call-clock", "Call-jna", "Call-syscall");
    }

    @Test
    void aParameterThatOneBenchmarkKnowsAppliesToThatOne() {
        assertThat(ids(plan("RoundTrip", "OneWay", "-p", "rateHz=10,0", "-p", "transport=sysv/condvar")))
                .containsExactly("RoundTrip-sysv-condvar-64", "OneWay-sysv-condvar-64-10", "OneWay-sysv-condvar-64-0");
    }

    @Test
    void aValueThatOneBenchmarkKnowsAppliesToThatOne() {
        assertThat(ids(plan("RoundTrip", "OneWay", "-p", "transport=mmap/condvar", "-p", "size=8,72")))
                .containsExactly("RoundTrip-mmap-condvar-8", "RoundTrip-mmap-condvar-72", "OneWay-mmap-condvar-72-500");
    }

    @Test
    void aBenchmarkLeftWithoutAValueIsLeftOutWithANote() {
        Plan plan = plan("RoundTrip", "OneWay", "-p", "transport=sysv/spin", "-p", "size=8");
        assertThat(ids(plan)).containsExactly("RoundTrip-sysv-spin-8");
        assertThat(plan.notes())
                .containsExactly("OneWay is left out: size 8: must be at least 64: the published message has 56 bytes"
                        + " and its sequence word 8");
    }

    @Test
    void aPairIsTwoTransportsThatTheBenchmarkCanUse() {
        assertThat(ids(plan("Paired", "-p", "pair=sysv/spin:mmap/spin"))).containsExactly("Paired-sysv-spin-mmap-spin-64");
        assertThat(plan("Paired", "-p", "pair=sysv/spin:mmap/condvar").notes())
                .containsExactly("PairedPaced is left out: sysv/spin does not sleep; choose transports"
                        + " that do, such as sysv/condvar");
        assertThatThrownBy(() -> plan("Paired", "-p", "pair=sysv/spin"))
                .hasMessageContaining("must be two transports, such as sysv/spin:mmap/spin");
        assertThatThrownBy(() -> plan("Paired", "-p", "pair=sysv/spin:mmap/spim"))
                .hasMessageContaining("unknown transport mmap/spim");
    }

    @Test
    void allStandsForEveryTransportThatTheBenchmarkCanUse() {
        Plan plan = plan("RoundTrip", "OneWay", "-p", "transport=all");
        assertThat(plan.cells().stream().filter(cell -> cell.benchmark().name().equals("RoundTrip"))
                .map(cell -> cell.params().get("transport"))).containsExactlyElementsOf(
                        Transports.usual().stream().map(Transport::name).toList());
        assertThat(ids(plan)).contains("OneWay-memfd-futex-64-500", "OneWay-mmap-tmpfs-sem-64-500", "OneWay-sysv-spin-64-500");
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void modesMultiplyCells() {
        assertThat(ids(plan("OneWay", "-bm", "avgt,sample", "-p", "transport=sysv/condvar")))
                .containsExactly("OneWay-sysv-condvar-64-500", "OneWay-sysv-condvar-64-500-sample");
    }

    @Test
    void aWindowStandsInItsCellAsTheNumberThatTheSizeMakesOfIt() {
        Plan plan = plan("Throughput", "-p", "transport=sysv/spin", "-p", "size=64,1048576", "-p", "window=auto,2");
        // Both auto and 2 mean the same at the larger size, so there is one cell.
        assertThat(ids(plan)).containsExactly("Throughput-sysv-spin-64-64", "Throughput-sysv-spin-64-2",
                "Throughput-sysv-spin-1048576-2");
        assertThat(plan.cells().get(0).traffic()).isEqualTo(Traffic.toPeer(64, 64));
        assertThat(plan.cells().get(0).words()).isEqualTo("Throughput sysv/spin 64 B");
    }

    @Test
    void anIterationThatHoldsHardlyAnyMessageIsWarnedOf() {
        assertThat(plan("OneWay", "-p", "rateHz=0,10,100", "-r", "500ms").notes()).containsExactly(
                "an iteration of 500 ms holds fewer than 10 messages at 10 Hz. Use -r 1s or longer");
        assertThat(plan("OneWay", "-p", "rateHz=0,10,100", "-r", "1s").notes()).isEmpty();
        assertThat(plan("OneWay", "-p", "rateHz=3").notes()).containsExactly(
                "an iteration of 1 s holds fewer than 10 messages at 3 Hz. Use -r 4s or longer");
    }

    @Test
    void aCellSaysWhatItMeasures() {
        assertThat(plan("OneWay", "Call", "-p", "transport=sysv/spin", "-p", "rateHz=0,10", "-p", "call=jna").cells().stream()
                .map(Cell::words))
                .containsExactly("OneWay sysv/spin 64 B closed loop", "OneWay sysv/spin 64 B 10 Hz", "Call jna");
    }

    /** Each transport of the catalogue that does not support a size gives the reason in its cells. */
    @Test
    void aSizeThatATransportCannotCarryIsItsCellsAffair() {
        for (Cell cell : plan("RoundTrip", "-p", "transport=all", "-p", "size=8,64,4096,1048576").cells()) {
            Transport transport = cell.transports().get(0);
            assertThat(cell.refusal()).isEqualTo(transport.unsupportedSize(Integer.parseInt(cell.params().get("size"))));
        }
    }

    /** The messages in flight of a stream must fit the receiver's buffer. */
    @Test
    void aWindowThatATransportCannotCarryIsItsCellsAffairToo() {
        Transport udp = Transports.get("udp");
        assumeTrue(udp.unavailable().isEmpty());
        List<Cell> cells = plan("Throughput", "-p", "transport=udp,sysv/futex", "-p", "size=64,65504", "-p", "window=1,1024")
                .cells();
        Cell refused = cells.stream().filter(cell -> cell.id().equals("Throughput-udp-65504-1024")).findFirst().orElseThrow();
        assumeTrue(udp.unsupported(refused.traffic()).isPresent(), "this machine allows a buffer of 90 MB");
        assertThat(refused.refusal()).hasValueSatisfying(reason -> assertThat(reason).contains("net.core.rmem_max allows"));
        assertThat(cells.stream().filter(cell -> cell.refusal().isPresent()).map(Cell::id)).contains(refused.id())
                .doesNotContain("Throughput-udp-64-1", "Throughput-sysv-futex-65504-1024");
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
                .hasMessage(
                        "no benchmark matches Foo. Benchmarks are RoundTrip, OneWay, Throughput, Paired, PairedPaced, ThreadHandOff, Call");
        assertThatThrownBy(() -> plan("-p", "sise=8")).isInstanceOfSatisfying(BadInputException.class,
                e -> assertThat(e.suggestion()).contains("Did you mean -p size?"));
        assertThatThrownBy(() -> plan("-p", "transport=sysv/spim")).isInstanceOfSatisfying(BadInputException.class,
                e -> assertThat(e.suggestion()).contains("Did you mean -p transport=sysv/spin?"));
        assertThatThrownBy(() -> plan("PairedPaced", "-p", "pair=sysv/spin:mmap/condvar"))
                .hasMessageContaining("does not sleep; choose transports that do");
        assertThatThrownBy(() -> plan("OneWay", "-p", "size=8"))
                .hasMessage("-p size=8: size 8: must be at least 64: the published message has 56 bytes"
                        + " and its sequence word 8");
        assertThatThrownBy(() -> plan("-p", "size=12")).hasMessageContaining("must be 8 to 1048576 bytes, a multiple of 8");
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
