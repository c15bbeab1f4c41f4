package ipc.cli;

import ipc.BadInputException;
import ipc.PrintableText;
import ipc.analysis.table.Grouping;
import ipc.analysis.table.TableReport;
import ipc.analysis.table.TableFormat;
import ipc.analysis.table.TimingTable;
import ipc.analysis.table.WideTable;
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
        customSynopsis = "./run.sh table [--published | --wide | --by transport|size|rate] [--format FORMAT]"
                + " [--name NAME]... RESULT...%n")
final class TableCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RESULT", arity = "1..*", description = "Result directories, in the order of their rows; also"
            + " .tar.gz archives of one, a fleet's directory, and globs of these.")
    private List<Path> results;

    @Option(names = "--name", paramLabel = "NAME", description = "Another name for a machine, in the order of the results:"
            + " --name before --name after DIR1 DIR2.")
    private List<String> names = List.of();

    @Option(names = "--published", description = "The published shape: min, mean and max, with the three published rows"
            + " below.")
    private boolean published;

    @Option(names = "--wide", description = "Instead, the p50, mean, p99 and p99.9 of every cell with their 95 %% intervals.")
    private boolean wide;

    @Option(names = "--by", paramLabel = "WHAT", completionCandidates = Completions.Groupings.class,
            description = "Instead, a table of any transports: by transport (all figures and the CPU time of a message), by size"
                    + " (one column for each transport), or by rate (paced messages).")
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
            throw new BadInputException("--wide and --published: they are different tables; give one of the two");
        }
        if (by != null && (wide || published)) {
            throw new BadInputException("--by " + by + " and " + (wide ? "--wide" : "--published")
                    + ": they are different tables; give one of the two");
        }
        if (by == null && !metrics.isEmpty()) {
            throw new BadInputException("--metric " + String.join(",", metrics) + ": it goes with --by size and --by rate");
        }
        names = names.stream().map(name -> PrintableText.name("--name", name)).toList();
        TableFormat printed = TableFormat.parse(format);
        TableReport table = by != null ? Grouping.parse(by).table(results, names, metrics)
                : wide ? WideTable.read(results, names) : timing();
        spec.commandLine().getOut().print(printed.format(table));
        spec.commandLine().getOut().flush();
        PrintWriter err = spec.commandLine().getErr();
        printed.beside(table).forEach(note -> err.println("ipc-roundtrip: " + note));
        err.flush();
        return ExitCode.DONE;
    }

    /** The timing table; of runs that have nothing for it, the same as they printed: one row for each transport. */
    private TableReport timing() {
        TimingTable timing = TimingTable.read(results, names, published);
        return published || !timing.isEmpty() ? timing : Grouping.TRANSPORT.table(results, names, metrics);
    }
}
