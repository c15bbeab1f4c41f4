package ipc.session;

import ipc.result.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.JavaFlightRecorderProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.options.ProfilerConfig;

/** JMH's own profilers: where they write, and one file of each in the result directory for every cell. */
final class JmhProfilers {
    /** The folder in the result directory. */
    static final String FOLDER = "profiles";
    private static final String FLIGHT_RECORDER = "jfr";
    private static final String DIRECTORY_OPTION = "dir=";
    /** Results of our own have their place in the record. */
    private static final String OURS = "ipc.";

    private final List<ProfilerConfig> profilers;
    private final Path work;
    private final Map<String, StringBuilder> texts = new TreeMap<>();

    /** @param privateDirectory the profilers' own files go there first */
    JmhProfilers(List<ProfilerConfig> given, Path privateDirectory) {
        this.work = privateDirectory.resolve(FOLDER);
        this.profilers = given.stream().map(this::intoWork).toList();
    }

    /** The profilers that JMH runs. */
    List<ProfilerConfig> list() {
        return profilers;
    }

    /** JMH's flight recorder would write one file into the working directory, and overwrite it in every round. */
    private ProfilerConfig intoWork(ProfilerConfig given) {
        boolean records = given.getKlass().equals(FLIGHT_RECORDER)
                || given.getKlass().equals(JavaFlightRecorderProfiler.class.getName());
        if (!records || given.getOpts().contains(DIRECTORY_OPTION)) {
            return given;
        }
        String separator = given.getOpts().isEmpty() ? "" : ";";
        return new ProfilerConfig(given.getKlass(), given.getOpts() + separator + DIRECTORY_OPTION + work);
    }

    /**
     * Brings home what the profilers said and wrote of a round.
     *
     * @return the files, below the result directory
     */
    @SuppressWarnings("rawtypes") // JMH's map has them.
    List<String> collect(Cell cell, int round, RunResult result, Path resultDirectory) throws IOException {
        List<String> names = new ArrayList<>();
        if (profilers.isEmpty()) {
            return names;
        }
        Path target = resultDirectory.resolve(FOLDER);
        for (Map.Entry<String, Result> each : result.getSecondaryResults().entrySet()) {
            String text = textOf(each.getValue());
            if (!text.isEmpty()) {
                String name = cell.id() + "-" + each.getKey().replaceAll("\\W", "") + ".txt";
                StringBuilder all = texts.computeIfAbsent(name, unused -> new StringBuilder());
                all.append("Round ").append(round).append("\n\n").append(text).append("\n\n");
                WholeFiles.makeFolder(target);
                WholeFiles.writeText(target.resolve(name), out -> out.append(all));
                names.add(FOLDER + "/" + name);
            }
        }
        for (Path recording : recordings()) {
            String name = cell.id() + "-" + round + "-" + recording.getFileName();
            WholeFiles.makeFolder(target);
            WholeFiles.moveHere(recording, target.resolve(name));
            names.add(FOLDER + "/" + name);
        }
        return names;
    }

    /** The text of a profiler whose result is more than a number; empty for others. It does not name the file that was moved. */
    private String textOf(Result<?> result) {
        if (result instanceof ScalarResult || result.getClass().getName().startsWith(OURS)) {
            return "";
        }
        String text = String.valueOf(result.extendedInfo()).strip();
        return text.contains(work.toString()) ? "" : text;
    }

    private List<Path> recordings() throws IOException {
        if (!Files.isDirectory(work)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(work)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
