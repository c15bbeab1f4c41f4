package ipc.cleanup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds orphans of this user's runs whose processes were all killed, the ones that clean up included. All processes die together,
 * for example, if somebody kills them or the kernel runs out of memory.
 *
 * <p>A run is found by its private directory, which belongs to this user, has mode 0700 and contains a file that names its
 * process ({@link Owner}). The lines in it name objects in other places. Nothing is known by its name alone. A run whose launcher
 * lives is left alone, and so is one that nobody here can know about.
 */
public final class CrashedRuns {
    private static final String NAME = "ipc-roundtrip-";
    private static final long LONGEST_START_MILLIS = 60_000;

    private final List<CrashedRun> runs = new ArrayList<>();
    private final List<String> leftAlone = new ArrayList<>();

    /**
     * Looks, and touches nothing.
     *
     * @param temporaryDirectories where runs had their private directories; what is none is passed over
     */
    public static CrashedRuns find(List<Path> temporaryDirectories) {
        CrashedRuns found = new CrashedRuns();
        Set<Path> directories = new LinkedHashSet<>();
        for (Path each : temporaryDirectories) {
            try {
                directories.add(each.toRealPath());
            } catch (IOException e) {
                // There is no such directory.
            }
        }
        directories.forEach(found::look);
        return found;
    }

    /** The runs that were found. */
    public List<CrashedRun> runs() {
        return List.copyOf(runs);
    }

    /** Directories that look like a run's and are left alone, each with the reason. */
    public List<String> leftAlone() {
        return List.copyOf(leftAlone);
    }

    private void look(Path temporary) {
        try (Stream<Path> entries = Files.list(temporary)) {
            // Reading this process's own owner file would release its lock.
            entries.filter(entry -> entry.getFileName().toString().startsWith(NAME)).filter(PrivateDirectory::isThisUsersAlone)
                    .filter(entry -> !entry.equals(PrivateDirectory.ofThisProcess().orElse(null))).sorted()
                    .forEach(this::consider);
        } catch (IOException | UncheckedIOException e) {
            leftAlone.add(temporary + ": " + e.getMessage());
        }
    }

    /** Whether it is empty and older than any JVM takes to start: its JVM did not begin. */
    private static boolean isAbandonedStart(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty() && System.currentTimeMillis()
                    - Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS).toMillis() > LONGEST_START_MILLIS;
        } catch (IOException e) {
            return false;
        }
    }

    private void consider(Path directory) {
        Optional<Owner> owner = Owner.read(directory);
        if (owner.isEmpty() && isAbandonedStart(directory)) {
            runs.add(CrashedRun.in(directory));
        } else if (owner.isEmpty()) {
            leftAlone.add(directory + ": it has no mark of a run");
        } else if (owner.get().isElsewhere().isPresent()) {
            leftAlone.add(directory + ": " + owner.get().isElsewhere().get());
        } else if (!Owner.isLocked(directory) && !owner.get().lives()) {
            runs.add(CrashedRun.in(directory));
        }
    }
}
