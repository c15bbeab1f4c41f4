package ipc.analysis.report;

import ipc.analysis.run.CellName;
import ipc.analysis.run.CellParameters;
import ipc.analysis.run.CostText;
import ipc.analysis.run.PairNames;
import ipc.analysis.run.Statistic;
import ipc.analysis.stats.LatencyCurve;
import ipc.analysis.stats.PairedDifferences;
import ipc.analysis.table.CellGroup;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.result.Block;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Cost;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.PairedDifference;
import ipc.result.RunRecord.Placement;
import ipc.result.RunRecord;
import ipc.result.Summary;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.HdrHistogram.Histogram;

/**
 * The data of a report's charts, for the script of the page. Latencies are in nanoseconds. They equal those of {@code run.json}, or
 * come from its histograms.
 *
 * @param markdown      the printed table, for the clipboard
 * @param binsPerDecade the number of bins of {@link Series#bins()} to a factor of ten
 * @param runs          the names of the runs
 * @param series        every metric of every cell
 * @param pairs         the differences of pairs
 * @param tracks        pairs over time
 */
record ReportData(String markdown, int binsPerDecade, List<Run> runs, List<Series> series, List<Pair> pairs,
        List<Track> tracks) {
    /**
     * With more runs than this, curves use the percentiles in the record, and there are no tracks. Reading a thousand histograms
     * takes long, and nobody can tell a thousand lines apart. Reading a thousand histograms takes long, and a thousand lines look
     * alike.
     */
    static final int MOST_RUNS_IN_DETAIL = 24;

    /** Points for each fork of a track. A screen has no room for more. */
    private static final int SLICES = 80;
    /** This many blocks in succession contain both sides. */
    private static final int BLOCKS_OF_BOTH = 4;
    /** The precision of the recorded histograms. */
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double NANOS_PER_MILLI = 1e6;
    /** Parameters that may differ between cells of one chart by size. */
    private static final List<String> OF_SIZE = List.of(CellParameters.SIZE, CellParameters.WINDOW, CellParameters.TRANSPORT,
            CellParameters.WAIT);
    /** Parameters that may differ between cells of one chart by rate. */
    private static final List<String> OF_RATE = List.of(CellParameters.RATE, CellParameters.TRANSPORT);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param tag a short label */
    record Run(String label, String tag) {
    }

    /**
     * One metric of a cell.
     *
     * @param run        number of its run
     * @param cell       the cell's id, as in {@code run.json}
     * @param metric     the metric's name there
     * @param name       readable, unique in its run
     * @param group      the name of the group of series that can be compared
     * @param label      the name in its group: the transport
     * @param main       whether this is the main metric of its benchmark
     * @param paired     whether it is one side of a pair
     * @param throughput whether its benchmark counts messages instead of timing them
     * @param all        over every operation of all rounds
     * @param few        figures of {@code all} for which there were too few operations
     * @param curve      latency by percentile: see {@link LatencyCurve}
     * @param bins       distribution: see {@link LatencyCurve}; empty if no histogram was read
     * @param rounds     the rounds; empty if no histogram was read
     * @param cost       null if unknown
     * @param perSecond  messages a second; null if unknown
     * @param bytes      size of a message; null if there is none
     * @param bySize     the name of the group of the same cells at other sizes
     * @param hertz      rate of paced messages; null in a closed loop
     * @param byRate     the name of the group of the same cells at other rates
     */
    record Series(int run, String cell, String metric, String name, String group, String label, boolean main, boolean paired,
            boolean throughput, Summary all, List<String> few, List<double[]> curve, List<long[]> bins, List<Round> rounds,
            Cost cost, Double perSecond, Integer bytes, String bySize, Double hertz, String byRate) {
    }

    /**
     * One round.
     *
     * @param startMillis start of its measurement, since the start of the run; null if unknown
     * @param lowNanos    the reference probe's lowest reading; null if it was not taken
     * @param highNanos   the reference probe's highest; null likewise
     */
    record Round(Long startMillis, double min, double mean, double p50, double p99, double max, Double lowNanos,
            Double highNanos) {
    }

    /**
     * The difference of two transports in one placement.
     *
     * @param itself whether both are the same transport
     */
    record Pair(int run, String name, boolean itself, PairedDifference difference) {
    }

    /**
     * A pair over time.
     *
     * @param rounds points of each round: milliseconds since the run's start, and nanoseconds of an operation in three blocks.
     *               These are the median block of the baseline, that of the contender, and the slowest block of both.
     */
    record Track(int run, String name, List<List<double[]>> rounds) {
    }

    /** @param runs with their labels, in order */
    static ReportData of(List<ReportRun> runs, String markdown) {
        boolean detailed = runs.size() <= MOST_RUNS_IN_DETAIL;
        List<Series> series = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        List<Track> tracks = new ArrayList<>();
        for (int number = 0; number < runs.size(); number++) {
            ReportRun run = runs.get(number);
            for (Cell cell : run.record().cells()) {
                for (int i = 0; i < cell.metrics().size(); i++) {
                    Metric metric = cell.metrics().get(i);
                    Log its = detailed && metric.histogram() != null ? Log.of(run, metric) : Log.NONE;
                    // With many runs, only the main metric of each cell.
                    boolean wanted = detailed || i == 0 && !PairNames.isPair(cell);
                    if (wanted && metric.all().operations() > 0) {
                        series.add(series(number, run, cell, metric, its));
                    }
                    if (i == 0 && cell.pairs() != null && !its.starts.isEmpty()) {
                        tracks.add(new Track(number, PairNames.of(cell).subject(), rounds(run, cell, its)));
                    }
                }
            }
            for (PairedDifference difference : run.record().paired()) {
                for (Cell cell : run.record().cells()) {
                    if (cell.id().equals(difference.cell())) {
                        pairs.add(new Pair(number, PairNames.of(cell).subject(), PairNames.isOfOne(cell), difference));
                    }
                }
            }
        }
        List<Run> labels = runs.stream().map(run -> new Run(run.label(), run.tag())).toList();
        return new ReportData(markdown, LatencyCurve.BINS_PER_DECADE, labels, series, pairs, tracks);
    }

    private static Series series(int number, ReportRun run, Cell cell, Metric metric, Log log) {
        boolean first = metric.name().equals(cell.metrics().get(0).name());
        boolean paired = PairNames.isPair(cell);
        String side = paired ? PairNames.of(cell).subject() + ", " + metric.name() : "";
        String label = CellParameters.transport(cell).or(() -> CellParameters.threads(cell)).orElse(cell.benchmark());
        OptionalInt bytes = CellParameters.sizeBytes(cell);
        OptionalDouble hertz = CellParameters.rateHz(cell);
        OptionalDouble perSecond = CostText.messagesPerSecond(cell);
        boolean whole = log.sum.getTotalCount() == metric.all().operations();
        String name = first ? "" : metric.name();
        return new Series(number, cell.id(), metric.name(), paired ? side : CellName.of(cell, metric.name()),
                paired ? "pairs" : CellName.without(List.of(CellParameters.TRANSPORT, CellParameters.WAIT), cell, name),
                paired ? side : label, first, paired, CellGroup.isThroughput(cell), metric.all(),
                Arrays.stream(Statistic.values()).filter(column -> !column.isIn(metric.all())).map(Statistic::words).toList(),
                whole ? LatencyCurve.percentiles(log.sum) : LatencyCurve.percentiles(metric.all()),
                whole ? LatencyCurve.distribution(log.sum) : List.of(),
                // The start of a round is known from its log only.
                log.starts.isEmpty() ? List.of() : rounds(run, cell, metric, log), cell.cost(),
                perSecond.isPresent() ? perSecond.getAsDouble() : null, bytes.isPresent() ? bytes.getAsInt() : null,
                CellName.without(OF_SIZE, cell, name), hertz.isPresent() ? hertz.getAsDouble() : null,
                CellName.without(OF_RATE, cell, name));
    }

    /**
     * A metric's histogram log.
     *
     * @param sum    of all forks
     * @param starts start of each fork's measurement, milliseconds since 1970; empty if the log is missing or of another record
     */
    private record Log(Histogram sum, List<Long> starts) {
        private static final Log NONE = new Log(new Histogram(SIGNIFICANT_DIGITS), List.of());

        static Log of(ReportRun run, Metric metric) {
            Log log = new Log(new Histogram(SIGNIFICANT_DIGITS), new ArrayList<>());
            run.directory().orElseThrow().readHistograms(metric.histogram(), fork -> {
                log.sum.add(fork);
                log.starts.add(fork.getStartTimeStamp());
            });
            // A log of this record has one interval for each round.
            return log.starts.size() == metric.rounds().size() ? log : NONE;
        }
    }

    private static List<Round> rounds(ReportRun run, Cell cell, Metric metric, Log log) {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < metric.rounds().size(); i++) {
            Summary round = metric.rounds().get(i);
            boolean placed = cell.placements().size() == metric.rounds().size();
            Placement placement = placed ? cell.placements().get(i) : null;
            Long start = since(run.record(), log.starts.get(i));
            rounds.add(new Round(start, round.min(), round.mean(), round.p50(), round.p99(), round.max(),
                    placed ? placement.lowNanos() : null, placed ? placement.highNanos() : null));
        }
        return rounds;
    }

    /** Milliseconds; null if the time of the record or of the log is not valid. */
    private static Long since(RunRecord run, long startMillis) {
        try {
            long millis = startMillis - Instant.parse(run.started()).toEpochMilli();
            return millis < 0 || startMillis == Long.MAX_VALUE ? null : millis;
        } catch (DateTimeParseException | ArithmeticException e) {
            return null;
        }
    }

    /** The blocks of each fork in slices. A fork's first block begins with its measurement. */
    private static List<List<double[]>> rounds(ReportRun run, Cell cell, Log log) {
        List<List<Block>> forks = run.directory().orElseThrow().readBlocksByFork(cell.pairs());
        List<List<double[]>> rounds = new ArrayList<>();
        for (int fork = 0; fork < Math.min(forks.size(), log.starts.size()); fork++) {
            Long start = since(run.record(), log.starts.get(fork));
            if (start != null) {
                rounds.add(points(forks.get(fork), start));
            }
        }
        return rounds;
    }

    private static List<double[]> points(List<Block> blocks, long startMillis) {
        List<double[]> points = new ArrayList<>();
        int slice = Math.max(BLOCKS_OF_BOTH, (blocks.size() + SLICES - 1) / SLICES);
        for (int first = 0; first < blocks.size(); first += slice) {
            List<Block> some = blocks.subList(first, Math.min(first + slice, blocks.size()));
            double[] baseline = means(some, false);
            double[] contender = means(some, true);
            if (baseline.length > 0 && contender.length > 0) {
                points.add(new double[] {
                    Math.rint(startMillis + (some.get(0).startNanos() - blocks.get(0).startNanos()) / NANOS_PER_MILLI),
                    PairedDifferences.median(baseline), PairedDifferences.median(contender),
                    some.stream().mapToDouble(Block::meanNanos).max().orElseThrow()});
            }
        }
        return points;
    }

    private static double[] means(List<Block> blocks, boolean contender) {
        return blocks.stream().filter(block -> block.contender() == contender).mapToDouble(Block::meanNanos).toArray();
    }

    /**
     * Writes JSON for a script element. Nothing in it can end the element or begin another one.
     *
     * @throws IOException as the writer does
     */
    void write(Writer out) throws IOException {
        JSON.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).with(new ForScripts()).writeValue(out, this);
    }

    /** Escapes the characters of markup. */
    private static final class ForScripts extends CharacterEscapes {
        private static final long serialVersionUID = 1;
        private static final int LINE_SEPARATOR = 0x2028;
        private static final int PARAGRAPH_SEPARATOR = 0x2029;

        private final int[] ascii = standardAsciiEscapesForJSON();

        ForScripts() {
            for (char c : "<>&".toCharArray()) {
                ascii[c] = ESCAPE_STANDARD;
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii.clone();
        }

        @Override
        public SerializableString getEscapeSequence(int c) {
            return c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR
                    ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", c)) : null;
        }
    }
}
