package ipc.analysis.report;

import ipc.analysis.table.RunOutput;
import ipc.BadInputException;
import ipc.analysis.document.Document;
import ipc.analysis.document.Markdown;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The report: one page about one or several runs. It needs no other file and no network. */
public final class Report {
    private final List<ReportRun> runs;

    private Report(List<ReportRun> runs) {
        this.runs = runs;
    }

    /** The report of a run that has just been measured. */
    public static Report of(ResultDirectory directory, RunRecord run) {
        return new Report(List.of(ReportRun.of(directory, run)));
    }

    /**
     * Reads the runs.
     *
     * @param results as {@link ipc.result.Results} takes them
     * @throws BadInputException if one is not a result directory, or one of its files is malformed
     */
    public static Report read(List<Path> results) {
        return new Report(ReportRun.read(results));
    }

    /** The result directory, if there is one only and it is not an archive. */
    public Optional<Path> home() {
        return runs.size() > 1 ? Optional.empty()
                : runs.get(0).directory().map(ResultDirectory::path).filter(Files::isDirectory);
    }

    /** Whether a file with this beginning is a report, which may be overwritten. */
    public static boolean isOne(String beginning) {
        return beginning.startsWith(ReportPage.BEGINNING);
    }

    /**
     * Writes the page, as HTML.
     *
     * @param folder the page's directory, for links to flame graphs; null if it has none, and so no links
     * @throws IOException as the writer does
     */
    public void write(Path folder, Writer out) throws IOException {
        Document table = RunOutput.document(runs.stream().map(ReportRun::record).toList());
        new ReportPage(runs, table, ReportData.of(runs, Markdown.render(table))).write(folder, out);
    }
}
