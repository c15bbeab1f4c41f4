package ipc.cli;

import ipc.analysis.TimingTable;
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
        customSynopsis = "./run.sh table [--published] RESULT...%n")
final class TableCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RESULT", arity = "1..*", description = "Result directories, in the order of their rows.")
    private List<Path> results;

    @Option(names = "--published", description = "Adds the three published rows, marked as such.")
    private boolean published;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(TimingTable.read(results, published).format());
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
