package ipc.cli;

import ipc.BadInputException;
import ipc.analysis.table.RunOutput;
import ipc.fleet.Fleet;
import ipc.result.FleetRecord;
import ipc.result.ResultDirectory;
import ipc.result.WholeFiles;
import ipc.result.RunRecord;
import ipc.cleanup.PrivateDirectory;
import ipc.session.Profiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code ./run.sh fleet}: the same measurement on many machines. */
@Command(name = "fleet", sortOptions = false,
        header = "Measures on every host of an Ansible inventory.",
        description = "Every host gets the packed program and the options, measures for the duration of the profile, and sends"
                + " its results back. A host needs sshd, the GNU C library, Java 17 or newer (a runtime is enough), bash, tar, gzip"
                + " and base64, but no Python. If ssh commands do not find Java, name it in the inventory:"
                + " ipc_java_home=/opt/jdk-17. This machine needs Ansible (ansible-core).",
        customSynopsis = "./run.sh fleet INVENTORY PROFILE [--forks N] [--timeout MINUTES] [--out DIR] [options of the run]",
        footer = {
            "A host that fails becomes a row of dashes with its reason. The other hosts go on. ./run.sh table DIR prints the table"
                    + " again. If hosts share one machine, use --forks 1. Ctrl-C also ends the runs on the hosts.",
            "Exit codes: 0 done; 1 a host or a cell failed; 2 bad input."})
final class FleetCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final String PAIRED = "paired";

    @Parameters(paramLabel = "INVENTORY", index = "0",
            description = "The inventory as for ansible -i: a file, a folder, or host,host.")
    private String inventory;

    @Parameters(paramLabel = "PROFILE", index = "1", description = "The profile to measure there. Its options may follow.")
    private String profile;

    @Option(names = "--forks", paramLabel = "N", defaultValue = "" + Fleet.DEFAULT_FORKS,
            description = "The number of hosts that measure at the same time. Default: ${DEFAULT-VALUE}.")
    private int forks;

    @Option(names = "--timeout", paramLabel = "MINUTES", defaultValue = "" + Fleet.DEFAULT_TIMEOUT_MINUTES,
            description = "A host without an answer after this time has failed. Default: ${DEFAULT-VALUE}.")
    private int timeoutMinutes;

    @Option(names = "--out", paramLabel = "DIR",
            description = "The directory for the results of all hosts, empty or new. Default: results/TIME-fleet-PROFILE.")
    private Path out;

    @Unmatched
    private List<String> options = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (forks < 1) {
            throw new BadInputException("--forks " + forks + ": must be at least 1");
        }
        if (timeoutMinutes < 1) {
            throw new BadInputException("--timeout " + timeoutMinutes + ": must be at least 1");
        }
        if (!inventory.contains(",") && !Files.exists(Path.of(inventory))) {
            throw new BadInputException("there is no inventory " + inventory + ". Name a file of hosts, or hosts with a comma"
                    + " after each, such as board1,board2,");
        }
        Profiles.check(profile, profile.equals(PAIRED) ? Main.pair(options) : options);
        Path directory = out != null ? out
                : Path.of("results", ZonedDateTime.now(ZoneOffset.UTC).format(TIME) + "-fleet-" + profile);
        PrintWriter err = spec.commandLine().getErr();
        Fleet fleet = new Fleet(new Fleet.Request(inventory, profile, options, forks, timeoutMinutes), directory,
                PrivateDirectory.get(), Version.line(), err);
        FleetRecord measured = fleet.measure();
        String table = RunOutput.ofFleet(fleet.directory());
        try {
            WholeFiles.writeText(fleet.directory().resolve(ResultDirectory.TABLE), out -> out.write(table));
        } catch (IOException e) {
            throw new BadInputException("the table cannot be written to " + fleet.directory() + ": " + e.getMessage());
        }
        spec.commandLine().getOut().print(table);
        spec.commandLine().getOut().flush();
        err.println("ipc-roundtrip: results are in " + fleet.directory());
        return measured.hosts().stream().allMatch(host -> host.directory() != null && allMeasured(fleet.directory(), host))
                ? ExitCode.DONE : ExitCode.MEASUREMENT_FAILED;
    }

    private static boolean allMeasured(Path directory, FleetRecord.Host host) {
        return ResultDirectory.open(directory.resolve(host.directory())).readRunForTables().cells().stream()
                .noneMatch(cell -> cell.status() == RunRecord.Status.FAILED);
    }
}
