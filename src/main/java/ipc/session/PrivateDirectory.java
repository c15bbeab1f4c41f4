package ipc.session;

import ipc.BadInputException;
import ipc.transport.LibraryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The run's own temporary directory, mode 0700: whatever the JVMs unpack or write on the way goes there. {@code run.sh}
 * makes it, and removes it however this process ends; without {@code run.sh} it is made here and removed by a hook.
 */
public final class PrivateDirectory {
    private static final String GIVEN = LibraryDirectory.PRIVATE;
    private static final String JNA_DIRECTORY = "jna.tmpdir";

    private PrivateDirectory() {
    }

    /**
     * The directory, made if need be; called before anything loads a library.
     *
     * @throws BadInputException if none can be made
     */
    public static Path get() {
        String given = System.getProperty(GIVEN);
        if (given != null) {
            return Path.of(given);
        }
        try {
            Path made = Files.createTempDirectory("ipc-roundtrip");
            Files.createDirectory(made.resolve(LibraryDirectory.ELSEWHERE));
            // JNA, which is not loaded yet, would make a folder of its own beside it.
            System.setProperty(JNA_DIRECTORY, made.toString());
            System.setProperty(GIVEN, made.toString());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                LibraryDirectory.removeLeftBehind(made);
                remove(made);
            }, "private-directory"));
            return made;
        } catch (IOException e) {
            throw new BadInputException("no temporary directory can be made in " + System.getProperty("java.io.tmpdir") + " ("
                    + e.getMessage() + "); name one with TMPDIR");
        }
    }

    /** JVM options that send a fork's and a peer's files there. */
    static List<String> jvmOptions(Path directory) {
        return List.of("-Djava.io.tmpdir=" + directory, "-D" + JNA_DIRECTORY + "=" + directory, "-D" + GIVEN + "=" + directory);
    }

    private static void remove(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("ipc-roundtrip: " + directory + " could not be removed: " + e.getMessage());
        }
    }
}
