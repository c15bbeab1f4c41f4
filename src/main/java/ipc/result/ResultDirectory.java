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
 * A run's directory, for one thread: {@code run.json}, {@code jmh.json}, {@code table.md}, {@code histograms/}, {@code pairs/},
 * {@code flamegraphs/}, {@code report.html}. An archive of one is read like the directory itself.
 * Every file is written aside and renamed, so that a reader finds whole files only.
 */
public final class ResultDirectory {
    /** JMH's own JSON. */
    public static final String JMH_JSON = "jmh.json";
    /** The table as it was printed. */
    public static final String TABLE = "table.md";
    /** The same and more to look at. */
    public static final String REPORT = "report.html";
    /** Where flame graphs go. */
    public static final String FLAME_GRAPHS = "flamegraphs";

    /** Everything about a run that is not a histogram. */
    static final String RUN_JSON = "run.json";

    /** As many blocks of a paired cell are read, which fit into 256 MB of memory. */
    public static final int MAX_BLOCKS = 3_000_000;

    private static final String HISTOGRAMS = "histograms";
    private static final String PAIRS = "pairs";
    private static final String BLOCKS_HEADER = "fork,allocation,side,operations,start_ns,nanos";
    private static final String BASELINE = "baseline";
    private static final String CONTENDER = "contender";
    /** So that no file takes 256 MB of memory; far more than a run of days writes. */
    private static final int MAX_RUN_JSON_BYTES = 16 << 20;
    private static final int MAX_WARNINGS = 10_000;
    private static final int MAX_LOG_BYTES = 16 << 20;
    /** In memory; one of ours takes 271 kB. */
    private static final int MAX_HISTOGRAM_BYTES = 4 << 20;
    /** An interval is five, and there is one for each round. */
    private static final int MAX_LOG_PARTS = 10 * RunRecord.MOST_ROUNDS;
    /** One of ours takes four thirds of 271 kB, if nothing of it can be compressed. */
    private static final int MAX_LOG_PART_BYTES = 384 << 10;
    /**
     * All that is read of one run together, so that nothing takes longer than tens of seconds: a record can name thousands of files,
     * or one thousands of times. Of the largest run there is, {@link RunRecord#MOST_SUMMARIES}, each histogram may take 13 kB.
     */
    private static final long MAX_ALL_LOG_BYTES = 256L << 20;
    private static final long MAX_ALL_LOGGED_BYTES = 16L << 30;
    private static final long MAX_ALL_BLOCKS = 12L * MAX_BLOCKS;
    /** What even the smallest histogram takes to be read. */
    private static final int LEAST_LOGGED_BYTES = 1 << 16;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double MILLIS_PER_SECOND = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper WHOLE = UntrustedJson.mapper(text -> text);
    /** Names of cells, parameters and transports are the same in a thousand runs, and then are there once. */
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

    /** What no table shows. */
    @JsonIgnoreProperties({"commandLine", "order", "environment", "flameGraphs"})
    private interface ShownInTables {
    }

    /** Writes the first files of a directory. */
    @FunctionalInterface
    public interface Beginning {
        /**
         * Writes them.
         *
         * @throws IOException if they cannot be written
         */
        void writeTo(ResultDirectory directory) throws IOException;
    }

    /**
     * Makes a new one that has its first files from its first moment on: it is made under another name. One that is there, and
     * empty, is the user's own and gets them afterwards.
     *
     * @param aside the other name, in the same parent
     * @throws BadInputException if it cannot be written, or holds something already
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
     * Makes a new one.
     *
     * @throws BadInputException if it cannot be written, or holds something already
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
            throw new BadInputException(known + " cannot be written. Name a directory of yours");
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
                    + "); name one where you may write");
        }
    }

    /**
     * Opens the directory of an earlier run, or an archive of one, which can be read only.
     *
     * @throws BadInputException if there is none
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
                    path + " holds no readable " + RUN_JSON + ", so it is no result directory, or that of a run"
                            + " that was cut off before it had begun");
        }
        return at(path);
    }

    /** Its absolute path; that of the archive where it is one. */
    public Path path() {
        return path;
    }

    /**
     * A file's bytes, wherever they are.
     *
     * @param name below this directory, with slashes
     * @throws java.nio.file.NoSuchFileException if it is not there
     */
    public InputStream open(String name) throws IOException {
        return files.open(name);
    }

    /**
     * Reads {@code run.json}.
     *
     * @throws BadInputException if it is not what this program writes
     */
    public RunRecord readRun() {
        return readRun(WHOLE);
    }

