package ipc.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory for a library that lets two processes meet by the names of files: mode 0700, its own name unguessable, removed
 * with everything in it when closed.
 *
 * <p>It is removed too if its fork is killed before: before it is made, a symbolic link to it is put into
 * {@value #ELSEWHERE} in the run's private directory. The launcher looks there after every fork, and {@code run.sh}'s shell after
 * the launcher, however that ended. There is no moment at which the directory exists without the link. With plain JMH there is no
 * private directory, and a killed fork leaves this one behind.
 */
public final class LibraryDirectory implements AutoCloseable {
    /** The folder of links; whoever makes the private directory makes it too. {@code run.sh} knows the name. */
    public static final String ELSEWHERE = "elsewhere";
    /** The system property that names the private directory. */
    public static final String PRIVATE = "ipc.private";

    private static final String PREFIX = "ipc-roundtrip-";
    private static final int RANDOM_NAME_BYTES = 16;
    /** A fork's peer outlives it by a moment, in which it may make a file in a directory that is being removed. */
    private static final int ATTEMPTS = 10;

    private final Path path;
    private final Path link;

    private LibraryDirectory(Path path, Path link) {
        this.path = path;
        this.link = link;
    }

    /**
     * Makes one.
     *
     * @param parent where
     * @throws UncheckedIOException if that cannot be
     */
    static LibraryDirectory create(Path parent) {
        byte[] random = new byte[RANDOM_NAME_BYTES];
        new SecureRandom().nextBytes(random);
        Path path = parent.toAbsolutePath().resolve(PREFIX + HexFormat.of().formatHex(random));
        String privateDirectory = System.getProperty(PRIVATE);
        Path link = privateDirectory == null ? null : Path.of(privateDirectory, ELSEWHERE).resolve(path.getFileName());
        try {
            if (link != null) {
                Files.createSymbolicLink(link, path);
            }
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new LibraryDirectory(path, link);
        } catch (IOException e) {
            throw new UncheckedIOException("no directory can be made in " + parent + ": " + e.getMessage(), e);
        }
    }

    /**
     * Why a library that needs so much room will not do here: it maps files before they have their blocks, and a store into a page
     * that there is no room for would end the process with {@code SIGBUS}.
     */
    static Optional<String> refusesRoom(String library, long neededBytes, Path parent) {
        long usable = usableBytes(parent);
        return usable >= neededBytes ? Optional.empty() : Optional.of(library + " needs room for " + neededBytes + " bytes in "
                + parent + ", and " + usable + " are free; `df " + parent + "` shows it");
    }

    /** How much may be written. */
    static long usableBytes(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    /** Removes it with everything in it; once, or again and again. */
    @Override
    public void close() {
        try {
            remove(path, link);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /**
     * Removes what forks that have ended left behind. What cannot be removed keeps its link.
     *
     * @param privateDirectory the run's
     */
    public static void removeLeftBehind(Path privateDirectory) {
        for (Path link : links(privateDirectory.resolve(ELSEWHERE))) {
            try {
                remove(Files.readSymbolicLink(link), link);
            } catch (IOException e) {
                // The next one to look tries again.
            }
        }
    }

    private static List<Path> links(Path folder) {
        try (Stream<Path> links = Files.list(folder)) {
            return links.toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void remove(Path path, Path link) throws IOException {
        for (int attempt = 1; Files.exists(path); attempt++) {
            try {
                Files.walkFileTree(path, REMOVAL);
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
        if (link != null) {
            Files.deleteIfExists(link);
        }
    }

    private static final SimpleFileVisitor<Path> REMOVAL = new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    };
}
