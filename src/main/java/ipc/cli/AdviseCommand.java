package ipc.cli;

import ipc.analysis.AdviceText;
import ipc.analysis.Question;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run.sh advise}: which transport for messages of this size at this rate? */
@Command(name = "advise", sortOptions = false, usageHelpAutoWidth = true,
        header = "Says which transport the measurements recommend for a size and a rate, or that they do not decide it.",
        customSynopsis = "./run.sh advise RESULT... --size BYTES --rate HZ [--max-cpu PERCENT] [--percentile P]%n",
        footer = {
            "%nMeasurements within a factor of two of size and rate count; nothing is interpolated. The quickest is"
                    + " recommended if its rounds are told apart from those of every other transport that carries the size,"
                    + " keeps the rate and costs no more than it may. Runs of several machines are advised on one by one.",
            "Exit codes: 2 for bad input, and where nothing near was measured; otherwise 0, also if nothing is decided."})
final class AdviseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RESULT", arity = "1..*", description = "Result directories; also"
            + " .tar.gz archives of one, a fleet's directory, and globs of these.")
    private List<Path> results;

    @Option(names = "--size", paramLabel = "BYTES", required = true,
            description = "Length of a message, its 8-byte sequence word included.")
    private String size;

    @Option(names = "--rate", paramLabel = "HZ", required = true, description = "Messages a second.")
    private String rate;

    @Option(names = "--max-cpu", paramLabel = "PERCENT",
            description = "The most of one CPU that each of the two processes may take. Default: whatever it takes.")
    private String maxCpu;

    @Option(names = "--percentile", paramLabel = "P", defaultValue = Question.DEFAULT_PERCENTILE,
            description = "Of the latencies, by which to choose: 50, 90, 99, 99.9. Default: ${DEFAULT-VALUE}.")
    private String percentile;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(AdviceText.read(results, Question.parse(size, rate, maxCpu, percentile)));
        out.flush();
        return ExitCode.DONE;
    }
}
