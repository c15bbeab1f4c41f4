package ipc.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.BadInputException;
import ipc.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * The directory of a run: {@code run.json}, {@code jmh.json}, {@code table.md}, {@code histograms/}, {@code pairs/},
 * {@code flamegraphs/} and {@code report.html}. An archive of one is read like the directory. Every file is written under another
 * name and then renamed, so a reader finds complete files only. Not thread-safe.
 */
public final class ResultDirectory {
    /** JMH's own results. */
    public static final String JMH_JSON = "jmh.json";
    /** The table as it was printed. */
    public static final String TABLE = "table.md";
    /** The report with charts. */
    public static final String REPORT = "report.html";
    /** Folder of the flame graphs. */
    public static final String FLAME_GRAPHS = "flamegraphs";

    /** Everything about a run except the histograms. */
    static final String RUN_JSON = "run.json";

    /** Most blocks that are read of a paired cell; they fit into 256 MB of memory. */
    public static final int MAX_BLOCKS = 3_000_000;

    private static final String HISTOGRAMS = "histograms";
    private static final String PAIRS = "pairs";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper WHOLE = UntrustedJson.mapper(text -> text);
    /** Shares the names of cells, parameters and transports between runs, because they are the same in a thousand runs. */
    private static final ObjectMapper FOR_TABLES = UntrustedJson.mapper(String::intern)
            .addMixIn(RunRecord.class, ShownInTables.class);

    private final Path path;
    private final ResultFiles files;
    private final HistogramLogs logs = new HistogramLogs(this::moreThanAnyRun);
    private final PairBlocks pairs = new PairBlocks(this::moreThanAnyRun);

    private ResultDirectory(Path path, ResultFiles files) {
        this.path = path;
        this.files = files;
    }

    private static ResultDirectory at(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        return new ResultDirectory(path, name -> RegularFile.open(path.resolve(name)));
    }

    /** Leaves out the parts that no table shows. */
    @JsonIgnoreProperties({"commandLine", "order", "flameGraphs"})
    private interface ShownInTables {
    }

    /** Writes the first files of a directory. */
    @FunctionalInterface
    public interface Beginning {
        /**
         * Writes the files.
         *
         * @throws IOException if they cannot be written
         */
        void writeTo(ResultDirectory directory) throws IOException;
    }

    /**
     * Creates a new directory with its first files. It is created under another name and renamed, so that it never appears empty.
     * An existing empty directory belongs to the user and receives the files directly.
     *
     * @param path      the directory
     * @param aside     the other name, in the same parent
     * @param beginning writes the first files
     * @throws DirectoryTakenException if another process has made the directory meanwhile
     * @throws BadInputException       if it cannot be written, or is not empty
     */
    public static ResultDirectory create(Path path, Path aside, Beginning beginning) {
        boolean isThere = Files.exists(path);
        ResultDirectory directory = make(isThere ? path : aside, path);
        try {
            beginning.writeTo(directory);
            if (!isThere) {
                Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
            }
            return at(path);
        } catch (IOException e) {
            try {
                directory.removeFirstFiles();
                if (!isThere) {
                    Files.deleteIfExists(aside);
                }
            } catch (IOException stays) {
                e.addSuppressed(stays);
            }
            if (!isThere && Files.exists(path)) {
                throw new DirectoryTakenException(path);
            }
            throw new BadInputException("the results cannot be written to " + path + ": " + FileFailure.inWords(e));
        }
    }

    /**
     * Creates a new directory.
     *
     * @throws BadInputException if it cannot be written, or is not empty
     */
    public static ResultDirectory create(Path path) {
        return make(path, path);
    }

    /**
     * Checks a directory that the user named for new results. One that does not exist passes.
     *
     * @throws BadInputException if it cannot be written, or holds something already
     */
    public static void requireUnused(Path path) {
        try {
            if (Files.exists(path)) {
                requireEmpty(path, path);
            }
        } catch (IOException e) {
            throw new BadInputException("the result directory " + path + " cannot be read (" + FileFailure.inWords(e)
                    + "). Name an empty or a new directory");
        }
    }

