package ipc.analysis.table;

import ipc.analysis.run.Decisions;
import ipc.BadInputException;
import ipc.analysis.document.Brief;
import ipc.analysis.document.Document;
import ipc.analysis.document.Markdown;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import java.nio.file.Path;
import java.util.List;

/** The table of a run or a fleet: the timing table if it has a place for every cell, else the tables by transport. */
public final class RunOutput {
    /** A run prints so many lines beside its tables: with the usual three rows, 20 lines in all. */
    static final int MOST_LINES_BESIDE_TABLES = 14;

    private RunOutput() {
    }

    /** The whole table of a finished run as {@code table.md} has it: Markdown, ended by a line break. */
    public static String whole(RunRecord run) {
        return Markdown.render(document(List.of(run)));
    }

    /**
     * The short table that a run prints: Markdown without notes, ended by a line break.
     *
     * @param directory the run's result directory, as the last line names it
     */
    public static String brief(RunRecord run, Path directory) {
        Document whole = document(List.of(run)).withClosing("Details: " + directory + " (" + ResultDirectory.REPORT
                + " has charts, " + ResultDirectory.TABLE + " has all notes)");
        return Markdown.render(Brief.of(whole, MOST_LINES_BESIDE_TABLES, ResultDirectory.TABLE));
    }

    /**
     * The whole table of a fleet as Markdown, ended by a line break.
     *
     * @param directory the fleet's directory
     * @throws BadInputException if it is not a fleet's, or if a result in it cannot be read
     */
    public static String ofFleet(Path directory) {
        return Markdown.render(document(Decisions.read(List.of(directory))));
    }

    /** The document that is printed for these runs. */
    public static Document document(List<RunRecord> runs) {
        return runs.stream().allMatch(TimingTable::hasRoomFor) ? new TimingTable(runs, false).document()
                : Grouping.TRANSPORT.document(runs);
    }
}
