package ipc.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reserves some huge pages during the test if it has the right to. Otherwise it checks the reason for their absence. */
class HugePagesTest {
    private static final Path SET_ASIDE = Path.of("/proc/sys/vm/nr_hugepages");
    private static final int NEEDED = 4;
    private static final long BYTES = 12_345;

    @TempDir
    private Path work;

    static Stream<RegionKind> kinds() {
        return Stream.of(SystemVRegion.HUGE, PosixRegion.HUGE, MemfdRegion.HUGE, HugetlbfsFileRegion.KIND);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theMemoryIsInHugePagesOrAReasonIsGiven(RegionKind kind) throws IOException {
        boolean more = Files.isWritable(SET_ASIDE);
        if (more) {
            setAside(NEEDED);
        }
        try {
            if (kind.unavailable().isPresent()) {
                assertThat(kind.unavailable().get()).containsPattern("no huge pages are reserved .*`sysctl vm.nr_hugepages=16`"
                        + "|does not use huge pages; run `mount -o remount,huge=always /dev/shm`"
                        + "|no writable hugetlbfs .* is mounted; run `mount -t hugetlbfs|SHM_HUGETLB|built without");
                assumeTrue(false, kind.unavailable().get());
            }
            try (SharedRegion created = kind.create(BYTES, work);
                    SharedRegion opened = kind.open(created.handle(), BYTES)) {
                assertThat(created.lengthBytes()).isGreaterThan(BYTES).isEqualTo(opened.lengthBytes());
                created.bytes().writeLong(BYTES, 42);
                assertThat(opened.bytes().readLong(BYTES)).isEqualTo(42);
                assertThat(inHugePages(created)).isTrue();
            }
        } finally {
            if (more) {
                setAside(-NEEDED);
            }
        }
    }

    /** Sets so many more aside. The number may change meanwhile, because it is the whole machine's. */
    private static void setAside(int more) throws IOException {
        int now = Integer.parseInt(Files.readAllLines(SET_ASIDE).get(0));
        Files.writeString(SET_ASIDE, Integer.toString(Math.max(0, now + more)));
    }

    /** Whether the kernel reports huge pages for this mapping. */
    private static boolean inHugePages(SharedRegion region) throws IOException {
        List<String> maps = Files.readAllLines(Path.of("/proc/self/smaps"));
        String beginning = Long.toHexString(region.address()) + "-";
        int first = maps.indexOf(maps.stream().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow());
        return maps.stream().skip(first + 1L).takeWhile(line -> !line.startsWith("VmFlags"))
                .anyMatch(line -> line.matches("(KernelPageSize: +(?!4 kB|16 kB|64 kB).*|ShmemPmdMapped: +[1-9].*)"));
    }

    @Test
    void theReasonNamesTheCommandThatReservesHugePages() {
        assertThat(HugePages.unavailable(List.of("MemTotal: 5 kB"), List.of()))
                .hasValueSatisfying(reason -> assertThat(reason).isEqualTo("/proc/meminfo has no Hugepagesize:"
                        + " the kernel was built without CONFIG_HUGETLBFS"));
        List<String> none = List.of("HugePages_Total:       0", "Hugepagesize:       2048 kB");
        assertThat(HugePages.unavailable(none, List.of("0")))
                .contains("no huge pages are reserved (HugePages_Total in /proc/meminfo"
                        + " is 0); run `sysctl vm.nr_hugepages=16` as root to reserve 16");
        assertThat(HugePages.unavailable(none, List.of("8"))).isEmpty();
        assertThat(HugePages.unavailable(List.of("HugePages_Total:       1", "Hugepagesize:    2048 kB"), List.of("0")))
                .isEmpty();
    }

    @Test
    void lengthsAreWholePages() {
        assertThat(HugePages.roundUp(1, 2 << 20)).isEqualTo(2 << 20);
        assertThat(HugePages.roundUp(2 << 20, 2 << 20)).isEqualTo(2 << 20);
        assertThat(HugePages.roundUp((2 << 20) + 1, 2 << 20)).isEqualTo(4 << 20);
        assertThat(HugePages.mountOptionSize(2 << 20)).isEqualTo("2M");
        assertThat(HugePages.mountOptionSize(64 << 10)).isEqualTo("64K");
        assertThat(HugePages.mountOptionSize(1 << 30)).isEqualTo("1G");
    }
}
