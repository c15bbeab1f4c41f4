package ipc.cleanup;

import ipc.FileTree;
import ipc.ledger.CleanupLedger;
import ipc.proc.ProcessFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A run whose launcher has ended, and what it left.
 *
 * @param directory its private directory
 * @param launcher  the process id it had; 0 if its JVM did not begin
 * @param processes forks and peers of it that have not ended
 * @param things    what it may have left in other places
 */
public record CrashedRun(Path directory, long launcher, List<ProcessHandle> processes, List<Orphan> things) {
    private static final long LONGEST_END_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_MILLIS = 20;

    /** The run with this private directory. */
    static CrashedRun in(Path directory) {
        return new CrashedRun(directory, Owner.read(directory).map(Owner::process).orElse(0L), processes(directory),
                Orphan.of(directory));
    }

    /** The run with this private directory, which is ending: the ledger takes no more entries. */
    static CrashedRun ending(Path directory) {
        try {
            Files.move(directory.resolve(CleanupLedger.FOLDER), directory.resolve(Orphan.FOLDER_DURING_CLEANUP));
        } catch (IOException e) {
            // It was moved before, or it was never made.
        }
        return in(directory);
    }

    /** Processes that were given this private directory. */
    private static List<ProcessHandle> processes(Path directory) {
        List<String> options = PrivateDirectory.jvmOptions(directory);
        return ProcessHandle.allProcesses().filter(process -> ProcessFacts.commandLine(process.pid()).containsAll(options))
                .toList();
    }

    /** The process that left it, in words. */
    public String origin() {
        return launcher == 0 ? "a JVM that did not start" : "process " + launcher + ", which has ended";
    }

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
                FileTree.remove(directory);
            } catch (IOException e) {
                failures.add(directory + ": " + e.getMessage());
            }
        }
        return failures;
    }

    private List<String> removeThings() {
        List<String> failures = new ArrayList<>();
        // Those that have been started since we looked, too.
        for (ProcessHandle process : processes(directory)) {
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
