package ipc.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import ipc.BadInputException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/**
 * A run's directory: {@code run.json}, {@code jmh.json}, {@code table.md}, {@code histograms/}, {@code pairs/},
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

    private static final String HISTOGRAMS = "histograms";
    private static final String PAIRS = "pairs";
    private static final String BLOCKS_HEADER = "fork,allocation,side,operations,start_ns,nanos";
    private static final String BASELINE = "baseline";
    private static final String CONTENDER = "contender";
    private static final long MAX_RUN_JSON_BYTES = 64L << 20;
    private static final double MILLIS_PER_SECOND = 1000;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final ObjectMapper FOR_TABLES = JSON.copy().addMixIn(RunRecord.class, ShownInTables.class)
            .registerModule(new SimpleModule().addDeserializer(String.class, new SharedText()));

    private final Path path;
    private final ResultFiles files;

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

    /** Names of cells, parameters and transports are the same in a thousand runs, and then are there once. */
    private static final class SharedText extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1;

        SharedText() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return StringDeserializer.instance.deserialize(parser, context).intern();
        }
    }

    /**
     * Makes a new one.
     *
     * @throws BadInputException if it cannot be written, or holds something already
     */
    public static ResultDirectory create(Path path) {
        try {
            if (Files.exists(path) && !Files.isDirectory(path)) {
                throw new BadInputException(path + " is not a directory; name an empty or a new one");
            }
            Files.createDirectories(path);
            try (Stream<Path> entries = Files.list(path)) {
                if (entries.findAny().isPresent()) {
                    throw new BadInputException(path + " is not empty; name an empty or a new directory, so that no result is"
                            + " overwritten");
                }
            }
            if (!Files.isWritable(path)) {
                throw new BadInputException(path + " cannot be written; name a directory of yours");
            }
            return at(path);
        } catch (IOException e) {
            throw new BadInputException("the result directory " + path + " cannot be made (" + describe(e)
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
            throw new BadInputException(path + " holds no readable " + RUN_JSON + ", so it is not a result directory");
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
        return readRun(JSON);
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
            byte[] bytes = in.readNBytes((int) MAX_RUN_JSON_BYTES + 1);
            requireRunSize(file.toString(), bytes.length);
            requireKnownFormat(file, bytes);
            RunRecord run = json.readValue(bytes, RunRecord.class);
            requireWhole(run, file);
            return run;
        } catch (JacksonException e) {
            throw new BadInputException(file + " is malformed: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + describe(e));
        }
    }

    static void requireRunSize(String file, long bytes) {
        if (bytes > MAX_RUN_JSON_BYTES) {
            throw new BadInputException(file + " is larger than any run writes (more than " + MAX_RUN_JSON_BYTES + " bytes)");
        }
    }

    /** Before anything else is looked at: parts of another format may mean something else. It stands first in what we write. */
    private static void requireKnownFormat(Path file, byte[] bytes) throws IOException {
        String format = "(none)";
        try (JsonParser parser = JSON.createParser(bytes)) {
            boolean found = parser.nextToken() != JsonToken.START_OBJECT;
            while (!found && parser.nextToken() == JsonToken.FIELD_NAME) {
                found = parser.currentName().equals("format");
                parser.nextToken();
                if (found) {
                    format = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
            int number = found && parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? parser.getValueAsInt(0) : 0;
            if (number < 1 || number > RunRecord.FORMAT) {
                throw new BadInputException(file + " has format " + format + "; this program reads formats 1 to "
                        + RunRecord.FORMAT);
            }
        }
    }

    /** Jackson leaves absent parts null; a reporter must not meet them. */
    private static void requireWhole(RunRecord run, Path file) {
        boolean whole = run.machine() != null && run.machine().name() != null && run.mapping() != null && run.cells() != null
                && run.warnings() != null && run.cpus() != null && run.started() != null && run.finished() != null
                && run.profile() != null
                && run.options() != null && run.options().stream().allMatch(token -> token != null)
                && run.cells().stream().allMatch(cell -> cell != null && cell.id() != null && cell.benchmark() != null
                && cell.params() != null && cell.status() != null && cell.reason() != null && cell.metrics() != null
                && cell.metrics().stream().allMatch(metric -> metric != null && metric.name() != null
                && isWhole(metric.all()) && metric.rounds() != null
                && metric.rounds().stream().allMatch(ResultDirectory::isWhole))
                && cell.params().values().stream().allMatch(value -> value != null)
                && cell.transports().values().stream().allMatch(description -> description != null)
                && cell.placements().stream().allMatch(placement -> placement != null));
        if (!whole) {
            throw new BadInputException(file + " is malformed: a part that every run writes is missing");
        }
    }

    private static boolean isWhole(Summary summary) {
        return summary != null && Double.isFinite(summary.min()) && Double.isFinite(summary.mean())
                && Double.isFinite(summary.p50()) && Double.isFinite(summary.p90()) && Double.isFinite(summary.p99())
                && Double.isFinite(summary.p999()) && Double.isFinite(summary.max());
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
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (Writer out = Files.newBufferedWriter(aside)) {
                content.write(out);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
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
     * Reads an HdrHistogram log.
     *
     * @param file its name below this directory, as {@link RunRecord.Metric#histogram()} has it
     * @return one for each fork, with its time stamps; none if the file is not there, as where only the record was kept
     * @throws BadInputException if it is not what this program writes
     */
    public List<Histogram> readHistograms(String file) {
        Path log = inside(file);
        List<Histogram> histograms = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(files.open(path.relativize(log).toString()));
                HistogramLogReader reader = new HistogramLogReader(in)) {
            for (EncodableHistogram next = reader.nextIntervalHistogram(); next != null; next = reader.nextIntervalHistogram()) {
                if (!(next instanceof Histogram histogram)) {
                    throw new BadInputException(log + " is malformed: its histograms are not of whole numbers");
                }
                histograms.add(histogram);
            }
            return histograms;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new BadInputException(log + " cannot be read: " + describe(e));
        } catch (RuntimeException e) {
            // The decoder meets bytes that are none of its own with whatever its buffers and arrays throw.
            throw e instanceof BadInputException ? e : new BadInputException(log + " is malformed: " + e.getMessage());
        }
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
        Path inside = path.resolve(file).normalize();
        if (!inside.startsWith(path)) {
            throw new BadInputException(path.resolve(RUN_JSON) + " is malformed: " + file + " is not in this directory");
        }
        return inside;
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
        try (InputStream packed = files.open(path.relativize(blocks).toString()); BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.US_ASCII))) {
            if (!BLOCKS_HEADER.equals(in.readLine())) {
                throw new BadInputException(blocks + " is malformed: it does not begin with " + BLOCKS_HEADER);
            }
            List<List<Block>> forks = new ArrayList<>();
            String fork = null;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String of = line.substring(0, Math.max(0, line.indexOf(',')));
                if (!of.equals(fork)) {
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

    private static Block block(String line) {
        String[] values = line.split(",", -1);
        if (values.length != 6 || !(values[2].equals(BASELINE) || values[2].equals(CONTENDER))) {
            throw new IllegalArgumentException("\"" + line + "\" where " + BLOCKS_HEADER + " is expected");
        }
        return new Block(Integer.parseInt(values[1]), values[2].equals(CONTENDER), Integer.parseInt(values[3]),
                Long.parseLong(values[4]), Long.parseLong(values[5]));
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = path.resolve(name);
        Files.createDirectories(file.getParent());
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        Files.write(aside, content);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static String describe(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }
}
