package ipc.cli;

import ipc.analysis.advise.AdviceFormat;
import ipc.analysis.advise.AdviceReport;
import ipc.analysis.advise.Question;
import ipc.transport.Transports;
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
        header = "Recommends a transport for a message size and rate, if the measurements decide it.",
        customSynopsis = "./run.sh advise RESULT... --size BYTES --rate HZ [options]%n",
        footer = {
            "%nExample: 256 bytes, 1000 times a second, at most 10 %% of a CPU for each process:",
            "  ./run.sh advise results/* --size 256 --rate 1000 --max-cpu 10",
            "If the results do not decide, the output has a command that measures what is missing, in at most three minutes,"
                    + " and the one that asks again. If you have no results yet, begin with ./run.sh quick.%n",
            "Measurements within a factor of two of size and rate count; nothing is interpolated. The fastest transport is"
                    + " recommended if six rounds or more show that every other one is slower. A transport must carry the size,"
                    + " keep the rate and stay below --max-cpu. Each machine gets one answer.%n",
            "Exit codes:",
            "  0  a transport is recommended, for every machine",
            "  1  not decided",
            "  2  bad input, or nothing near was measured"})
final class AdviseCommand implements Callable<Integer> {
    private static final double WHOLE_CPU_PERCENT = 100;
    private static final List<String> USUAL = List.of("memfd/spin", "memfd/futex", "memfd/hybrid", "uds-stream", "pipe", "tcp",
            "memfd/eventfd");

    @Parameters(paramLabel = "RESULT", arity = "1..*", description = "Result directories; also"
            + " .tar.gz archives of one, a fleet's directory, and globs of these.")
    private List<Path> results;

    @Option(names = "--size", paramLabel = "BYTES", required = true,
            description = "Length of a message, including its 8-byte sequence word.")
    private String size;

    @Option(names = "--rate", paramLabel = "HZ", required = true, description = "Messages a second.")
    private String rate;

    @Option(names = "--max-cpu", paramLabel = "PERCENT",
            description = "The most of one CPU that each of the two processes may use. Default: no limit.")
    private String maxCpu;

    @Option(names = "--percentile", paramLabel = "P", defaultValue = Question.DEFAULT_PERCENTILE,
            description = "The percentile of the latencies to choose by: 50, 90, 99, 99.9. Default: ${DEFAULT-VALUE}.")
    private String percentile;

    @Option(names = "--details", description = "Adds every candidate, and notes on the method.")
    private boolean details;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "markdown",
            completionCandidates = Completions.AdviceFormats.class,
            description = "markdown or json (nanoseconds and percent, unrounded). Default: ${DEFAULT-VALUE}.")
    private String format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        AdviceFormat printed = AdviceFormat.parse(format);
        Question question = Question.parse(size, rate, maxCpu, percentile);
        AdviceReport advice = AdviceReport.read(results, question, usual(question));
        PrintWriter out = spec.commandLine().getOut();
        out.print(advice.format(printed, details));
        out.flush();
        return advice.isDecided() ? ExitCode.DONE : ExitCode.NOT_DECIDED;
    }

    /** Transports to begin with, the most promising one first: one for each way to wait, and what programs usually use. */
    static List<String> usual(Question question) {
        boolean maySpin = question.maxCpuPercent() == null || question.maxCpuPercent() >= WHOLE_CPU_PERCENT;
        return maySpin ? USUAL : USUAL.stream().filter(name -> Transports.get(name).blocks()).toList();
    }
}
