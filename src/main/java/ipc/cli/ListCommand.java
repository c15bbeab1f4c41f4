package ipc.cli;

import ipc.bench.Benchmarks;
import ipc.session.PrivateDirectory;
import ipc.session.Profiles;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./run.sh list}: what there is, and whether this machine has it. */
@Command(name = "list", usageHelpAutoWidth = true,
        header = "Lists benchmarks, transports and profiles, and what this machine lacks.",
        customSynopsis = "./run.sh list%n")
final class ListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrivateDirectory.get();
        PrintWriter out = spec.commandLine().getOut();
        out.println("Benchmarks (./run.sh PROFILE NAME):");
        for (Benchmarks.Entry benchmark : Benchmarks.list()) {
            line(out, benchmark.name(), benchmark.description() + "; parameters " + String.join(", ", benchmark.parameters()));
        }
        out.println("Transports (-p transport=NAME[,NAME], or all):");
        for (Transport transport : Transports.list()) {
            Optional<String> missing = transport.missing();
            line(out, transport.name(), transport.description()
                    + missing.map(reason -> " - not on this machine: " + reason).orElse(""));
        }
        out.println("Profiles (./run.sh NAME):");
        Profiles.descriptions().forEach((name, description) -> line(out, name, description));
        out.flush();
        return ExitCode.DONE;
    }

    private static void line(PrintWriter out, String name, String text) {
        out.printf("  %-22s %s%n", name, text);
    }
}
