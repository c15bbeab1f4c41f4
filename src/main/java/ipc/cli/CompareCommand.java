package ipc.cli;

import ipc.analysis.Comparison;
import ipc.analysis.ComparisonFormat;
import ipc.analysis.Criteria;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run.sh compare}: did it get worse? */
@Command(name = "compare", sortOptions = false, usageHelpAutoWidth = true,
        header = "Says cell by cell whether the second of two runs is worse or better than the first.",
        customSynopsis = "./run.sh compare [options] BASELINE CONTENDER%n",
        footer = {
            "%nWorse takes an interval that excludes zero and a change above the threshold.",
            "Exit codes: 3 if any cell is worse, 1 if nothing could be compared, 2 for bad input, otherwise 0."})
final class CompareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "BASELINE", index = "0", description = "Result directory of the run before, or its .tar.gz archive.")
    private Path baseline;

    @Parameters(paramLabel = "CONTENDER", index = "1", description = "Result directory of the run after, or its archive.")
    private Path contender;

    @Option(names = "--metric", paramLabel = "NAME", split = ",", defaultValue = Criteria.DEFAULT_METRICS,
            description = "Figures to compare: mean, p50, p90, p99, p99.9. Default: ${DEFAULT-VALUE}.")
    private List<String> metrics;

    @Option(names = "--threshold", paramLabel = "PERCENT", defaultValue = Criteria.DEFAULT_THRESHOLD,
            description = "The largest change that is neither worse nor better. Default: ${DEFAULT-VALUE}.")
    private String threshold;

    @Option(names = "--across", paramLabel = "WHAT", split = ",",
            description = "What may differ between the runs: jdk, options, machine, placement. Default: nothing.")
    private List<String> across = List.of();

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
        out.print(printed.format(comparison));
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        printed.beside(comparison).forEach(note -> err.println("ipc-roundtrip: " + note));
        err.flush();
        if (comparison.anyWorse()) {
            return ExitCode.WORSE;
        }
        return comparison.anyAnswer() ? ExitCode.DONE : ExitCode.NOTHING_COMPARED;
    }
}
