package ipc.analysis.report;

import ipc.analysis.run.Decisions;
import ipc.analysis.run.MachineNames;
import ipc.result.ResultDirectory;
import ipc.result.Results.Named;
import ipc.result.Results;
import ipc.result.RunRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A run of a report.
 *
 * @param label     its name in the report: the machine's name, the directory's, or both
 * @param tag       a short name: the label, or the run's number in the page's list of runs
 * @param directory empty if a machine left no result
 */
record ReportRun(String label, String tag, Optional<ResultDirectory> directory, RunRecord record) {
    private static final int LONGEST_TAG_CHARS = 16;

    /** The only run of a report. */
    static ReportRun of(ResultDirectory directory, RunRecord record) {
        String label = record.machine().name();
        return new ReportRun(label, tag(label, 1), Optional.of(directory), record);
    }

    /**
     * Reads the runs.
     *
     * @param typed as {@link Results} takes them
     * @throws ipc.BadInputException if one is no result, or its pairs are missing
     */
    static List<ReportRun> read(List<Path> typed) {
        List<Named> named = Results.find(typed);
        boolean detailed = named.size() <= ReportData.MOST_RUNS_IN_DETAIL;
        List<Optional<ResultDirectory>> directories = named.stream().map(Named::open).toList();
        List<RunRecord> records = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            boolean whole = detailed && directories.get(i).isPresent();
            records.add(Decisions.decided(named.get(i),
                    whole ? directories.get(i).get().readRun() : named.get(i).readForTables()));
        }
        records = MachineNames.apart(records);
        List<String> machines = records.stream().map(record -> record.machine().name()).toList();
        List<String> names = distinct(named.stream().map(ReportRun::shortName).toList())
                ? named.stream().map(ReportRun::shortName).toList() : named.stream().map(ReportRun::fullName).toList();
        List<ReportRun> runs = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            String label = distinct(machines) ? machines.get(i)
                    : new HashSet<>(machines).size() == 1 ? names.get(i) : machines.get(i) + " (" + names.get(i) + ")";
            runs.add(new ReportRun(label, tag(label, i + 1), directories.get(i), records.get(i)));
        }
        return runs;
    }

    private static String tag(String label, int number) {
        return label.length() <= LONGEST_TAG_CHARS ? label : "#" + number;
    }

    private static String shortName(Named named) {
        return named.path() == null ? named.host() : named.path().toAbsolutePath().normalize().getFileName().toString();
    }

    private static String fullName(Named named) {
        return named.path() == null ? named.host() : named.path().normalize().toString();
    }

    private static boolean distinct(List<String> names) {
        return new HashSet<>(names).size() == names.size();
    }

    /** A prefix for names of this run; empty if it is the only one. */
    String prefix(List<ReportRun> runs) {
        return runs.size() == 1 ? "" : tag + ": ";
    }
}
