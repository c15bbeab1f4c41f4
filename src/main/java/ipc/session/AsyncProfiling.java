package ipc.session;

import ipc.BadInputException;
import ipc.histogram.LatencyProfiler;
import ipc.profile.MergedStacks;
import ipc.profile.Output;
import ipc.profile.ProfilerSettings;
import ipc.profile.Side;
import ipc.result.WholeFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.AsyncProfiler;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.profile.ProfilerFactory;
import org.openjdk.jmh.runner.options.ProfilerConfig;

/**
 * Runs async-profiler for {@code -prof async}, in fork and peer, with the library of its own Maven artifact. It samples an event
 * that this machine allows, and only while operations are measured. Each cell gets one flame graph in the result directory, of
 * both processes and all rounds.
 *
 * <p>The options are those of JMH's async profiler, which checks them. A typed option replaces a default. Other profilers pass to
 * JMH unchanged.
 */
final class AsyncProfiling {
    /** The line of a run fits 100 columns with the program's name before it. */
    private static final int BRIEF_COLUMNS = 85;
    private static final String ASYNC = "async";
    private static final String HELP = "help";
    private static final String LIBRARY = "libasyncProfiler.so";
    /** The default of async-profiler. It silently uses a timer if perf events are refused. */
    private static final String CPU = "cpu";
    /** Best first: perf events see the kernel too. The timers need no permission. */
    private static final List<String> EVENTS = List.of(ProfilerLimits.KERNEL_EVENT, "ctimer", "itimer");

    private final List<ProfilerConfig> others;
    private final AsyncOptions options;
    private final Path library;
    private final Path workDirectory;
    private final String notice;
    private final Set<String> limits = new LinkedHashSet<>();
    private final SampleShortage shortage = new SampleShortage();
    private final Map<Cell, Integer> forks = new HashMap<>();
    private final Map<Cell, Map<String, MergedStacks>> stacks = new HashMap<>();

    private AsyncProfiling(List<ProfilerConfig> others, AsyncOptions options, Path library, Path workDirectory, String notice,
            List<String> limits) {
        this.others = others;
        this.options = options;
        this.library = library;
        this.workDirectory = workDirectory;
        this.notice = notice;
        this.limits.addAll(limits);
    }

    /**
     * @param profilers        the user's
     * @param privateDirectory where the library and what the processes write go
     * @throws BadInputException if a profiler cannot work on this machine, or not with these options
     */
    static AsyncProfiling of(List<ProfilerConfig> profilers, Path privateDirectory) {
        Set<String> seen = new HashSet<>();
        for (ProfilerConfig profiler : profilers) {
            if (!seen.add(profiler.getKlass())) {
                throw new BadInputException("-prof " + profiler.getKlass() + " is given twice. Give it once, with all its"
                        + " options.");
            }
        }
        // LatencyProfiler is always there, typed or not.
        List<ProfilerConfig> others = profilers.stream().filter(each -> !each.getKlass().equals(ASYNC)
                && !each.getKlass().equals(LatencyProfiler.class.getName())).toList();
        others.forEach(each -> requireLoadable(each, each.getOpts()));
        Optional<ProfilerConfig> async = profilers.stream().filter(each -> each.getKlass().equals(ASYNC)).findFirst();
        return async.isPresent() ? resolve(others, async.get().getOpts(), privateDirectory)
                : new AsyncProfiling(others, null, null, null, "", List.of());
    }

