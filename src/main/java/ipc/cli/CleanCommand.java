package ipc.cli;

import ipc.BadInputException;
import ipc.cleanup.CrashedRun;
import ipc.cleanup.CrashedRuns;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run.sh clean}: shows what crashed runs left, and removes it. */
@Command(name = "clean", sortOptions = false,
        header = "Shows what crashed runs left, and removes it on request.",
        customSynopsis = "./run.sh clean [--yes] [DIRECTORY...]",
        footer = {
            "A run cleans up after itself, even if it is killed. Something stays only if all its processes are killed at once, or"
                    + " if it is a POSIX queue and the file system of queues is not mounted. Runs that go on are left alone."})
final class CleanCommand implements Callable<Integer> {
    /** run.sh sets this property if standard input and standard error are terminals. */
    private static final String ASKS = "ipc.asks";
    private static final List<Path> USUAL = List.of(Path.of("/tmp"), Path.of("/var/tmp"));

    @Option(names = "--yes", description = "Removes everything without asking.")
    private boolean yes;

    @Parameters(paramLabel = "DIRECTORY", arity = "0..*",
            description = "Other directories that were TMPDIR when runs crashed. TMPDIR, /tmp and /var/tmp are always searched.")
    private List<Path> directories = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        CrashedRuns found = CrashedRuns.find(places());
        found.leftAlone().forEach(line -> err.println("ipc-roundtrip: left alone: " + line));
        for (CrashedRun run : found.runs()) {
            out.println("left by " + run.origin() + ":");
            run.describe().forEach(line -> out.println("  " + line));
        }
        if (found.runs().isEmpty()) {
            out.println("no crashed run left anything");
        }
        out.flush();
        if (found.runs().isEmpty()) {
            return ExitCode.DONE;
        }
        if (!yes && !confirmed(err)) {
            err.println("ipc-roundtrip: nothing was removed; ./run.sh clean --yes removes it");
            return ExitCode.DONE;
        }
        List<String> failures = found.runs().stream().flatMap(run -> run.remove().stream()).toList();
        failures.forEach(failure -> err.println("ipc-roundtrip: could not be removed: " + failure));
        if (failures.isEmpty()) {
            err.println("ipc-roundtrip: removed");
        }
        return failures.isEmpty() ? ExitCode.DONE : ExitCode.MEASUREMENT_FAILED;
    }

    private List<Path> places() {
        List<Path> places = new ArrayList<>(directories);
        places.stream().filter(place -> !Files.isDirectory(place)).findFirst().ifPresent(none -> {
            throw new BadInputException(none + ": there is no such directory. Name one that was TMPDIR when they ran");
        });
        String given = System.getenv("TMPDIR");
        if (given != null && !given.isEmpty()) {
            places.add(Path.of(given));
        }
        places.addAll(USUAL);
        return places;
    }

    private static boolean confirmed(PrintWriter err) throws IOException {
        if (!Boolean.getBoolean(ASKS)) {
            return false;
        }
        err.print("ipc-roundtrip: remove it? [y/N] ");
        err.flush();
        String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        return answer != null && answer.strip().matches("[yY].*");
    }
}
