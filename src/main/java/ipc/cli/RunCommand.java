package ipc.cli;

import ipc.BadInputException;
import ipc.FailureMessage;
import ipc.ResultsNotWrittenException;
import ipc.analysis.run.Decisions;
import ipc.analysis.report.Report;
import ipc.analysis.table.RunOutput;
import ipc.result.ResultDirectory;
import ipc.result.WholeFiles;
import ipc.result.RunRecord;
import ipc.session.RunOptions;
import ipc.session.Session;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code ./run.sh PROFILE}: measures, writes, prints the table. */
final class RunCommand {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    RunCommand(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** The options of a run, for help. */
    static CommandSpec spec() {
        return new CommandLine(new RunOptions()).getCommandSpec();
    }

    int run(String profile, List<String> typed) {
        Session session = new Session(profile, typed, Version.line(), err, Decisions::decide);
        if (session.answersWithAList()) {
            return listByJmh(session.listArguments());
        }
        Optional<String> profilerHelp = session.profilerHelp(Screen.columns());
        if (profilerHelp.isPresent()) {
            out.print(profilerHelp.get());
            out.flush();
            return ExitCode.DONE;
        }
        Session.Outcome outcome = session.run(terminal);
        try {
            return report(outcome);
        } catch (OutOfMemoryError e) {
            throw new ResultsNotWrittenException(FailureMessage.ofThisProcess(e) + "; what was measured is in "
                    + outcome.directory().path(), e);
        }
    }

    private int report(Session.Outcome outcome) {
        ResultDirectory directory = outcome.directory();
        RunRecord run = outcome.record();
        String table = RunOutput.whole(run);
        String brief = RunOutput.brief(run, shown(directory.path()));
        try {
            directory.writeText(ResultDirectory.TABLE, table);
        } catch (IOException e) {
            out.print(table);
            out.flush();
            throw new ResultsNotWrittenException("the table could not be written to " + directory.path() + ": " + e.getMessage()
                    + "; what was measured is there", e);
        }
        out.print(brief);
        out.flush();
        writeReport(directory, run);
        outcome.profiles().forEach(file -> err.println("ipc-roundtrip: "
                + (file.endsWith(".html") ? "flame graph " : "profile ") + directory.path().resolve(file)));
        return outcome.anyFailed() ? ExitCode.MEASUREMENT_FAILED : ExitCode.DONE;
    }

    /** As short as the path can be typed here. */
    private static Path shown(Path directory) {
        Path here = Path.of("").toAbsolutePath();
        return directory.startsWith(here) && !directory.equals(here) ? here.relativize(directory) : directory;
    }

    /** Writes the report after the table, so that a failure here cannot lose the table. */
    private static void writeReport(ResultDirectory directory, RunRecord run) {
        try {
            Report report = Report.of(directory, run);
            WholeFiles.writeText(directory.path().resolve(ResultDirectory.REPORT),
                    page -> report.write(directory.path(), page));
        } catch (IOException | BadInputException e) {
            throw new ResultsNotWrittenException("the report could not be written to " + directory.path() + ": " + e.getMessage()
                    + "; all else is there", e);
        }
    }

    private static int listByJmh(List<String> arguments) {
        try {
            org.openjdk.jmh.Main.main(arguments.toArray(new String[0]));
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new BadInputException("JMH could not list: " + e.getMessage());
        }
    }
}
