package ipc.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The machine's huge pages. Each one replaces hundreds of normal pages in the processor's TLB.
 *
 * <p>There are two kinds. An administrator reserves the first kind, which is never swapped or used for anything else
 * ({@code /proc/meminfo}, the kernel's {@code hugetlbpage.rst}). The kernel itself hands out transparent huge pages
 * ({@code transhuge.rst}).
 */
final class HugePages {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path MORE_ON_DEMAND = Path.of("/proc/sys/vm/nr_overcommit_hugepages");
    private static final String SIZE = "Hugepagesize:";
    private static final String TOTAL = "HugePages_Total:";
    private static final Path TRANSPARENT_SIZE = Path.of("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size");
    private static final int KIB = 1024;

    private HugePages() {
    }

    /** Rounds a length in bytes up to whole huge pages. */
    static long roundUp(long lengthBytes) {
        return roundUp(lengthBytes, sizeBytes());
    }

    static long roundUp(long lengthBytes, long pageBytes) {
        return (lengthBytes + pageBytes - 1) / pageBytes * pageBytes;
    }

    private static long sizeBytes() {
        return KIB * value(lines(MEMORY), SIZE).orElseThrow(() -> new IllegalStateException(notCompiledIn()));
    }

    /** The page size as in the hugetlbfs option {@code pagesize=}, in the largest unit that gives a whole number. */
    static String mountOptionSize() {
        return mountOptionSize(sizeBytes());
    }

    static String mountOptionSize(long bytes) {
        long kib = bytes / KIB;
        return kib % KIB != 0 ? kib + "K" : kib / KIB % KIB != 0 ? kib / KIB + "M" : kib / KIB / KIB + "G";
    }

    /** The reason why the machine has no huge pages. Empty if it has some, even if all are in use. */
    static Optional<String> unavailable() {
        return unavailable(lines(MEMORY), lines(MORE_ON_DEMAND));
    }

    static Optional<String> unavailable(List<String> memory, List<String> moreOnDemand) {
        if (value(memory, SIZE).isEmpty()) {
            return Optional.of(notCompiledIn());
        }
        boolean onDemand = moreOnDemand.stream().anyMatch(line -> !line.strip().equals("0"));
        return value(memory, TOTAL).orElse(0) > 0 || onDemand ? Optional.empty()
                : Optional.of("no huge pages are reserved (HugePages_Total in /proc/meminfo is 0); " + howToProvide());
    }

    private static String notCompiledIn() {
        return "/proc/meminfo has no " + SIZE.replace(":", "") + ": the kernel was built without CONFIG_HUGETLBFS";
    }

    /** The command that reserves some. */
    static String howToProvide() {
        return "run `sysctl vm.nr_hugepages=16` as root to reserve 16";
    }

    /** The hint for an allocation that found too few free huge pages. */
    static String usedUp() {
        return "too few huge pages are free (HugePages_Free in /proc/meminfo); " + howToProvide();
    }

    /** Rounds a length in bytes up to whole transparent huge pages. Their size may differ from that of reserved ones. */
    static long roundUpToTransparent(long lengthBytes) {
        return roundUp(lengthBytes, lines(TRANSPARENT_SIZE).stream().mapToLong(Long::parseLong).findFirst()
                .orElseThrow(() -> new IllegalStateException(unavailableTransparent().orElseThrow())));
    }

    /** The reason why the kernel has no transparent huge pages. Empty if it has. */
    static Optional<String> unavailableTransparent() {
        return lines(TRANSPARENT_SIZE).isEmpty()
                ? Optional.of(TRANSPARENT_SIZE + " does not exist: the kernel was built without transparent huge pages")
                : Optional.empty();
    }

    private static OptionalLong value(List<String> memory, String name) {
        return memory.stream().filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length()).replace("kB", "").strip())).findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
