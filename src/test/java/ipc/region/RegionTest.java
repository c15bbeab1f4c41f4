package ipc.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.Harness;
import ipc.LastingObjects;
import ipc.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests every kind of memory on the real system. */
class RegionTest {
    /** Not a whole number of pages, but of words: 32-bit ARM cannot write a long to an unaligned address. */
    private static final long BYTES = 12_344;

    @TempDir
    private Path work;

    private final LastingObjects lasting = new LastingObjects();

    static Stream<RegionKind> kinds() {
        return Stream.of(SystemVRegion.KIND, PosixRegion.KIND, MemfdRegion.KIND, MappedFileRegion.KIND, TmpfsFileRegion.KIND)
                .filter(kind -> kind.unavailable().isEmpty());
    }

    /** The kinds with a file descriptor. */
    static Stream<RegionKind> files() {
        return kinds().filter(kind -> kind != SystemVRegion.KIND);
    }

    @AfterEach
    void noFileOrSegmentIsLeft() throws IOException {
        lasting.assertNothingLeft();
        try (Stream<Path> left = Files.list(work)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void twoMappingsAreTheSameZeroedMemory(RegionKind kind) {
        try (SharedRegion created = kind.create(BYTES, work); SharedRegion opened = kind.open(created.handle(), BYTES)) {
            assertThat(opened.address()).isNotEqualTo(created.address());
            for (long offset = 0; offset < BYTES; offset++) {
                assertThat(opened.bytes().readByte(offset)).isZero();
            }
            created.bytes().writeLong(BYTES - Long.BYTES, 42);
            assertThat(opened.bytes().readLong(BYTES - Long.BYTES)).isEqualTo(42);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void allBlocksAreAllocatedBeforeMapping(RegionKind kind) throws IOException {
        try (SharedRegion created = kind.create(1 << 20, work)) {
            Process stat = new ProcessBuilder("stat", "-L", "--format=%b", created.handle()).start();
            long blocksOf512 = Long.parseLong(stat.inputReader().readLine());
            assertThat(blocksOf512 * 512).isGreaterThanOrEqualTo(1 << 20);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void theFileDescriptorIsClosedAfterAFailure(RegionKind kind) throws IOException {
        kind.create(BYTES, work).close();
        long before = descriptors();
        kind.create(BYTES, work).close();
        assertThatThrownBy(() -> kind.create(-1, work)).isInstanceOf(PosixException.class)
                .hasMessageContaining("posix_fallocate(");
        assertThat(descriptors()).isEqualTo(before);
    }

    /** Counts open files without a name, which is what a region's file is. */
    private static long descriptors() throws IOException {
        return Harness.openFiles().stream().filter(file -> file.endsWith(" (deleted)")).count();
    }

    @ParameterizedTest
    @MethodSource("files")
    void aClosedRegionCannotBeOpened(RegionKind kind) {
        SharedRegion created = kind.create(BYTES, work);
        created.close();
        assertThatThrownBy(() -> kind.open(created.handle(), BYTES)).isInstanceOf(PosixException.class)
                .hasMessageStartingWith("open(\"" + created.handle() + "\", O_RDWR): ENOENT");
    }
}
