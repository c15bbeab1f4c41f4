package ipc.cli;

import ipc.BadInputException;
import ipc.analysis.report.Report;
import ipc.result.ResultDirectory;
import ipc.result.WholeFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run.sh report}: one page to look at from many result directories. */
@Command(name = "report", sortOptions = false,
        header = "Writes a page with charts, and prints where it is.",
        customSynopsis = "./run.sh report [--out FILE] RESULT...",
        footer = "The page is complete in itself and loads nothing. Every run writes one for itself: report.html.")
final class ReportCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";
    private static final int BEGINNING_CHARS = 200;

    @Parameters(paramLabel = "RESULT", arity = "1..*", description = "Result directories: machines, or before and after;"
            + " also .tar.gz archives of one, a fleet's directory, and globs of these.")
    private List<Path> results;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the page goes, - for standard output. Default: report.html"
            + " in the result directory, or here if there are several or it is an archive.")
    private String out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Report report = Report.read(results);
        if (STANDARD_OUTPUT.equals(out)) {
            report.write(null, spec.commandLine().getOut());
            spec.commandLine().getOut().flush();
            return ExitCode.DONE;
        }
        Path page = (out != null ? Path.of(out) : report.home().orElse(Path.of("")).resolve(ResultDirectory.REPORT))
                .toAbsolutePath().normalize();
        requireReplaceable(page);
        try {
            WholeFiles.writeText(page, writer -> report.write(page.getParent(), writer));
        } catch (IOException e) {
            throw new BadInputException("the report cannot be written to " + page + " (" + e.getMessage()
                    + "); name a file with --out");
        }
        // Alone on its line, for whoever hands it to a browser.
        spec.commandLine().getOut().println(page);
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }

    /** A report may be written again; nothing else is overwritten. */
    private static void requireReplaceable(Path page) {
        if (!Files.exists(page)) {
            return;
        }
        char[] beginning = new char[BEGINNING_CHARS];
        int length;
        try (BufferedReader reader = Files.newBufferedReader(page, StandardCharsets.UTF_8)) {
            length = Math.max(0, reader.read(beginning));
        } catch (CharacterCodingException e) {
            length = 0;
        } catch (IOException e) {
            throw new BadInputException(page + " cannot be replaced: " + e.getMessage() + "; name another file with --out");
        }
        if (!Report.isOne(new String(beginning, 0, length))) {
            throw new BadInputException(page + " is there and is no report; name another file with --out");
        }
    }
}