    private static AsyncProfiling resolve(List<ProfilerConfig> others, String typed, Path privateDirectory) {
        AsyncOptions options = AsyncOptions.parse(typed);
        Path library = options.library().orElseGet(() -> unpackLibrary(privateDirectory));
        requireLoadable(new ProfilerConfig(ASYNC, options.forJmh(library)), typed);
        options.directory().ifPresent(AsyncProfiling::requireWritable);
        // The library answers only the first class that loads it, and JMH's binding has just loaded it.
        AsyncProfiler.JavaApi profiler = AsyncProfiler.JavaApi.getInstance(library.toString());
        ProfilerLimits limits = new ProfilerLimits(profiler::execute, privateDirectory.resolve("tried.log"), Path.of("/"));
        String notice = "";
        if (options.hasEvent()) {
            options.event().ifPresent(event -> requireAllowed(event, limits));
        } else {
            notice = chooseEvent(options, limits);
        }
        requireAccepted(options, typed, limits, privateDirectory);
        boolean cpuTime = !notice.isEmpty() || Set.of(CPU, ProfilerLimits.KERNEL_EVENT).contains(options.event().orElse(""));
        return new AsyncProfiling(others, options, library, privateDirectory.resolve(ASYNC), notice,
                cpuTime ? limits.list() : List.of());
    }

    /** The help text of a profiler for {@code -prof NAME:help}: ours for async, JMH's for the others. */
    static Optional<String> help(List<ProfilerConfig> profilers, int columns) {
        return profilers.stream().filter(each -> each.getOpts().equals(HELP)).findFirst()
                .map(each -> each.getKlass().equals(ASYNC) ? AsyncHelp.text(EVENTS, columns) : jmhsHelp(each));
    }

    /** JMH's profilers answer a request for help with an exception. */
    static String jmhsHelp(ProfilerConfig profiler) {
        return refusal(profiler).map(Throwable::getMessage).orElse(profiler.getKlass() + " has no options\n");
    }

    /** Refuses a profiler that JMH cannot load. JMH itself would fail in every fork. */
    private static void requireLoadable(ProfilerConfig profiler, String typed) {
        refusal(profiler).ifPresent(cause -> {
            String remedy = "./run.sh quick -lprof lists those this machine offers";
            if (cause instanceof ClassNotFoundException) {
                throw new BadInputException("-prof " + profiler.getKlass() + ": there is no such profiler; " + remedy);
            }
            throw new BadInputException("-prof " + profiler.getKlass() + (typed.isEmpty() ? "" : ":" + typed) + ": JMH says: "
                    + String.valueOf(cause.getMessage()).strip().lines().findFirst().orElse("").replaceAll("\\.$", "") + "; "
                    + (typed.isEmpty() ? remedy : "./run.sh quick -prof " + profiler.getKlass() + ":help shows its options"));
        });
    }

    private static Optional<Throwable> refusal(ProfilerConfig profiler) {
        PrintStream standardOutput = System.out;
        // Some profilers print when they are made. Standard output is for the table.
        System.setOut(System.err);
        try {
            ProfilerFactory.getProfilerOrException(profiler);
            return Optional.empty();
        } catch (ProfilerException e) {
            return Optional.of(e.getCause() == null ? e : e.getCause());
        } finally {
            System.setOut(standardOutput);
        }
    }

