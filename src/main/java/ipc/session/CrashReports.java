package ipc.session;

import ipc.cleanup.PrivateDirectory;
import ipc.result.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Crash reports that the JVM of a fork or a peer wrote. It writes it into the run's private directory, which goes with the run;
 * it is kept in the folder {@value #FOLDER} of the result directory.
 */
final class CrashReports {
    private static final String FOLDER = "crashes";

    private final Path privateDirectory;
    private final Path folder;

    CrashReports(Path privateDirectory, Path resultDirectory) {
        this.privateDirectory = privateDirectory;
        this.folder = resultDirectory.resolve(FOLDER);
    }

    /** Keeps those that are there; the last one's new place, if there is any. */
    Optional<Path> keep() {
        Optional<Path> kept = Optional.empty();
        try (Stream<Path> files = Files.list(privateDirectory)) {
            List<Path> reports = files.filter(file -> file.getFileName().toString().startsWith(PrivateDirectory.CRASH_REPORT))
                    .sorted().toList();
            for (Path report : reports) {
                WholeFiles.makeFolder(folder);
                Path place = folder.resolve(report.getFileName());
                WholeFiles.moveHere(report, place);
                kept = Optional.of(place);
            }
        } catch (IOException e) {
            // The reason is said without it.
        }
        return kept;
    }
}
