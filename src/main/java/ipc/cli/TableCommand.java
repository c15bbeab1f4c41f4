package ipc.cli;

import ipc.BadInputException;
import ipc.analysis.Grouping;
import ipc.analysis.TableReport;
import ipc.analysis.TableFormat;
import ipc.analysis.TimingTable;
import ipc.analysis.WideTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run.sh table}: one table from many result directories. */
@Command(name = "table", sortOptions = false, usageHelpAutoWidth = true,
        header = "Prints one timing table from one or more result directories.",
        customSynopsis = "./run.sh table [--published | --wide | --by transport|size|rate] [--format FORMAT] RESULT...%n")
final class TableCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RESULT", arity = "1..*", description = "Result directories, in the order of their rows; also"
            + " .tar.gz archives of one, a fleet's directory, and globs of these.")
    private List<Path> results;

    @Option(names = "--published", description = "Adds the three published rows, marked as such.")
    private boolean published;

    @Option(names = "--wide", description = "Instead, every cell's mean, p50, p99 and p99.9 with their 95 %% intervals.")
    private boolean wide;

    @Option(names = "--by", paramLabel = "WHAT", completionCandidates = Completions.Groupings.class,
            description = "Instead, a row for each of these: "
                    + "transport (every figure of any transport, and what a message costs), size (transports beside each other), "
                    + "rate (what their pace does to paced messages).")
    private String by;

    @Option(names = "--metric", paramLabel = "NAME", split = ",", description = "With --by size or rate, the figures: "
            + "min, mean, p50, p90, p99, p99.9, max. Default: mean,p99 by size, p50,p99,max by rate.")
    private List<String> metrics = List.of();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "markdown",
            completionCandidates = Completions.Formats.class,
            description = "markdown, csv, json or html. Default: ${DEFAULT-VALUE}. Data are nanoseconds, unrounded; with csv the"
                    + " notes go to standard error.")
    private String format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (wide && published) {
            throw new BadInputException("--wide and --published: nothing but min, mean and max was published; give one of"
                    + " the two");
        }
        if (by != null && (wide || published)) {
            throw new BadInputException("--by " + by + " and " + (wide ? "--wide" : "--published")
                    + ": they are different tables; give one of the two");
        }
        if (by == null && !metrics.isEmpty()) {
            throw new BadInputException("--metric " + String.join(",", metrics) + ": it goes with --by size and --by rate");
        }
        TableFormat printed = TableFormat.parse(format);
        TableReport table = by != null ? Grouping.parse(by).table(results, metrics)
                : wide ? WideTable.read(results) : TimingTable.read(results, published);
        spec.commandLine().getOut().print(printed.format(table));
        spec.commandLine().getOut().flush();
        PrintWriter err = spec.commandLine().getErr();
        printed.beside(table).forEach(note -> err.println("ipc-roundtrip: " + note));
        err.flush();
        return ExitCode.DONE;
    }
}
