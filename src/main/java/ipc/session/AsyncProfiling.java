package ipc.session;

import ipc.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import one.profiler.AsyncProfiler;
import org.openjdk.jmh.runner.options.ProfilerConfig;

/**
 * What {@code -prof async} stands for: JMH's async profiler with the library of async-profiler's own Maven artifact, an
 * event this machine allows, and one flame graph per cell in the result directory. Whatever the user gives himself wins;
 * other profilers pass unchanged.
 */
final class AsyncProfiling {
    private static final String ASYNC = "async";
    private static final String LIBRARY = "libasyncProfiler.so";
    /** Best first: perf events see the kernel too; the timers need nobody's permission. */
    private static final List<String> EVENTS = List.of("cpu", "ctimer", "itimer");

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
        List<ProfilerConfig> others = profilers.stream().filter(each -> !each.getKlass().equals(ASYNC)).toList();
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

    /** The profilers to run a cell with. */
    List<ProfilerConfig> profilersFor(Cell cell) {
        if (options == null) {
            return others;
        }
        Map<String, String> all = new LinkedHashMap<>(options);
        if (workDirectory != null) {
            all.put("dir", workDirectory.resolve(cell.id()).toString());
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
        try (InputStream in = AsyncProfiler.class.getResourceAsStream("/" + platform + "/" + LIBRARY)) {
            Files.copy(in, library, StandardCopyOption.REPLACE_EXISTING);
            return library;
        } catch (IOException e) {
            throw new BadInputException("-prof async: the profiler's library cannot be unpacked to " + directory + ": "
                    + e.getMessage());
        }
    }

    private static String chooseEvent(Map<String, String> options) {
        String refusal = "";
        for (String event : EVENTS) {
            try {
                AsyncProfiler.getInstance(options.get("libPath")).execute("check,event=" + event);
                options.put("event", event);
                return refusal.isEmpty() ? "-prof async samples event=" + event
                        : "-prof async samples event=" + event + ", because " + refusal;
            } catch (IOException | IllegalStateException | IllegalArgumentException e) {
                refusal = "event=" + event + " is not allowed here (" + String.valueOf(e.getMessage()).replaceAll("\\R", " ") + ")";
            } catch (UnsatisfiedLinkError e) {
                throw new BadInputException("-prof async: " + options.get("libPath") + " cannot be loaded: " + e.getMessage());
            }
        }
        throw new BadInputException("-prof async: " + refusal + ", nor are " + new TreeSet<>(EVENTS) + "; name one with"
                + " -prof async:event=NAME");
    }
}