    private static void requireWritable(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new BadInputException("-prof async:dir=" + directory + ": no such directory, and none can be made; name one"
                    + " where you may write");
        }
        if (!Files.isWritable(directory)) {
            throw new BadInputException("-prof async:dir=" + directory + " cannot be written; name one where you may");
        }
    }

    private static void requireAllowed(String event, ProfilerLimits limits) {
        if (!event.equals(CPU) && ProfilerLimits.takesPerfEvents(event)) {
            ProfilerLimits.Trial trial = limits.tryOut("event=" + event);
            if (!trial.starts()) {
                throw new BadInputException("-prof async:event=" + event + " is not allowed here (" + trial.said() + "); "
                        + limits.allowing(event) + "; -prof async alone takes what is allowed");
            }
        }
    }

    /** Refuses options that async-profiler does not accept. Otherwise every fork would fail. */
    private static void requireAccepted(AsyncOptions options, String typed, ProfilerLimits limits, Path directory) {
        String recording = options.outputs().contains(Output.JFR) ? ",jfr,file=" + directory.resolve("tried.jfr") : "";
        ProfilerLimits.Trial trial = limits.tryOut(options.command() + recording);
        if (!trial.starts()) {
            throw new BadInputException("-prof async:" + typed + ": async-profiler says: " + trial.said()
                    + "; ./run.sh quick -prof async:help shows what its options take");
        }
    }

    /** The profilers that JMH runs. */
    List<ProfilerConfig> others() {
        return others;
    }

    /**
     * Prepares the directory that a cell's next fork and its peer write to.
     *
     * @return the JVM options that name it; none if they are not profiled
     * @throws IOException if the directory cannot be made or emptied
     */
    List<String> prepare(Cell cell) throws IOException {
        if (options == null) {
            return List.of();
        }
        Path directory = workDirectory.resolve(cell.id());
        Files.createDirectories(directory);
        // A fork that failed has left files.
        for (Path file : files(directory)) {
            Files.delete(file);
        }
        return new ProfilerSettings(library, options.command(), options.outputs(), options.summary(), directory).toJvmOptions();
    }

    /** One line for the start of a run: the sampled event, if the harness chose it, and what the graphs will lack. */
    Optional<String> brief() {
        List<String> parts = new ArrayList<>(notice.isEmpty() ? List.of() : List.of(notice));
        limits.forEach(limit -> parts.add("flame graphs: " + limit));
        String all = String.join("; ", parts);
        // Every graph names its limits in full.
        String brief = all.length() <= BRIEF_COLUMNS ? all
                : (notice.isEmpty() ? "flame graphs have limits" : notice) + "; each graph names its limits";
        return parts.isEmpty() ? Optional.empty() : Optional.of(brief);
    }

    /** Says which cells have no flame graph or one with too few samples, and how to get more. */
    List<String> warnings() {
        return shortage.warnings();
    }

    /**
     * Adds the stacks of the cell's fork and peer to those of earlier rounds, and writes the graph again: {@code CELL.html}.
     *
     * @param round  counted from one
     * @param graphs the graph's directory, unless the user named another one
     * @return the files' names; none if the user named another directory
     * @throws IOException if something cannot be read or written
     */
    List<String> collect(Cell cell, int round, Path graphs) throws IOException {
        if (options == null) {
            return List.of();
        }
        Path target = options.directory().orElse(graphs);
        if (options.directory().isPresent()) {
            Files.createDirectories(target);
        } else {
            WholeFiles.makeFolder(target);
        }
        Path left = workDirectory.resolve(cell.id());
        forks.merge(cell, 1, Integer::sum);
        List<String> names = new ArrayList<>();
        for (Side side : Side.values()) {
            read(left.resolve(ProfilerSettings.logFile(side)));
            for (Output output : options.outputs()) {
                Path file = left.resolve(output.file(side));
                if (Files.isRegularFile(file)) {
                    add(cell, side, output, file);
                    if (!output.isMerged()) {
                        String name = cell.id() + "-" + round + "-" + file.getFileName();
                        WholeFiles.moveHere(file, target.resolve(name));
                        names.add(name);
                    }
                }
            }
        }
        names.addAll(write(cell, target));
        return options.directory().isPresent() ? List.of() : names;
    }

    /** Keeps async-profiler's warnings: what it was not allowed, and what would allow it. */
    private void read(Path log) throws IOException {
        if (Files.isRegularFile(log)) {
            ProfilerLimits.messages(Files.readString(log)).stream()
                    .filter(message -> limits.stream().noneMatch(limit -> limit.contains(message))).forEach(limits::add);
        }
    }

    private void add(Cell cell, Side side, Output output, Path file) throws IOException {
        if (output == Output.JFR) {
            for (String event : options.events()) {
                stacks(cell, event).addRecording(side, file, event, options.is("threads"), options.is("simple"));
            }
        } else if (output.isMerged()) {
            stacks(cell, primaryEvent()).add(side, Files.readString(file));
            // Both merged outputs use this file. It may be read once only.
            Files.delete(file);
        }
    }

    private MergedStacks stacks(Cell cell, String event) {
        return stacks.computeIfAbsent(cell, key -> new LinkedHashMap<>()).computeIfAbsent(event, key -> new MergedStacks());
    }

    private List<String> write(Cell cell, Path target) throws IOException {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, MergedStacks> each : stacks.getOrDefault(cell, Map.of()).entrySet()) {
            String event = each.getKey();
            MergedStacks merged = each.getValue();
            shortage.count(event, cell.words(), samples(merged));
            if (merged.isEmpty()) {
                continue;
            }
            String id = cell.id() + (event.equals(primaryEvent()) ? "" : "-" + event);
            Set<Output> outputs = options.outputs();
            if (outputs.contains(Output.FLAMEGRAPH) || outputs.contains(Output.JFR)) {
                if (options.forward()) {
                    names.add(writeGraph(cell, event, merged, target, id + ".html", false));
                }
                if (options.reverse()) {
                    names.add(writeGraph(cell, event, merged, target, id + "-reverse.html", true));
                }
            }
            if (outputs.contains(Output.COLLAPSED)) {
                String name = id + "-collapsed-" + event.replaceAll("[^A-Za-z0-9.-]", "-") + ".csv";
                WholeFiles.writeText(target.resolve(name), out -> out.write(merged.collapsed(options.is("ann"))));
                names.add(name);
            }
        }
        return names;
    }

    private String writeGraph(Cell cell, String event, MergedStacks merged, Path target, String name, boolean reversed)
            throws IOException {
        List<String> notes = new ArrayList<>();
        boolean few = samples(merged) < SampleShortage.FEWEST;
        if (few) {
            notes.add(
                    "Too few samples: " + samples(merged) + ", and a flame graph needs " + SampleShortage.FEWEST + ". For more, "
                            + more(event, samples(merged)) + ".");
        }
        notes.add("fork " + merged.samples(Side.FORK) + " and peer " + merged.samples(Side.PEER) + " samples of event=" + event
                + ", " + (forks.get(cell) == 1 ? "1 fork" : forks.get(cell) + " forks merged")
                + "; of measured iterations alone, without warm-up"
                + (reversed ? "; reversed: above each process where it was, above that its callers" : ""));
        notes.addAll(limits);
        String title = options.title().orElse(cell.words()) + (few ? " (too few samples)" : "");
        WholeFiles.writeText(target.resolve(name),
                out -> merged.writeGraph(out, title, notes, reversed, options.minWidth()));
        return name;
    }

    private String more(String event, long samples) {
        return options.moreSamples(event, samples, SampleShortage.FEWEST);
    }

    private static long samples(MergedStacks merged) {
        return merged.samples(Side.FORK) + merged.samples(Side.PEER);
    }

    /** The event of the graph whose name has no event. */
    private String primaryEvent() {
        return options.events().get(0);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static Path unpackLibrary(Path directory) {
        String platform = switch (System.getProperty("os.arch")) {
            case "amd64" -> "linux-x64";
            case "aarch64" -> "linux-arm64";
            default -> throw new BadInputException("-prof async: async-profiler's artifact has no library for "
                    + System.getProperty("os.arch") + "; name one of your own with -prof async:libPath=FILE");
        };
        Path library = directory.resolve(LIBRARY);
        try (InputStream in = AsyncProfiling.class.getResourceAsStream("/" + platform + "/" + LIBRARY)) {
            Files.copy(in, library, StandardCopyOption.REPLACE_EXISTING);
            return library;
        } catch (IOException e) {
            throw new BadInputException("-prof async: the profiler's library cannot be unpacked to " + directory + ": "
                    + e.getMessage());
        }
    }

    /** Takes the first event that sees everything. */
    static String chooseEvent(AsyncOptions options, ProfilerLimits limits) {
        String refusal = "";
        for (String event : EVENTS) {
            ProfilerLimits.Trial trial = limits.tryOut("event=" + event);
            if (trial.isWhole()) {
                options.choose(event);
                return "-prof async samples event=" + event + (refusal.isEmpty() ? "" : ", because " + refusal);
            }
            refusal = "event=" + event + (trial.starts() ? " would not see all here (" : " is not allowed here (") + trial.said()
                    + ")";
        }
        throw new BadInputException("-prof async: " + refusal + ", nor is any other of " + String.join(", ", EVENTS)
                + "; name one with -prof async:event=NAME");
    }
}
