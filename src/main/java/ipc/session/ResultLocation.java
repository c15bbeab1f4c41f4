package ipc.session;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The place of the results of a run.
 *
 * @param path     the result directory, which need not exist yet; absolute
 * @param existing the deepest directory above it that existed before the run
 */
record ResultLocation(Path path, Path existing) {
    private static final Path USUAL_PARENT = Path.of("results");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /**
     * The location that a user named, or one below {@code results}.
     *
     * @param named null if the user named none
     */
    static ResultLocation of(Path named, String profile, Instant start) {
        Path path = (named != null ? named : unused(TIME.format(start) + "-" + profile)).toAbsolutePath().normalize();
        return new ResultLocation(path, deepestExisting(path));
    }

    /** The name with a number if another run began in the same second. */
    private static Path unused(String name) {
        Path path = USUAL_PARENT.resolve(name);
        for (int number = 2; Files.exists(path); number++) {
            path = USUAL_PARENT.resolve(name + "-" + number);
        }
        return path;
    }

    /** The deepest directory on the way to a path that exists. */
    static Path deepestExisting(Path path) {
        Path existing = path.toAbsolutePath().normalize();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing;
    }

    /** Removes the directories that the run made on the way, which must be empty. */
    void removeMade() throws IOException {
        for (Path made = path; !made.equals(existing); made = made.getParent()) {
            // A file may be in the way of a directory that was never made.
            try {
                if (Files.exists(made)) {
                    Files.delete(made);
                }
            } catch (DirectoryNotEmptyException e) {
                // Another run has made something in it meanwhile.
                return;
            }
        }
    }
}
