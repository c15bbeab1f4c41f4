package ipc.cleanup;

import ipc.proc.ProcessFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
    private static final String OWNER_ONLY = "rwx------";
    private static final long LONGEST_END_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_MILLIS = 20;

    private final List<Run> runs = new ArrayList<>();
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
    public List<Run> runs() {
        return List.copyOf(runs);
    }

    /** Directories that look like a run's and are left alone, each with the reason. */
    public List<String> leftAlone() {
        return List.copyOf(leftAlone);
    }

    private void look(Path temporary) {
        try (Stream<Path> entries = Files.list(temporary)) {
            entries.filter(entry -> entry.getFileName().toString().startsWith(NAME)).filter(CrashedRuns::isOurs).sorted()
                    .forEach(this::consider);
        } catch (IOException | UncheckedIOException e) {
            leftAlone.add(temporary + ": " + e.getMessage());
        }
    }

    private static boolean isOurs(Path directory) {
        try {
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(Path.of("/proc/self")))
                    && PosixFilePermissions.toString(Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS))
                            .equals(OWNER_ONLY);
        } catch (IOException e) {
            return false;
        }
    }

    private void consider(Path directory) {
        Optional<Owner> owner = Owner.read(directory);
        if (owner.isEmpty()) {
            leftAlone.add(directory + ": it has no mark of a run");
        } else if (owner.get().isElsewhere().isPresent()) {
            leftAlone.add(directory + ": " + owner.get().isElsewhere().get());
        } else if (!owner.get().lives()) {
            runs.add(new Run(directory, owner.get().process(), processes(directory), Orphan.of(directory)));
        }
    }

    /** Processes that were given this private directory. */
    private static List<ProcessHandle> processes(Path directory) {
        List<String> options = PrivateDirectory.jvmOptions(directory);
        return ProcessHandle.allProcesses().filter(process -> ProcessFacts.commandLine(process.pid()).containsAll(options))
                .toList();
    }

    /**
     * The orphans of one run.
     *
     * @param directory its private directory
     * @param launcher  the process id it had
     * @param processes forks and peers of it that have not ended
     * @param things    what it may have left in other places
     */
    public record Run(Path directory, long launcher, List<ProcessHandle> processes, List<Orphan> things) {
        /** A line for each thing that is there. */
        public List<String> describe() {
            List<String> lines = new ArrayList<>();
            processes.forEach(process -> lines.add("process " + process.pid()));
            things.forEach(thing -> thing.description().ifPresent(lines::add));
            lines.add(String.format(Locale.ROOT, "directory %s, %d kB", directory, Math.round(bytes() / 1e3)));
            return lines;
        }

        private long bytes() {
            try (Stream<Path> tree = Files.walk(directory)) {
                return tree.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                        .mapToLong(path -> path.toFile().length())
                        .sum();
            } catch (IOException | UncheckedIOException e) {
                return 0;
            }
        }

        /**
         * Ends its processes and removes it all, the private directory last, for it holds the lines.
         *
         * @return what could not be removed, each with the reason; its lines stay
         */
        public List<String> remove() {
            long start = System.nanoTime();
            List<String> failures = removeThings();
            // The kernel takes its time with a process that is killed, and until then a segment has a user.
            while (!failures.isEmpty() && !processes.isEmpty() && System.nanoTime() - start < LONGEST_END_NANOS) {
                pause();
                failures = removeThings();
            }
            if (failures.isEmpty()) {
                try {
                    Orphan.removeTree(directory);
                } catch (IOException e) {
                    failures.add(directory + ": " + e.getMessage());
                }
            }
            return failures;
        }

        private List<String> removeThings() {
            List<String> failures = new ArrayList<>();
            // Those that have been started since we looked, too.
            for (ProcessHandle process : CrashedRuns.processes(directory)) {
                process.destroyForcibly();
                failures.add("process " + process.pid() + ": it has not ended");
            }
            if (failures.isEmpty()) {
                // A process that lived when we looked may have made more.
                (processes.isEmpty() ? things : Orphan.of(directory))
                        .forEach(thing -> removeThing(thing).ifPresent(failures::add));
            }
            return failures;
        }

        private static Optional<String> removeThing(Orphan thing) {
            String what = thing.toString();
            try {
                what = thing.description().orElse(what);
                thing.remove();
                return Optional.empty();
            } catch (IOException | RuntimeException e) {
                return Optional.of(what + ": " + e.getMessage());
            }
        }

        private static void pause() {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
