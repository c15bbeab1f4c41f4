package ipc.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;

/** The results of {@code ./run.sh all}: 64 transports in four rounds on two CPUs of a virtual machine, with other names of directories. */
public final class AllRun {
    private AllRun() {
    }

    /** The archive of its result directory. */
    public static Path archive(Path into) throws IOException {
        Path archive = into.resolve("all.tar.gz");
        try (InputStream in = AllRun.class.getResourceAsStream("/ipc/all.tar.gz")) {
            Files.copy(in, archive);
        }
        return archive;
    }

    /** The number of cells in its record that were measured. */
    public static long measured(JsonNode record) {
        return StreamSupport.stream(record.get("cells").spliterator(), false).filter(cell -> !cell.get("metrics").isEmpty())
                .count();
    }

    /** Its result directory. */
    public static Path unpack(Path into) throws IOException {
        Process tar = new ProcessBuilder("tar", "-xzf", archive(into).toString(), "-C", into.toString()).inheritIO().start();
        try {
            assertThat(tar.waitFor()).as("tar's exit code").isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return into.resolve("all");
    }
}
