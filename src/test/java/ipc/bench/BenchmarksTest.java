package ipc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarksTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RoundTrip     | size   | 12      | must be 8 to 1048576 bytes, a multiple of 8
            RoundTrip     | size   | 0       | must be 8 to 1048576 bytes, a multiple of 8
            RoundTrip     | size   | 2097152 | must be 8 to 1048576 bytes, a multiple of 8
            RoundTrip     | size   | 1k      | must be a number of bytes
            OneWay        | size   | 56      | must be at least 64: the published message has 56 bytes and its sequence word 8
            OneWay        | size   | 68      | must be 8 to 1048576 bytes, a multiple of 8
            OneWay        | rateHz | -1      | must be 0 to 1000000 messages a second; 0 is a closed loop
            OneWay        | rateHz | 1000001 | must be 0 to 1000000
            OneWay        | rateHz | fast    | must be 0 to 1000000
            Throughput    | window | 0       | must be 1 to 1024 messages, or auto, which depends on the size
            Throughput    | window | 1025    | must be 1 to 1024
            Throughput    | size   | 12      | must be 8 to 1048576 bytes, a multiple of 8
            Throughput    | transport | sysv/spim | unknown transport sysv/spim
            ThreadHandOff | wait   | sleep   | unknown wait strategy sleep
            Call          | call   | fork    | choose from empty, clock, jna, syscall
            PairedPaced   | pair   | sysv/condvar:sysv/spin | sysv/spin does not sleep
            """)
    void aValueThatCannotBeIsRefusedWithWhatWouldBeRight(String benchmark, String parameter, String value, String reason) {
        assertThat(entry(benchmark).unsupported(parameter, value)).hasValueSatisfying(said -> assertThat(said).contains(reason));
    }

    @ParameterizedTest
    @CsvSource({"RoundTrip, size, 8", "RoundTrip, size, 1048576", "OneWay, size, 64", "OneWay, size, 1048576",
        "OneWay, rateHz, 0",
        "OneWay, rateHz, 10000", "OneWay, transport, sysv/spin", "Throughput, window, auto", "Throughput, window, 1",
        "ThreadHandOff, wait, sem", "Call, call, jna", "Paired, size, 8"})
    void aValueThatCanBeIsNot(String benchmark, String parameter, String value) {
        assertThat(entry(benchmark).unsupported(parameter, value)).isEmpty();
    }

    @Test
    void aWindowGoesByTheSizeUnlessItIsNamed() {
        Benchmarks.Entry throughput = entry("Throughput");
        assertThat(throughput.resolve(Map.of("size", "64", "window", "auto"))).containsEntry("window", "64");
        assertThat(throughput.resolve(Map.of("size", "1048576", "window", "auto"))).containsEntry("window", "2");
        assertThat(throughput.resolve(Map.of("size", "64", "window", "5"))).containsEntry("window", "5");
        assertThat(entry("RoundTrip").resolve(Map.of("size", "64"))).isEqualTo(Map.of("size", "64"));
    }

    @Test
    void inAClosedLoopNoMessageIsDue() {
        assertThat(entry("OneWay").metrics(Map.of("rateHz", "0"))).containsExactly("oneWay");
        assertThat(entry("OneWay").metrics(Map.of("rateHz", "10"))).containsExactly("oneWay", "oneWayFromIntended");
    }

    @Test
    void baselinesAreNoTransportsAndComeLast() {
        List<Boolean> baselines = Benchmarks.list().stream().map(Benchmarks.Entry::isBaseline).toList();
        assertThat(baselines).isSorted().contains(true, false);
        assertThat(Benchmarks.list().stream().filter(Benchmarks.Entry::isBaseline)).allSatisfy(entry -> {
            assertThat(entry.description()).startsWith("baseline: ");
            assertThat(entry.transports(Map.of("wait", "spin"))).isEmpty();
        });
        assertThat(entry("ThreadHandOff").needsTwoCpus(Map.of("wait", "spin"))).isTrue();
        assertThat(entry("ThreadHandOff").needsTwoCpus(Map.of("wait", "futex"))).isFalse();
        assertThat(entry("Call").needsTwoCpus(Map.of("call", "jna"))).isFalse();
        assertThat(entry("Paired").needsTwoCpus(Map.of("pair", "sysv/futex:sysv/spin"))).isTrue();
    }

    /** A pattern matches anywhere in a benchmark's name. A pattern for transports must not select baselines. */
    @Test
    void noBaselineIsFoundByATransportBenchmarksName() {
        for (Benchmarks.Entry baseline : Benchmarks.list().stream().filter(Benchmarks.Entry::isBaseline).toList()) {
            assertThat(Benchmarks.list().stream().filter(entry -> !entry.isBaseline()).map(Benchmarks.Entry::name))
                    .noneMatch(baseline.method()::contains);
        }
    }

    private static Benchmarks.Entry entry(String name) {
        return Benchmarks.list().stream().filter(entry -> entry.name().equals(name)).findFirst().orElseThrow();
    }
}
