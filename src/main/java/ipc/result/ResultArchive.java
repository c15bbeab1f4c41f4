package ipc.result;

import ipc.BadInputException;
import ipc.FileFailure;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * A {@code .tar.gz} of one result directory, read without unpacking it to disk. The directory is the one with {@code run.json},
 * at any depth.
 */
public final class ResultArchive implements ResultFiles {
    /** Files that a record can name and that tables and reports read. */
    private static final Pattern NAMED_BY_RECORDS = Pattern.compile("(?:.*/)?(?:histograms|pairs)/[^/]+");
    /**
     * Limit for the bytes of files kept in memory. It covers all of a run of {@code all}; a report reads two dozen archives at a
     * time.
     */
    private static final int MOST_KEPT_BYTES = 3 << 20;

    private final Path file;
    private final TarReader.Limits limits;
    private final AtomicLong passes;
    private final Map<String, byte[]> kept;
    private final Set<String> names;
    private final String root;

    private ResultArchive(Path file, TarReader.Limits limits, AtomicLong passes, Map<String, byte[]> kept, Set<String> names,
            String root) {
        this.file = file;
        this.limits = limits;
        this.passes = passes;
        this.kept = kept;
        this.names = names;
        this.root = root;
    }

    /** Whether a file has the name of an archive: {@code .tar.gz} or {@code .tgz}. */
    public static boolean isNamedSo(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        return name.endsWith(".tar.gz") || name.endsWith(".tgz");
    }

    /**
     * Opens an archive.
     *
     * @throws BadInputException if it cannot be read, does not hold exactly one result directory, or exceeds a limit
     */
    public static ResultArchive open(Path file) {
        return open(file, TarReader.Limits.USUAL);
    }

    static ResultArchive open(Path file, TarReader.Limits limits) {
        AtomicLong passes = new AtomicLong();
        try (TarReader reader = TarReader.open(file, limits, passes)) {
            Map<String, byte[]> kept = new HashMap<>();
            Set<String> names = new HashSet<>();
            String root = null;
            long keptBytes = 0;
            for (TarReader.Entry entry = reader.next(); entry != null; entry = reader.next()) {
                // If a name occurs twice, the first file is used, here as in open().
                if (entry.directory() || !names.add(entry.name()) && !isRun(entry)) {
                    continue;
                }
                if (isRun(entry)) {
                    if (root != null) {
                        throw new BadInputException(file + " holds more than one " + ResultDirectory.RUN_JSON
                                + "; an archive must hold one result directory");
                    }
                    RunLimits.requireSize(file + "!/" + entry.name(), entry.sizeBytes());
                    root = entry.name().substring(0, entry.name().length() - ResultDirectory.RUN_JSON.length());
                    kept.put(entry.name(), reader.content().readAllBytes());
                } else if (NAMED_BY_RECORDS.matcher(entry.name()).matches()
                        && keptBytes + entry.sizeBytes() <= MOST_KEPT_BYTES) {
                    kept.put(entry.name(), reader.content().readAllBytes());
                    keptBytes += entry.sizeBytes();
                }
            }
            if (root == null) {
                throw new BadInputException(file + " holds no " + ResultDirectory.RUN_JSON
                        + ", so it is not the archive of a result directory");
            }
            return new ResultArchive(file, limits, passes, kept, names, root);
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + FileFailure.inWords(e));
        }
    }

    private static boolean isRun(TarReader.Entry entry) {
        return entry.name().equals(ResultDirectory.RUN_JSON) || entry.name().endsWith("/" + ResultDirectory.RUN_JSON);
    }

    /**
     * Reads the beginnings of some files of any archive, which need not hold a result directory.
     *
     * @param names     of the files
     * @param mostBytes of each file
     * @return the files that are there, by name; of two with one name, the first
     * @throws BadInputException if it is not an archive, or exceeds a limit
     */
    public static Map<String, byte[]> beginnings(Path file, Set<String> names, int mostBytes) {
        Map<String, byte[]> found = new HashMap<>();
        try (TarReader reader = TarReader.open(file, TarReader.Limits.USUAL, new AtomicLong())) {
            for (TarReader.Entry entry = reader.next(); entry != null; entry = reader.next()) {
                if (!entry.directory() && names.contains(entry.name()) && !found.containsKey(entry.name())) {
                    found.put(entry.name(), reader.content().readNBytes(mostBytes));
                }
            }
            return found;
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + FileFailure.inWords(e));
        }
    }

    /** Reads a file that is not in memory from the beginning of the archive, because gzip allows nothing else. */
    @Override
    public InputStream open(String name) throws IOException {
        if (kept.containsKey(root + name)) {
            return new ByteArrayInputStream(kept.get(root + name));
        }
        if (!names.contains(root + name)) {
            throw new NoSuchFileException(file + "!/" + root + name);
        }
        TarReader reader = TarReader.open(file, limits, passes);
        try {
            for (TarReader.Entry entry = reader.next(); entry != null; entry = reader.next()) {
                if (!entry.directory() && entry.name().equals(root + name)) {
                    return new FilterInputStream(reader.content()) {
                        @Override
                        public void close() throws IOException {
                            reader.close();
                        }
                    };
                }
            }
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
        reader.close();
        throw new NoSuchFileException(file + "!/" + root + name);
    }

    /**
     * Writes the files of the result directory. It ignores other files of the archive, and all owners, modes and times.
     *
     * @param directory an empty directory of the caller
     * @throws BadInputException if the archive has changed since it was opened, or contains a file twice
     */
    public void unpack(Path directory) throws IOException {
        try (TarReader reader = TarReader.open(file, limits, passes)) {
            for (TarReader.Entry entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry.directory() || !entry.name().startsWith(root)) {
                    continue;
                }
                Path target = directory.resolve(entry.name().substring(root.length())).normalize();
                if (!target.startsWith(directory)) {
                    throw new IllegalStateException(entry.name() + " passed the reader and leads outside");
                }
                Files.createDirectories(target.getParent());
                // Without REPLACE_EXISTING this creates a new file and does not follow a link.
                Files.copy(reader.content(), target);
            }
        } catch (FileAlreadyExistsException e) {
            throw new BadInputException(file + " is refused: it holds " + e.getFile() + " twice");
        } catch (InvalidPathException e) {
            throw new BadInputException(file + " is refused: it has a file whose name is not possible here: " + e.getReason());
        }
    }
}
