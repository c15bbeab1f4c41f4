package ipc.profile;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings of profiling for a fork and its peer, passed as system properties. The peer runs with the JVM options of the fork.
 * Without them nothing is profiled, and the profiler's library is not loaded.
 *
 * @param library   async-profiler's
 * @param options   for every command to it, in its own words, parted by commas
 * @param outputs   what to write
 * @param summary   the command for a summary
 * @param directory where to write it; of this fork and its peer alone
 */
public record ProfilerSettings(Path library, String options, Set<Output> outputs, String summary, Path directory) {
    private static final String LIBRARY = "ipc.profiler.library";
    private static final String OPTIONS = "ipc.profiler.options";
    private static final String OUTPUTS = "ipc.profiler.outputs";
    private static final String SUMMARY = "ipc.profiler.summary";
    private static final String DIRECTORY = "ipc.profiler.directory";

    /** The settings of this process; empty if it is not profiled. */
    static Optional<ProfilerSettings> ofThisProcess() {
        String library = System.getProperty(LIBRARY);
        if (library == null) {
            return Optional.empty();
        }
        Set<Output> outputs = EnumSet.noneOf(Output.class);
        Stream.of(System.getProperty(OUTPUTS).split(",")).map(Output::valueOf).forEach(outputs::add);
        return Optional.of(new ProfilerSettings(Path.of(library), System.getProperty(OPTIONS), outputs,
                System.getProperty(SUMMARY), Path.of(System.getProperty(DIRECTORY))));
    }

    /** The JVM options that carry these settings to a fork, and the one by which stacks are exact between safepoints. */
    public List<String> toJvmOptions() {
        return List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints", "-D" + LIBRARY + "=" + library,
                "-D" + OPTIONS + "=" + options, "-D" + OUTPUTS + "=" + outputs.stream().sorted(Comparator.naturalOrder())
                        .map(Output::name).collect(Collectors.joining(",")),
                "-D" + SUMMARY + "=" + summary, "-D" + DIRECTORY + "=" + directory);
    }

    /** The file for warnings of a process's profiler. */
    public static String logFile(Side side) {
        return side.root() + ".log";
    }
}
