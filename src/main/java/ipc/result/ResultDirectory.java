package ipc.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.BadInputException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

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
    private static final String BLOCKS_HEADER = "fork,allocation,side,operations,start_ns,nanos";
    private static final String BASELINE = "baseline";
    private static final String CONTENDER = "contender";
    /** Limit for {@code run.json}, far above that of a run of days. It keeps reading within 256 MB of memory. */
    private static final int MAX_RUN_JSON_BYTES = 16 << 20;
    private static final int MAX_WARNINGS = 10_000;
    private static final int MAX_LOG_BYTES = 16 << 20;
    /** Limit for a histogram in memory; one of this program takes 271 kB. */
    private static final int MAX_HISTOGRAM_BYTES = 4 << 20;
    /** Limit for the parts of a log: an interval has five, and there is one interval per round. */
    private static final int MAX_LOG_PARTS = 10 * RunRecord.MOST_ROUNDS;
    /**
     * Limit for a part of a log. A histogram of this program takes four thirds of 271 kB at most, if compression has no effect.
     */
    private static final int MAX_LOG_PART_BYTES = 384 << 10;
    /**
     * Limits for one run together, because a record can name thousands of files, or one file thousands of times. They keep
     * reading within tens of seconds. In the largest possible run, {@link RunRecord#MOST_SUMMARIES}, each histogram may take 13
     * kB.
     */
    private static final long MAX_ALL_LOG_BYTES = 256L << 20;
    private static final long MAX_ALL_LOGGED_BYTES = 16L << 30;
    private static final long MAX_ALL_BLOCKS = 12L * MAX_BLOCKS;
    /** Cost that even the smallest histogram counts for. */
    private static final int LEAST_LOGGED_BYTES = 1 << 16;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double MILLIS_PER_SECOND = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper WHOLE = UntrustedJson.mapper(text -> text);
    /** Shares the names of cells, parameters and transports between runs, because they are the same in a thousand runs. */
    private static final ObjectMapper FOR_TABLES = UntrustedJson.mapper(String::intern)
            .addMixIn(RunRecord.class, ShownInTables.class);

    private final Path path;
    private final ResultFiles files;
    private long allLogBytes;
    private long allLoggedBytes;
    private long allBlocks;

    private ResultDirectory(Path path, ResultFiles files) {
        this.path = path;
        this.files = files;
    }

    private static ResultDirectory at(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        return new ResultDirectory(path, name -> Files.newInputStream(path.resolve(name)));
    }

    /** Leaves out the parts that no table shows. */
    @JsonIgnoreProperties({"commandLine", "order", "environment", "flameGraphs"})
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
     * @throws BadInputException if it cannot be written, or is not empty
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
            throw new BadInputException("the results cannot be written to " + path + ": " + describe(e));
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
            throw new BadInputException("the result directory " + path + " cannot be read (" + describe(e)
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
            throw new BadInputException("the result directory " + known + " cannot be made (" + describe(e)
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
            byte[] bytes = in.readNBytes(MAX_RUN_JSON_BYTES + 1);
            requireRunSize(file.toString(), bytes.length);
            UntrustedJson.requireFormat(file, bytes, RunRecord.FORMAT);
            RunRecord run = json.readValue(bytes, RunRecord.class);
            requireModest(run, file);
            return run;
        } catch (JacksonException e) {
            throw new BadInputException(file + " is malformed: " + UntrustedJson.words(e));
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + describe(e));
        }
    }

    static void requireRunSize(String file, long bytes) {
        if (bytes > MAX_RUN_JSON_BYTES) {
            throw new BadInputException(file + " is too large (more than " + MAX_RUN_JSON_BYTES + " bytes)");
        }
    }

    private static void requireModest(RunRecord run, Path file) {
        if (run.warnings().size() > MAX_WARNINGS) {
            throw new BadInputException(
                    file + " has " + run.warnings().size() + " warnings; at most " + MAX_WARNINGS + " are read");
        }
        int most = run.cells().stream().flatMap(cell -> cell.metrics().stream()).mapToInt(metric -> metric.rounds().size()).max()
                .orElse(0);
        if (most > RunRecord.MOST_ROUNDS) {
            throw new BadInputException(file + " has a cell of " + most + " rounds; " + RunRecord.MOST_ROUNDS
                    + " at most can be compared");
        }
    }

    /** Writes {@code run.json}. */
    public void writeRun(RunRecord run) throws IOException {
        write(RUN_JSON, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(run));
    }

    /** Writes a text file. */
    public void writeText(String name, String text) throws IOException {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The content of a text file. */
    @FunctionalInterface
    public interface Content {
        /** Writes the content, in pieces of any size. */
        void write(Writer out) throws IOException;
    }

    /** Writes a text file piece by piece, under another name first. */
    public static void writeText(Path file, Content content) throws IOException {
        writeAside(file, aside -> {
            try (Writer out = new BufferedWriter(new OutputStreamWriter(openNew(aside), StandardCharsets.UTF_8))) {
                content.write(out);
            }
        });
    }

    /** Writes a file, under another name first. */
    public static void write(Path file, byte[] content) throws IOException {
        writeAside(file, aside -> {
            try (OutputStream out = openNew(aside)) {
                out.write(content);
            }
        });
    }

    /** Moves a file, possibly from another file system: copies it under another name first. */
    public static void moveHere(Path from, Path file) throws IOException {
        writeAside(file, aside -> {
            Files.deleteIfExists(aside);
            // Creates a new file and does not follow a link.
            Files.copy(from, aside, LinkOption.NOFOLLOW_LINKS);
        });
        Files.delete(from);
    }

    /**
     * Creates a folder below a result directory, unless it exists.
     *
     * @throws java.nio.file.FileAlreadyExistsException if a link or a file has its name
     */
    public static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder);
        }
    }

    /**
     * Writes an HdrHistogram log: one untagged interval per histogram, values in nanoseconds.
     *
     * @param name       file name without folder and extension
     * @param histograms histograms with their time stamps set
     * @return path below this directory
     */
    public String writeHistograms(String name, List<Histogram> histograms) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            HistogramLogWriter log = new HistogramLogWriter(stream);
            long base = histograms.get(0).getStartTimeStamp();
            log.outputComment("[ipc-roundtrip: latencies in nanoseconds, one interval per fork; Interval_Max in ms]");
            log.outputLogFormatVersion();
            log.outputStartTime(base);
            log.setBaseTime(base);
            log.outputLegend();
            for (Histogram histogram : histograms) {
                log.outputIntervalHistogram((histogram.getStartTimeStamp() - base) / MILLIS_PER_SECOND,
                        (histogram.getEndTimeStamp() - base) / MILLIS_PER_SECOND, histogram);
            }
        }
        String file = HISTOGRAMS + "/" + name + ".hlog";
        write(file, bytes.toByteArray());
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
            byte[] bytes = in.readNBytes(MAX_LOG_BYTES + 1);
            if (bytes.length > MAX_LOG_BYTES) {
                throw new BadInputException(log + " is too large (more than " + MAX_LOG_BYTES + " bytes)");
            }
            requireFewParts(bytes, log);
            allLogBytes += bytes.length;
            if (allLogBytes > MAX_ALL_LOG_BYTES) {
                throw moreThanAnyRun("logs");
            }
            HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(bytes));
            int count = 0;
            for (EncodableHistogram next = reader.nextIntervalHistogram(); next != null; next = reader.nextIntervalHistogram()) {
                if (!(next instanceof Histogram histogram)) {
                    throw new BadInputException(log + " is malformed: a histogram has values that are not whole numbers");
                }
                if (++count > RunRecord.MOST_ROUNDS || histogram.getEstimatedFootprintInBytes() > MAX_HISTOGRAM_BYTES) {
                    throw new BadInputException(log + " has too many or too large histograms");
                }
                allLoggedBytes += Math.max(LEAST_LOGGED_BYTES, histogram.getEstimatedFootprintInBytes());
                if (allLoggedBytes > MAX_ALL_LOGGED_BYTES) {
                    throw moreThanAnyRun("histograms");
                }
                // An inconsistent histogram fails here, not later in use.
                new Histogram(SIGNIFICANT_DIGITS).add(histogram);
                each.accept(histogram);
            }
        } catch (NoSuchFileException e) {
            // Only the record was kept.
        } catch (IOException e) {
            throw new BadInputException(log + " cannot be read: " + describe(e));
        } catch (RuntimeException e) {
            // On malformed bytes the decoder throws any exception of its buffers and arrays.
            throw e instanceof BadInputException ? e : new BadInputException(log + " is malformed: "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
    }

    /**
     * Limits number and length of a log's parts. Otherwise the reader could spend seconds on millions of them, or on a long one.
     */
    private static void requireFewParts(byte[] bytes, Path log) {
        int parts = 0;
        int begin = 0;
        int longest = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == ',' || bytes[i] == '\n' || bytes[i] == '\r') {
                parts++;
                longest = Math.max(longest, i - begin);
                begin = i + 1;
            }
        }
        if (Math.max(longest, bytes.length - begin) > MAX_LOG_PART_BYTES) {
            throw new BadInputException(log + " has a line that is too long");
        }
        if (parts > MAX_LOG_PARTS) {
            throw new BadInputException(log + " has too many lines");
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
            throw new BadInputException(folder + " cannot be read: " + describe(e));
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer out = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.US_ASCII)) {
            out.write(BLOCKS_HEADER + "\n");
            for (int fork = 0; fork < forks.size(); fork++) {
                for (Block block : forks.get(fork)) {
                    out.write(fork + "," + block.allocation() + "," + (block.contender() ? CONTENDER : BASELINE) + ","
                            + block.operations() + "," + block.startNanos() + "," + block.nanos() + "\n");
                }
            }
        }
        String file = PAIRS + "/" + name + ".csv.gz";
        write(file, bytes.toByteArray());
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
        try (InputStream packed = files.open(path.relativize(blocks).toString());
                BufferedReader in = new BufferedReader(
                        new ShortLines(new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.US_ASCII)))) {
            if (!BLOCKS_HEADER.equals(in.readLine())) {
                throw new BadInputException(blocks + " is malformed: it does not begin with " + BLOCKS_HEADER);
            }
            List<List<Block>> forks = new ArrayList<>();
            String fork = null;
            int blockCount = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (++blockCount > MAX_BLOCKS) {
                    throw new BadInputException(blocks + " holds more than " + MAX_BLOCKS + " blocks, which is too"
                            + " many");
                }
                if (++allBlocks > MAX_ALL_BLOCKS) {
                    throw moreThanAnyRun("blocks");
                }
                String of = line.substring(0, Math.max(0, line.indexOf(',')));
                if (!of.equals(fork)) {
                    if (forks.size() == RunRecord.MOST_ROUNDS) {
                        throw new BadInputException(blocks + " has blocks of more than " + RunRecord.MOST_ROUNDS
                                + " forks, which is too many");
                    }
                    forks.add(new ArrayList<>());
                    fork = of;
                }
                forks.get(forks.size() - 1).add(block(line));
            }
            return forks;
        } catch (IllegalArgumentException e) {
            throw new BadInputException(blocks + " is malformed: " + e.getMessage());
        } catch (IOException e) {
            throw new BadInputException(blocks + " cannot be read: " + describe(e));
        }
    }

    /** Limits the length of a line. A line without end would fill the memory. */
    private static final class ShortLines extends FilterReader {
        /** Limit for a line; its longest possible numbers take 87 characters. */
        private static final int LONGEST_CHARS = 120;

        private int chars;

        ShortLines(Reader in) {
            super(in);
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            for (int i = offset; i < offset + read; i++) {
                chars = buffer[i] == '\n' || buffer[i] == '\r' ? 0 : chars + 1;
                if (chars > LONGEST_CHARS) {
                    throw new IOException("a line is longer than " + LONGEST_CHARS + " characters");
                }
            }
            return read;
        }
    }

    private static Block block(String line) {
        String[] values = line.split(",", -1);
        if (values.length != 6 || !(values[2].equals(BASELINE) || values[2].equals(CONTENDER))) {
            throw new IllegalArgumentException("the line \"" + line + "\" does not have the fields " + BLOCKS_HEADER);
        }
        return new Block(Integer.parseInt(values[1]), values[2].equals(CONTENDER), Integer.parseInt(values[3]),
                Long.parseLong(values[4]), Long.parseLong(values[5]));
    }

    /**
     * Creates a new file and never follows a link. In a directory that others can write to, a link could lead to any file of this
     * user.
     */
    private static OutputStream openNew(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = path.resolve(name);
        Path folder = file.getParent();
        if (folder.equals(path)) {
            Files.createDirectories(folder);
        } else {
            makeFolder(folder);
        }
        write(file, content);
    }

    /** Writes a file under another name. */
    @FunctionalInterface
    private interface Aside {
        void write(Path aside) throws IOException;
    }

    private static void writeAside(Path file, Aside content) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        try {
            content.write(aside);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Removes the first files of a run that was rejected before it measured anything. */
    public void removeFirstFiles() throws IOException {
        Files.deleteIfExists(path.resolve(RUN_JSON));
        Files.deleteIfExists(path.resolve(JMH_JSON));
    }

    static String describe(IOException e) {
        if (e instanceof EOFException) {
            return "it ends too early";
        }
        String kind = e.getClass().getSimpleName().replace("Exception", "");
        return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
    }
}