    /**
     * Reads of {@code run.json} what tables show: command line, order, environment and flame graphs are empty.
     *
     * @throws BadInputException if it is not what this program writes
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
            throw new BadInputException(file + " is larger than any run writes (more than " + MAX_RUN_JSON_BYTES + " bytes)");
        }
    }

    private static void requireModest(RunRecord run, Path file) {
        if (run.warnings().size() > MAX_WARNINGS) {
            throw new BadInputException(file + " has " + run.warnings().size() + " warnings, more than any run has");
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

    /** What writes a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes it, in pieces that may be small. */
        void write(Writer out) throws IOException;
    }

    /** Writes a text file piece by piece; aside and renamed, like all others. */
    public static void writeText(Path file, Content content) throws IOException {
        writeAside(file, aside -> {
            try (Writer out = new BufferedWriter(new OutputStreamWriter(openNew(aside), StandardCharsets.UTF_8))) {
                content.write(out);
            }
        });
    }

    /** Writes a file; aside and renamed, like all others. */
    public static void write(Path file, byte[] content) throws IOException {
        writeAside(file, aside -> {
            try (OutputStream out = openNew(aside)) {
                out.write(content);
            }
        });
    }

    /** Moves a file here, which may come from another file system: it is copied aside and renamed, like all others. */
    public static void moveHere(Path from, Path file) throws IOException {
        writeAside(file, aside -> {
            Files.deleteIfExists(aside);
            // It makes a new file, and follows no link.
            Files.copy(from, aside, LinkOption.NOFOLLOW_LINKS);
        });
        Files.delete(from);
    }

    /**
     * Makes a folder below a result directory, unless it is there.
     *
     * @throws java.nio.file.FileAlreadyExistsException if a link or a file is in its place
     */
    public static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder);
        }
    }

    /**
     * Writes an HdrHistogram log: one interval for each histogram, untagged, values in nanoseconds.
     *
     * @param name       without folder and ending
     * @param histograms with their time stamps set
     * @return the file's name below this directory
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
     * Reads an HdrHistogram log, one histogram after the other: a run of thousands of rounds has more of them than fit into
     * memory.
     *
     * @param file its name below this directory, as {@link RunRecord.Metric#histogram()} has it
     * @param each takes one for each fork, with its time stamps; none if the file is not there, as where only the record was kept
     * @throws BadInputException if it is not what this program writes
     */
    public void readHistograms(String file, Consumer<Histogram> each) {
        Path log = inside(file);
        try (InputStream in = files.open(path.relativize(log).toString())) {
            byte[] bytes = in.readNBytes(MAX_LOG_BYTES + 1);
            if (bytes.length > MAX_LOG_BYTES) {
                throw new BadInputException(log + " is larger than any run writes (more than " + MAX_LOG_BYTES + " bytes)");
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
                    throw new BadInputException(log + " is malformed: its histograms are not of whole numbers");
                }
                if (++count > RunRecord.MOST_ROUNDS || histogram.getEstimatedFootprintInBytes() > MAX_HISTOGRAM_BYTES) {
                    throw new BadInputException(log + " holds more than any run writes");
                }
                allLoggedBytes += Math.max(LEAST_LOGGED_BYTES, histogram.getEstimatedFootprintInBytes());
                if (allLoggedBytes > MAX_ALL_LOGGED_BYTES) {
                    throw moreThanAnyRun("histograms");
                }
                // One whose parts do not fit each other fails here, and not where it is used.
                new Histogram(SIGNIFICANT_DIGITS).add(histogram);
                each.accept(histogram);
            }
        } catch (NoSuchFileException e) {
            // Only the record was kept.
        } catch (IOException e) {
            throw new BadInputException(log + " cannot be read: " + describe(e));
        } catch (RuntimeException e) {
            // The decoder meets bytes that are none of its own with whatever its buffers and arrays throw.
            throw e instanceof BadInputException ? e : new BadInputException(log + " is malformed: "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
    }

    /** Otherwise the log's reader would go through millions of them one by one, or through one again and again, for seconds. */
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
            throw new BadInputException(log + " has a longer line than any run writes");
        }
        if (parts > MAX_LOG_PARTS) {
            throw new BadInputException(log + " has more lines than any run writes");
        }
    }

    /** @param what of these the record names so many */
    private BadInputException moreThanAnyRun(String what) {
        return new BadInputException(path.resolve(RUN_JSON) + " names more " + what + " than any run writes");
    }

    /**
     * What lies in the folder of flame graphs, as paths below this directory, in order; none if there is no such folder, and of an
     * archive, in which no browser finds them.
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

    /** A file that the record names, which nobody may have pointed elsewhere. */
    private Path inside(String file) {
        try {
            Path inside = path.resolve(file).normalize();
            if (inside.startsWith(path)) {
                return inside;
            }
        } catch (InvalidPathException e) {
            // Refused like one that leads elsewhere.
        }
        throw new BadInputException(path.resolve(RUN_JSON) + " is malformed: " + file + " is not in this directory");
    }

    /**
     * Writes the blocks of a paired cell: compressed comma-separated values with a header.
     *
     * @param name  without folder and ending
     * @param forks each one's blocks, in order
     * @return the file's name below this directory
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
     * Reads the blocks of a paired cell, in order; those of one fork follow each other.
     *
     * @param file its name below this directory, as {@link RunRecord.Cell#pairs()} has it
     * @throws BadInputException if it is not what this program writes
     */
    public List<Block> readBlocks(String file) {
        return readBlocksByFork(file).stream().flatMap(List::stream).toList();
    }

    /**
     * The same, each fork's by themselves.
     *
     * @throws BadInputException if it is not what this program writes
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
                    throw new BadInputException(blocks + " holds more than " + MAX_BLOCKS + " blocks, which is more than any"
                            + " run writes");
                }
                if (++allBlocks > MAX_ALL_BLOCKS) {
                    throw moreThanAnyRun("blocks");
                }
                String of = line.substring(0, Math.max(0, line.indexOf(',')));
                if (!of.equals(fork)) {
                    if (forks.size() == RunRecord.MOST_ROUNDS) {
                        throw new BadInputException(blocks + " holds those of more than " + RunRecord.MOST_ROUNDS
                                + " forks, which is more than any run has");
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

    /** A line that does not end would be kept until memory is full. */
    private static final class ShortLines extends FilterReader {
        /** All its numbers at their longest are 87. */
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
            throw new IllegalArgumentException("\"" + line + "\" where " + BLOCKS_HEADER + " is expected");
        }
        return new Block(Integer.parseInt(values[1]), values[2].equals(CONTENDER), Integer.parseInt(values[3]),
                Long.parseLong(values[4]), Long.parseLong(values[5]));
    }

    /** Never what a link leads to: in a directory that others may write to, it could be anything of this user's. */
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

    /** Writes a file of another name. */
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

    /** Removes what a run wrote that is refused before it has measured anything. */
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
