package ipc.cli;

import ipc.analysis.compare.Comparison;
import ipc.analysis.compare.ComparisonFormat;
import ipc.analysis.compare.Criteria;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run.sh compare}: did the second run become slower? */
@Command(name = "compare", sortOptions = false, usageHelpAutoWidth = true,
        header = "Says cell by cell whether the second of two runs is slower or faster than the first.",
        customSynopsis = "./run.sh compare [options] BASELINE CONTENDER%n",
        footer = {
            "%nTo fail a CI job on a regression, measure six rounds before and after, and check for exit code 3:",
            "  ./run.sh quick --rounds 6 --out before",
            "  ./run.sh quick --rounds 6 --out after",
            "  ./run.sh compare before after",
            "examples/github-actions.yml is a complete job.%n",
            "slower, faster: the interval excludes zero, and the change exceeds the threshold.",
            "no change: the interval lies within the threshold. not decided: more rounds are needed.",
            "Every cell needs six rounds in each run (--rounds 6).%n",
            "Exit codes:",
            "  0  no cell was shown to be slower; some may be not decided",
            "  1  nothing could be compared, for example because other processes disturbed a run",
            "  2  bad input",
            "  3  at least one cell became slower"})
final class CompareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "BASELINE", index = "0",
            description = "Result directory of the run before the change, or its .tar.gz archive.")
    private Path baseline;

    @Parameters(paramLabel = "CONTENDER", index = "1",
            description = "Result directory of the run after the change, or its archive.")
    private Path contender;

    @Option(names = "--metric", paramLabel = "NAME", split = ",", defaultValue = Criteria.DEFAULT_METRICS,
            description = "Figures to compare: mean, p50, p90, p99, p99.9. Default: ${DEFAULT-VALUE}.")
    private List<String> metrics;

    @Option(names = "--threshold", paramLabel = "PERCENT", defaultValue = Criteria.DEFAULT_THRESHOLD,
            description = "The largest change that counts as none. Default: ${DEFAULT-VALUE}.")
    private String threshold;

    @Option(names = "--across", paramLabel = "WHAT", split = ",",
            description = "Compares although this differs: jdk, options, machine, placement, or load (another process disturbed a"
                    + " run). Default: nothing.")
    private List<String> across = List.of();

    @Option(names = "--details", description = "Adds every figure of every cell, and notes on method and placement.")
    private boolean details;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "markdown",
            completionCandidates = Completions.ComparisonFormats.class,
            description = "markdown, csv or json. Default: ${DEFAULT-VALUE}.")
    private String format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ComparisonFormat printed = ComparisonFormat.parse(format);
        Comparison comparison = Comparison.read(baseline, contender, Criteria.parse(metrics, threshold, across));
        PrintWriter out = spec.commandLine().getOut();
        out.print(printed.format(comparison, details));
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        printed.beside(comparison).forEach(note -> err.println("ipc-roundtrip: " + note));
        err.flush();
        if (comparison.anySlower()) {
            return ExitCode.SLOWER;
        }
        return comparison.anyAnswer() ? ExitCode.DONE : ExitCode.NOTHING_COMPARED;
    }
}