    private static void requireEmpty(Path path, Path known) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new BadInputException(known + " is not a directory. Name an empty or a new one");
        }
        try (Stream<Path> entries = Files.list(path)) {
            if (entries.findAny().isPresent()) {
                throw new BadInputException(known + " is not empty. Name an empty or a new directory, so that no result is"
                        + " overwritten");
            }
        }
        if (!Files.isWritable(path)) {
            throw new BadInputException(known + " cannot be written. Name a directory that you can write to");
        }
    }

    /** @param known the directory's name in messages */
    private static ResultDirectory make(Path path, Path known) {
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(path);
            }
            requireEmpty(path, known);
            return at(path);
        } catch (IOException e) {
            throw new BadInputException("the result directory " + known + " cannot be made (" + FileFailure.inWords(e)
                    + "); name one that you can write to");
        }
    }

    /**
     * Opens the directory of an earlier run, or an archive of one, which is read-only.
     *
     * @throws BadInputException if there is no such result
     */
    public static ResultDirectory open(Path path) {
        if (Files.isRegularFile(path)) {
            if (!ResultArchive.isNamedSo(path)) {
                throw new BadInputException(path + " is a file; name a result directory, or the .tar.gz archive of one");
            }
            return new ResultDirectory(path.toAbsolutePath().normalize(), ResultArchive.open(path));
        }
        if (!Files.isDirectory(path)) {
            throw new BadInputException(path + ": no such directory; name a result directory, such as results/TIME-desktop");
        }
        if (!Files.isReadable(path.resolve(RUN_JSON))) {
            throw new BadInputException(
                    path + " has no readable " + RUN_JSON + ": it is not a result directory, or its run"
                            + " was cut off before it had begun");
        }
        return at(path);
    }

    /** The absolute path of the directory or archive. */
    public Path path() {
        return path;
    }

    /**
     * Opens a file of the directory or archive.
     *
     * @param name path below this directory, with slashes
     * @throws java.nio.file.NoSuchFileException if it does not exist
     */
    public InputStream open(String name) throws IOException {
        return files.open(name);
    }

    /**
     * Reads {@code run.json}.
     *
     * @throws BadInputException if it is malformed, too large or of an unsupported format
     */
    public RunRecord readRun() {
        return readRun(WHOLE);
    }

    /**
     * Reads the parts of {@code run.json} that tables show. Command line, order, environment and flame graphs are empty.
     *
     * @throws BadInputException if it is malformed, too large or of an unsupported format
     */
    public RunRecord readRunForTables() {
        return readRun(FOR_TABLES);
    }

    private RunRecord readRun(ObjectMapper json) {
        Path file = path.resolve(RUN_JSON);
        try (InputStream in = files.open(RUN_JSON)) {
            byte[] bytes = in.readNBytes(RunLimits.MOST_BYTES + 1);
            RunLimits.requireSize(file.toString(), bytes.length);
            return parse(bytes, file, json);
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + FileFailure.inWords(e));
        }
    }

    private static RunRecord parse(byte[] bytes, Path file, ObjectMapper json) throws IOException {
        try {
            UntrustedJson.requireFormat(file, bytes, RunRecord.FORMAT);
            RunRecord run = json.readValue(bytes, RunRecord.class);
            RunLimits.requireModest(run, file);
            Plausible.require(run, file);
            return run;
        } catch (JacksonException e) {
            throw new BadInputException(file + " is malformed: " + UntrustedJson.words(e));
        }
    }

    /**
     * The record as a reader of {@code run.json} would see it. Its texts have lost the control characters that a machine's name
     * or another program's output may bring along.
     *
     * @throws BadInputException if no reader would accept it, for example because it is too large
     */
    public RunRecord asRead(RunRecord run) throws IOException {
        return parse(JSON.writeValueAsBytes(run), path.resolve(RUN_JSON), WHOLE);
    }

    /** Writes {@code run.json}. */
    public void writeRun(RunRecord run) throws IOException {
        write(RUN_JSON, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(run));
    }

    /** Writes a text file. */
    public void writeText(String name, String text) throws IOException {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes an HdrHistogram log: one untagged interval per histogram, values in nanoseconds.
     *
     * @param name       file name without folder and extension
     * @param histograms histograms with their time stamps set
     * @return path below this directory
     */
    public String writeHistograms(String name, List<Histogram> histograms) throws IOException {
        String file = HISTOGRAMS + "/" + name + ".hlog";
        write(file, HistogramLogs.written(histograms));
        return file;
    }

    /**
     * Reads an HdrHistogram log, one histogram at a time, because those of thousands of rounds do not fit into memory together.
     *
     * @param file path below this directory, from {@link RunRecord.Metric#histogram()}
     * @param each receives one histogram per fork, with its time stamps; none if the file does not exist, for example if only the
     *         record was kept
     * @throws BadInputException if the file is malformed or too large
     */
    public void readHistograms(String file, Consumer<Histogram> each) {
        Path log = inside(file);
        try (InputStream in = files.open(path.relativize(log).toString())) {
            logs.read(in, log, each);
        } catch (NoSuchFileException e) {
            // Only the record was kept.
        } catch (IOException e) {
            throw new BadInputException(log + " cannot be read: " + FileFailure.inWords(e));
        } catch (RuntimeException e) {
            // On malformed bytes the decoder throws any exception of its buffers and arrays.
            throw e instanceof BadInputException ? e : new BadInputException(log + " is malformed: "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
    }

    /** @param what name of the files or values that exceed their limit */
    private BadInputException moreThanAnyRun(String what) {
        return new BadInputException(path.resolve(RUN_JSON) + " refers to too many " + what);
    }

    /**
     * The files in the folder of flame graphs, as sorted paths below this directory. Empty if there is no such folder, and for an
     * archive, from which a browser cannot load them.
     */
    public List<String> flameGraphFiles() {
        Path folder = path.resolve(FLAME_GRAPHS);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).map(file -> FLAME_GRAPHS + "/" + file.getFileName()).sorted().toList();
        } catch (IOException e) {
            throw new BadInputException(folder + " cannot be read: " + FileFailure.inWords(e));
        }
    }

    /** Resolves a path from the record, which must not leave this directory. */
    private Path inside(String file) {
        try {
            Path inside = path.resolve(file).normalize();
            if (inside.startsWith(path)) {
                return inside;
            }
        } catch (InvalidPathException e) {
            // Rejected below, like a path that leaves the directory.
        }
        throw new BadInputException(path.resolve(RUN_JSON) + " is malformed: " + file + " is not in this directory");
    }

    /**
     * Writes the blocks of a paired cell: compressed comma-separated values with a header.
     *
     * @param name  file name without folder and extension
     * @param forks blocks of each fork, in order
     * @return path below this directory
     */
    public String writeBlocks(String name, List<List<Block>> forks) throws IOException {
        String file = PAIRS + "/" + name + ".csv.gz";
        write(file, PairBlocks.written(forks));
        return file;
    }

    /**
     * Reads the blocks of a paired cell, in order and by fork.
     *
     * @param file path below this directory, from {@link RunRecord.Cell#pairs()}
     * @throws BadInputException if the file is malformed or too large
     */
    public List<Block> readBlocks(String file) {
        return readBlocksByFork(file).stream().flatMap(List::stream).toList();
    }

    /**
     * Reads the blocks of a paired cell, as one list per fork.
     *
     * @param file path below this directory, from {@link RunRecord.Cell#pairs()}
     * @throws BadInputException if the file is malformed or too large
     */
    public List<List<Block>> readBlocksByFork(String file) {
        Path blocks = inside(file);
        try (InputStream packed = files.open(path.relativize(blocks).toString())) {
            return pairs.read(packed, blocks);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(blocks + " is malformed: " + e.getMessage());
        } catch (IOException e) {
            throw new BadInputException(blocks + " cannot be read: " + FileFailure.inWords(e));
        }
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = path.resolve(name);
        Path folder = file.getParent();
        if (folder.equals(path)) {
            Files.createDirectories(folder);
        } else {
            WholeFiles.makeFolder(folder);
        }
        WholeFiles.write(file, content);
    }

    /** Removes the first files of a run that was rejected before it measured anything. */
    public void removeFirstFiles() throws IOException {
        Files.deleteIfExists(path.resolve(RUN_JSON));
        Files.deleteIfExists(path.resolve(JMH_JSON));
    }
}
