package ipc.session;

import ipc.BadInputException;
import ipc.histogram.LatencyProfiler;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.AsyncProfiler;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.profile.ProfilerFactory;
import org.openjdk.jmh.runner.options.ProfilerConfig;

/**
 * What {@code -prof async} stands for: JMH's async profiler with the library of async-profiler's own Maven artifact, an
 * event this machine allows, and one flame graph per cell in the result directory. Whatever the user gives himself wins;
 * other profilers pass unchanged.
 */
final class AsyncProfiling {
    private static final String ASYNC = "async";
    private static final String LIBRARY = "libasyncProfiler.so";
    /**
     * Best first: perf events see the kernel too; the timers need nobody's permission. {@code cpu-clock}, not {@code cpu}:
     * async-profiler replaces {@code cpu} by a timer without saying so.
     */
    private static final List<String> EVENTS = List.of("cpu-clock", "ctimer", "itimer");

    private final List<ProfilerConfig> others;
    private final Map<String, String> options;
    private final Path workDirectory;
    private final String notice;

    private AsyncProfiling(List<ProfilerConfig> others, Map<String, String> options, Path workDirectory, String notice) {
        this.others = others;
        this.options = options;
        this.workDirectory = workDirectory;
        this.notice = notice;
    }

    /**
     * @param profilers        the user's
     * @param privateDirectory where the library and JMH's output go
     * @throws BadInputException if the profiler cannot work on this machine
     */
    static AsyncProfiling of(List<ProfilerConfig> profilers, Path privateDirectory) {
        AsyncProfiling profiling = resolve(profilers, privateDirectory);
        profiling.requireLoadable();
        return profiling;
    }

    private static AsyncProfiling resolve(List<ProfilerConfig> profilers, Path privateDirectory) {
        Set<String> seen = new HashSet<>();
        for (ProfilerConfig profiler : profilers) {
            if (!seen.add(profiler.getKlass())) {
                throw new BadInputException("-prof " + profiler.getKlass() + " is given twice; once is right, with all its options");
            }
        }
        // Ours is always there, typed or not.
        List<ProfilerConfig> others = profilers.stream().filter(each -> !each.getKlass().equals(ASYNC)
                && !each.getKlass().equals(LatencyProfiler.class.getName())).toList();
        Optional<ProfilerConfig> async = profilers.stream().filter(each -> each.getKlass().equals(ASYNC)).findFirst();
        if (async.isEmpty()) {
            return new AsyncProfiling(others, null, null, "");
        }
        Map<String, String> options = parse(async.get().getOpts());
        options.computeIfAbsent("libPath", key -> unpackLibrary(privateDirectory).toString());
        options.putIfAbsent("output", "flamegraph");
        options.putIfAbsent("direction", "forward");
        String notice = "";
        // A secondary event, named by an option of its own, is an event too.
        if (!options.containsKey("event") && !options.containsKey("alloc") && !options.containsKey("lock")) {
            notice = chooseEvent(options);
        }
        Path workDirectory = options.containsKey("dir") ? null : privateDirectory.resolve("async");
        return new AsyncProfiling(others, options, workDirectory, notice);
    }

    /** JMH would find out in the first fork, and again in every other one. */
    private void requireLoadable() {
        PrintStream standardOutput = System.out;
        for (ProfilerConfig profiler : profilers(workDirectory)) {
            // Some of them speak as they are made; standard output is the table's.
            System.setOut(System.err);
            try {
                ProfilerFactory.getProfilerOrException(profiler);
            } catch (ProfilerException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new BadInputException("-prof " + profiler.getKlass() + ": " + (cause instanceof ClassNotFoundException
                        ? "there is no such profiler" : String.valueOf(cause.getMessage()).lines().findFirst().orElse(""))
                        + "; ./run.sh quick -lprof lists those this machine offers");
            } finally {
                System.setOut(standardOutput);
            }
        }
    }

    /** The profilers to run a cell with. */
    List<ProfilerConfig> profilersFor(Cell cell) {
        return profilers(workDirectory == null ? null : workDirectory.resolve(cell.id()));
    }

    private List<ProfilerConfig> profilers(Path directory) {
        if (options == null) {
            return others;
        }
        Map<String, String> all = new LinkedHashMap<>(options);
        if (directory != null) {
            all.put("dir", directory.toString());
        }
        List<ProfilerConfig> profilers = new ArrayList<>(others);
        profilers.add(new ProfilerConfig(ASYNC, all.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue()).collect(Collectors.joining(";"))));
        return profilers;
    }

    /** Which event is sampled and why, if the harness chose it; empty otherwise. */
    String notice() {
        return notice;
    }

    /**
     * Moves what the cell's fork left to the result directory: the graph as {@code CELL.html}. A later round's replaces it.
     *
     * @return the files' names
     */
    List<String> collect(Cell cell, Path target) throws IOException {
        if (workDirectory == null || !Files.isDirectory(workDirectory.resolve(cell.id()))) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(workDirectory.resolve(cell.id()))) {
            Files.createDirectories(target);
            for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                String graph = name.endsWith("-forward.html") ? cell.id() + ".html" : cell.id() + "-" + name;
                Files.move(file, target.resolve(graph), StandardCopyOption.REPLACE_EXISTING);
                names.add(graph);
            }
        }
        return names;
    }

    private static Map<String, String> parse(String line) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : line.split(";")) {
            if (!option.isBlank()) {
                int equals = option.indexOf('=');
                options.put(equals < 0 ? option : option.substring(0, equals), equals < 0 ? "true" : option.substring(equals + 1));
            }
        }
        return options;
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

    private static String chooseEvent(Map<String, String> options) {
        try {
            // JMH's binding and no other: the library answers only the first class that loads it.
            AsyncProfiler.JavaApi profiler = AsyncProfiler.JavaApi.getInstance(options.get("libPath"));
            return chooseEvent(options, profiler::execute);
        } catch (UnsatisfiedLinkError e) {
            throw new BadInputException("-prof async: " + options.get("libPath") + " cannot be loaded: " + e.getMessage());
        }
    }

    /** Takes the first event with which the profiler starts in this very process; it is stopped again at once. */
    static String chooseEvent(Map<String, String> options, Profiler profiler) {
        String refusal = "";
        for (String event : EVENTS) {
            try {
                // Its own warnings would land between table and notes: it writes to standard output.
                profiler.execute("start,event=" + event + ",loglevel=none");
                profiler.execute("stop,loglevel=none");
                options.put("event", event);
                return "-prof async samples event=" + event + (refusal.isEmpty() ? "" : ", because " + refusal);
            } catch (IOException | IllegalStateException | IllegalArgumentException e) {
                refusal = "event=" + event + " is not allowed here (" + String.valueOf(e.getMessage()).replaceAll("\\R", " ") + ")";
            }
        }
        throw new BadInputException("-prof async: " + refusal + ", nor is any other of " + String.join(", ", EVENTS)
                + "; name one with -prof async:event=NAME");
    }

    /** async-profiler, as far as it matters here. */
    @FunctionalInterface
    interface Profiler {
        String execute(String command) throws IOException;
    }
}
