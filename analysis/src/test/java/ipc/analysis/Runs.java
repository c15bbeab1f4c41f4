package ipc.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.result.RunRecord;
import ipc.result.RunRecordCellBuilder;
import ipc.result.RunRecordBuilder;
import ipc.result.RunRecord.Causes;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Clock;
import ipc.result.RunRecord.Cost;
import ipc.result.RunRecord.Finding;
import ipc.result.RunRecord.Machine;
import ipc.result.RunRecord.Mapping;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.PairedDifference;
import ipc.result.RunRecord.Placement;
import ipc.result.RunRecord.Status;
import ipc.result.RunRecord.Tail;
import ipc.result.Summary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Runs made by hand. */
public final class Runs {
    public static final String CPUS = "CPUs 0 and 1, different cores, same last-level cache";
    public static final Machine BOX = new Machine("box", "CPU", 2, "KVM", "OS", "Linux", "amd64", "VM 17");

    private Machine machine = BOX;
    private String cpus = CPUS;
    private String fileSystem = "ext4";
    private String note = "";
    private boolean complete = true;
    private String finished = "2026-01-02T03:06:05Z";
    private List<String> options = List.of("--rounds", "5", "--cpus", "auto", "RoundTrip", "-r", "1s");
    private List<String> warnings = List.of();
    private int rounds = 5;
    private String profile = "desktop";
    private String started = "2026-01-02T03:04:05Z";
    private List<Finding> environment = List.of();
    private final List<PairedDifference> paired = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();

    public static Runs run() {
        return new Runs();
    }

    public Runs on(Machine other) {
        machine = other;
        return this;
    }

    public Runs pinned(String words) {
        cpus = words;
        return this;
    }

    public Runs mapped(String type) {
        fileSystem = type;
        return this;
    }

    public Runs caveat(String text) {
        note = text;
        return this;
    }

    public Runs cutOff() {
        complete = false;
        return this;
    }

    public Runs warned(String... texts) {
        warnings = List.of(texts);
        return this;
    }

    public Runs options(String... tokens) {
        options = List.of(tokens);
        return this;
    }

    public Runs cell(Cell cell) {
        cells.add(cell);
        return this;
    }

    /** A measured cell whose placement nobody knew. */
    public Runs roundTrip(String transport, double... typical) {
        return cell(measured("RoundTrip", transport, List.of(), typical));
    }

    public Runs until(String time) {
        finished = time;
        return this;
    }

    public Runs rounds(int number) {
        rounds = number;
        return this;
    }

    public Runs profile(String name) {
        profile = name;
        return this;
    }

    public Runs from(String time) {
        started = time;
        return this;
    }

    public Runs found(Finding finding) {
        environment = List.of(finding);
        return this;
    }

    public Runs difference(PairedDifference difference) {
        paired.add(difference);
        return this;
    }

    public RunRecord record() {
        return RunRecordBuilder.builder().format(RunRecord.FORMAT).tool("ipc-roundtrip test").started(started).finished(finished)
                .complete(complete).profile(profile).profileNote(note).options(options).seed(1).rounds(rounds).machine(machine)
                .cpus(cpus).mapping(new Mapping("/x", fileSystem)).cells(List.copyOf(cells)).warnings(warnings)
                .environment(environment).paired(List.copyOf(paired)).build();
    }

    /** One round for each typical latency. */
    public static Cell measured(String benchmark, String transport, List<Placement> placements, double... typical) {
        return measured(benchmark, transport, placements, Arrays.stream(typical).mapToObj(Runs::round).toList());
    }

    public static Cell measured(String benchmark, String transport, List<Placement> placements, List<Summary> rounds) {
        return cell(id(benchmark, transport), benchmark, params(transport), Status.MEASURED).clock(new Clock(21.6, 10))
                .metrics(List.of(metric(benchmark.equals("OneWay") ? "oneWay" : "rtt", rounds))).placements(placements).build();
    }

    /** A cell without results, to be completed. */
    public static RunRecordCellBuilder cell(String id, String benchmark, Map<String, String> params, Status status) {
        return RunRecordCellBuilder.builder().id(id).benchmark(benchmark).params(params).status(status).reason("")
                .metrics(List.of());
    }

    public static Cell unmeasured(String benchmark, String transport, Status status, String reason) {
        return cell(id(benchmark, transport), benchmark, params(transport), status).reason(reason).build();
    }

