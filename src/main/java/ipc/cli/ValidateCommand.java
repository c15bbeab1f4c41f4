package ipc.cli;

import ipc.BadInputException;
import ipc.analysis.validate.CpuRoundTrips;
import ipc.analysis.run.Decisions;
import ipc.analysis.validate.Validation;
import ipc.analysis.validate.Validation.Check;
import ipc.bench.Paired;
import ipc.environment.CpuChoice;
import ipc.environment.CpuPairs;
import ipc.environment.CpuTopology;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.cleanup.PrivateDirectory;
import ipc.session.Session;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./run.sh validate}: examines the harness on this machine. */
@Command(name = "validate", sortOptions = false, usageHelpAutoWidth = true,
        header = "Checks in a minute and a half whether the harness can be trusted on this machine.",
        customSynopsis = "./run.sh validate [--cpus A,B|auto] [--repetitions N] [--out DIR]%n",
        footer = "%nExit code 1 if the harness cannot be trusted here; the first line says why.")
final class ValidateCommand implements Callable<Integer> {
    private static final List<String> ROUND_TRIPS = List.of("RoundTrip", "-p", "size=8", "--rounds", "1", "-wi", "1", "-w",
            "300ms",
            "-i", "1", "-r", "200ms");
    private static final List<String> PAIRS = List.of("--rounds", "1", "-wi", "2", "-w", "500ms", "-r", "500ms");
    /** An iteration can end before its last allocation begins, so a few more are measured. */
    private static final int SPARE_ITERATIONS = 2;
    private static final int MOST_ITERATIONS_DELAYED = 12;
    private static final List<String> DELAYS_NANOS = List.of("2", "20");
    private static final int MOST_CPU_PAIRS = 15;

    @Option(names = "--cpus", paramLabel = "A,B|auto", defaultValue = "auto",
            description = "CPUs of the two processes. Default: ${DEFAULT-VALUE}, two cores of the fastest kind that share a cache.")
    private String cpus;

    @Option(names = "--repetitions", paramLabel = "N", defaultValue = "40",
            description = "How often a transport is compared with itself, half a second each. At least "
                    + Validation.FEWEST_REPETITIONS + " are needed for a judgement. Default: ${DEFAULT-VALUE}.")
    private int repetitions;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Keeps the measurements in this directory, which must be empty or new. Default: nothing is kept.")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (repetitions < 1) {
            throw new BadInputException("--repetitions " + repetitions + ": must be at least 1");
        }
        // Bad CPUs are refused before a directory is made.
        CpuChoice.resolve(cpus, CpuTopology.ofThisMachine());
        Path directory = out != null ? ResultDirectory.create(out).path() : PrivateDirectory.get().resolve("validate");
        String transport = transport();
        return report(spec.commandLine().getOut(), examine(directory, transport), roundTrips(directory, transport));
    }

    private List<Check> examine(Path directory, String transport) {
        List<Check> checks = new ArrayList<>();
        String pair = "pair=" + transport + ":" + transport;
        Measured itself = measure("paired", directory.resolve("against-itself"), PAIRS, "-p", pair,
                "-i", Integer.toString(repetitions + SPARE_ITERATIONS), "--cpus", cpus);
        checks.add(Validation.clock(itself.cell().clock()));
        checks.add(Validation.recorded(itself.cell()));
        checks.add(Validation.againstItself(itself.directory(), itself.cell(), repetitions, Paired.ALLOCATIONS));
        for (String delay : DELAYS_NANOS) {
            Measured delayed = measure("paired", directory.resolve("delay-" + delay), PAIRS, "-p", pair,
                    "-i", Integer.toString(Math.min(repetitions + SPARE_ITERATIONS, MOST_ITERATIONS_DELAYED)), "--add-delay",
                    delay, "--cpus", cpus);
            checks.add(Validation.delay(delayed.directory(), delayed.cell()));
        }
        checks.add(Validation.steadiness(itself.directory(), itself.cell()));
        return checks;
    }

    /**
     * Prints the verdict and the checks.
     *
     * @return the exit code
     */
    static int report(PrintWriter writer, List<Check> checks, CpuRoundTrips roundTrips) {
        writer.print(Validation.format(checks, roundTrips));
        writer.flush();
        return Validation.isTrusted(checks) ? ExitCode.DONE : ExitCode.MEASUREMENT_FAILED;
    }

    /** The fastest transport: one that spins if two CPUs are allowed, otherwise one that sleeps. */
    private static String transport() {
        boolean twoCanSpin = CpuTopology.ofThisMachine().allowed().size() > 1;
        return Transports.list().stream()
                .filter(transport -> (twoCanSpin ? transport.needsOwnCpu() : transport.blocks())
                        && transport.unavailable().isEmpty())
                .map(Transport::name).findFirst().orElseThrow();
    }

    private CpuRoundTrips roundTrips(Path directory, String transport) {
        CpuTopology topology = CpuTopology.ofThisMachine();
        CpuRoundTrips roundTrips = new CpuRoundTrips(topology.allowed().size());
        for (int[] pair : CpuPairs.sample(topology, MOST_CPU_PAIRS)) {
            Measured measured = measure("quick", directory.resolve("cpus-" + pair[0] + "-" + pair[1]), ROUND_TRIPS,
                    "-p", "transport=" + transport, "--cpus", pair[0] + "," + pair[1]);
            roundTrips.add(pair[0], pair[1], measured.cell());
        }
        return roundTrips;
    }

    private Measured measure(String profile, Path to, List<String> common, String... options) {
        List<String> typed = new ArrayList<>(common);
        typed.addAll(List.of(options));
        typed.addAll(List.of("--out", to.toString()));
        Session.Outcome outcome = new Session(profile, typed, Version.line(), System.err, Decisions::decide)
                .run(Boolean.getBoolean(Main.TERMINAL));
        return new Measured(outcome.directory(), outcome.record().cells().get(0));
    }

    private record Measured(ResultDirectory directory, Cell cell) {
    }
}
