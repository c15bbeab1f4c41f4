package ipc.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.Harness;
import ipc.posix.PosixException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.BytesStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One process writes numbers and extends the file as needed. Another process reads them at the same time. */
@Timeout(Harness.HANGS_SECONDS)
class GrowingFileTest {
    private static final long FIRST_LENGTH_BYTES = 4096;
    private static final int NUMBERS = 1_000_000;
    private static final int TIMES_LONGER = 2;
    /** Doublings from the first length until all numbers fit. */
    private static final int TIMES_GROWN = 11;

    @TempDir
    private Path work;

    @Test
    void twoProcessesContinueWhileTheFileGrows() throws IOException, InterruptedException {
        try (GrowingFile file = GrowingFile.create(work, FIRST_LENGTH_BYTES)) {
            Process reader = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1",
                    "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                    "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED", "-Djava.io.tmpdir=" + work,
                    "-cp", System.getProperty("java.class.path"), Reader.class.getName(), file.handle())
                    .redirectErrorStream(true).start();
            BufferedReader said = reader.inputReader();
            assertThat(lineOf("ready", said)).isEqualTo("ready");
            int grown = 0;
            for (int number = 1; number <= NUMBERS; number++) {
                if (offset(number) + Long.BYTES > file.lengthBytes()) {
                    file.grow(file.lengthBytes() * TIMES_LONGER);
                    grown++;
                }
                file.bytes().writeOrderedLong(offset(number), number);
            }
            assertThat(grown).isEqualTo(TIMES_GROWN);
            assertThat(lineOf("read", said)).isEqualTo("read " + NUMBERS + " numbers, followed to " + file.lengthBytes());
            Harness.await(reader);
            assertThat(Files.size(Path.of(file.handle()))).isEqualTo(FIRST_LENGTH_BYTES << TIMES_GROWN);
        }
        try (Stream<Path> left = Files.list(work).filter(file -> !file.getFileName().toString().startsWith("jna"))) {
            assertThat(left).isEmpty();
        }
    }

    private static String lineOf(String beginning, BufferedReader said) throws IOException {
        StringBuilder before = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
            before.append(line).append('\n');
        }
        throw new AssertionError("the reader printed only:\n" + before);
    }

    /** Offset of a number. The numbers are contiguous and start after the header. */
    private static long offset(int number) {
        return GrowingFile.HEADER_BYTES + (number - 1L) * Long.BYTES;
    }

    /** The other process. It reads each number as soon as it is written. */
    static final class Reader {
        private Reader() {
        }

        public static void main(String[] arguments) {
            try (GrowingFile file = GrowingFile.open(arguments[0], FIRST_LENGTH_BYTES)) {
                System.out.println("ready");
                for (int number = 1; number <= NUMBERS; number++) {
                    while (offset(number) + Long.BYTES > file.lengthBytes() && !file.follow()) {
                        Thread.yield();
                    }
                    BytesStore<?, ?> bytes = file.bytes();
                    long seen;
                    while ((seen = bytes.readVolatileLong(offset(number))) == 0) {
                        Thread.yield();
                    }
                    if (seen != number) {
                        throw new IllegalStateException("read " + seen + ", expected " + number);
                    }
                }
                System.out.println("read " + NUMBERS + " numbers, followed to " + file.lengthBytes());
            }
        }
    }

    @Test
    void aFailedGrowChangesNothing() {
        try (GrowingFile file = GrowingFile.create(work, FIRST_LENGTH_BYTES)) {
            file.bytes().writeLong(GrowingFile.HEADER_BYTES, 42);
            assertThatThrownBy(() -> file.grow(FIRST_LENGTH_BYTES)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("length 4096: must be more than 4096");
            assertThatThrownBy(() -> file.grow(1L << 60)).isInstanceOf(PosixException.class)
                    .hasMessageStartingWith("posix_fallocate(");
            assertThat(file.lengthBytes()).isEqualTo(FIRST_LENGTH_BYTES);
            assertThat(file.follow()).isFalse();
            assertThat(file.bytes().readLong(GrowingFile.HEADER_BYTES)).isEqualTo(42);
        }
    }
}
