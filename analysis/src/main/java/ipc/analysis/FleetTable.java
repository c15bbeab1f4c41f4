package ipc.analysis;

import ipc.result.RunRecord;
import java.nio.file.Path;
import java.util.List;

/** One table of a whole fleet: that by machine and method where everything measured has a place in it, else that by transport. */
public final class FleetTable {
    private FleetTable() {
    }

    /**
     * The table and its notes, as markdown, ended by a line break.
     *
     * @param directory a fleet's
     * @throws ipc.BadInputException if it is none, or a result in it cannot be read
     */
    public static String format(Path directory) {
        List<RunRecord> runs = Decisions.read(List.of(directory));
        return runs.stream().allMatch(TimingTable::hasRoomFor) ? new TimingTable(runs, false).format()
                : Grouping.TRANSPORT.format(runs, List.of());
    }
}