    /**
     * A measured cell of format 3, as a run writes it. The sender of paced messages always sleeps until the next one is due, and
     * its tail knows that, whatever the transport does.
     *
     * @param sleeps whether a side that waits for a message does
     * @param cost   see {@link #cost}; null if nobody took it
     * @param params names and values in turn
     */
    public static Cell costly(String benchmark, boolean sleeps, Cost cost, List<Metric> metrics, String... params) {
        Map<String, String> all = params(params);
        boolean paced = benchmark.equals("OneWay") && !"0".equals(all.get("rateHz"));
        Tail tail = new Tail(50_000, 50_000, 0, 0, 0, 0, 0, sleeps || paced, true, new Causes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 1,
                null, null, 0, 0);
        Cost whole = cost == null ? null : new Cost(cost.messages(), cost.seconds(), cost.forkNanosPerMessage(),
                cost.peerNanosPerMessage(), all.containsKey("transport") ? sleeps : null);
        return cell(benchmark + "-" + String.join("-", all.values()).replace('/', '-'), benchmark, all, Status.MEASURED)
                .clock(new Clock(21.6, 10)).metrics(metrics).tail(tail).cost(whole).build();
    }

    /** The cost of messages. The cell's transport says whether a side sleeps. */
    public static Cost cost(long messages, double seconds, double forkNanosPerMessage, double peerNanosPerMessage) {
        return new Cost(messages, seconds, forkNanosPerMessage, peerNanosPerMessage, null);
    }

    /** The same cell with what the run wrote down about its transports. */
    public static Cell described(Cell cell, Map<String, String> transports) {
        return RunRecordCellBuilder.builder(cell).transports(transports).build();
    }

    public static Cell unavailable(String benchmark, String reason, String... params) {
        Map<String, String> all = params(params);
        return cell(benchmark + "-" + String.join("-", all.values()).replace('/', '-'), benchmark, all, Status.UNAVAILABLE)
                .reason(reason).build();
    }

    private static Map<String, String> params(String... params) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < params.length; i += 2) {
            all.put(params[i], params[i + 1]);
        }
        return all;
    }

    public static List<Summary> rounds(double... typical) {
        return Arrays.stream(typical).mapToObj(Runs::round).toList();
    }

    public static Metric metric(String name, List<Summary> rounds) {
        long operations = rounds.stream().mapToLong(Summary::operations).sum();
        double min = rounds.stream().mapToDouble(Summary::min).min().orElseThrow();
        double mean = rounds.stream().mapToDouble(Summary::mean).average().orElseThrow();
        double max = rounds.stream().mapToDouble(Summary::max).max().orElseThrow();
        Summary all = new Summary(operations, min, mean, mean, mean, mean, mean, mean, max);
        return new Metric(name, "histograms/x.hlog", all, rounds, null);
    }

    /** Percentiles are whole tens, as a clock with steps of 10 ns has them. */
    public static Summary round(double typical) {
        return round(5000, typical, 2 * typical);
    }

    public static Summary round(long operations, double typical, double p99) {
        return new Summary(operations, tens(0.7 * typical), typical, tens(0.98 * typical), tens(1.2 * typical), tens(p99),
                tens(5 * p99), tens(8 * p99), tens(20 * p99));
    }

    private static double tens(double nanos) {
        return 10 * Math.round(nanos / 10);
    }

    /** As many rounds as readings, the CPUs not moving within any. */
    public static List<Placement> at(double... probes) {
        return Arrays.stream(probes).mapToObj(probe -> new Placement(probe, 1.01 * probe)).toList();
    }

    public static double[] times(double factor, double... values) {
        return IntStream.range(0, values.length).mapToDouble(i -> factor * values[i]).toArray();
    }

    private static String id(String benchmark, String transport) {
        return benchmark + "-" + transport.replace('/', '-') + "-64";
    }

    private static Map<String, String> params(String transport) {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("transport", transport);
        params.put("size", "64");
        return params;
    }

    /**
     * Compares a text with a golden file. {@code -Dipc.golden=DIRECTORY} writes the files anew instead; look at the difference
     * before you commit it.
     */
    public static void assertGolden(String actual, String name) throws IOException {
        String directory = System.getProperty("ipc.golden");
        if (directory == null) {
            assertThat(actual).isEqualTo(golden(name));
        } else {
            Files.writeString(Path.of(directory, name), actual);
        }
    }

    /** The same text with every list item in one line. */
    public static String unwrapped(String markdown) {
        return markdown.replaceAll("\n {2}(?=\\S)", " ");
    }

    public static String golden(String name) throws IOException {
        try (InputStream in = Runs.class.getResourceAsStream(name)) {
            return in == null ? "(no golden file " + name + ")" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
