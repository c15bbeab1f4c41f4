package ipc.analysis;

import ipc.BadInputException;
import ipc.analysis.document.Document;
import ipc.analysis.document.Markdown;
import ipc.result.ResultDirectory;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The report: everything about one or several runs on one page that needs nothing beside it, neither another file nor a network.
 */
public final class Report {
    private final List<ReportRun> runs;

    private Report(List<ReportRun> runs) {
        this.runs = runs;
    }

    /**
     * Reads the runs.
     *
     * @param results as {@link ipc.result.Results} takes them
     * @throws BadInputException if one is not a result directory, or a file that its record speaks of is malformed
     */
    public static Report read(List<Path> results) {
        return new Report(ReportRun.read(results));
    }

    /** The directory whose page this is; empty of several runs, and of an archive. */
    public Optional<Path> home() {
        return runs.size() > 1 ? Optional.empty()
                : runs.get(0).directory().map(ResultDirectory::path).filter(Files::isDirectory);
    }

    /** Whether a text begins as a page of ours does, which may be written again. */
    public static boolean isOne(String beginning) {
        return beginning.startsWith(ReportPage.BEGINNING);
    }

    /**
     * Writes the page, as HTML.
     *
     * @param folder where it is to stand, from which it links to flame graphs; null if nobody knows, and it has no links
     * @throws IOException as the writer does
     */
    public void write(Path folder, Writer out) throws IOException {
        Document table = RunOutput.document(runs.stream().map(ReportRun::record).toList());
        new ReportPage(runs, table, ReportData.of(runs, Markdown.render(table))).write(folder, out);
    }
}
