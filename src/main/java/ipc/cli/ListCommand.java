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
    private static final String NOT_HERE = "not on this machine";

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
        out.println("Transports (-p transport=NAME[,NAME], or all, which leaves the optional ones out):");
        Transports.groups().forEach(group -> list(out, group));
        out.println("Profiles (./run.sh NAME):");
        Profiles.descriptions().forEach((name, description) -> line(out, name, description));
        out.flush();
        return ExitCode.DONE;
    }

    /** What all of them lack is said once, in full. */
    private static void list(PrintWriter out, Transports.Group group) {
        Optional<String> lacking = group.lacking().get();
        boolean optional = group.transports().stream().allMatch(Transport::optional);
        out.println(" " + group.name() + ": " + group.description() + (optional ? ", optional" : "")
                + lacking.map(reason -> " - " + NOT_HERE + ": " + reason).orElse(""));
        for (Transport transport : group.transports()) {
            line(out, transport.name(), lacking.isPresent() ? NOT_HERE : transport.description()
                    + transport.unavailable().map(reason -> " - " + NOT_HERE + ": " + reason).orElse(""));
        }
    }

    private static void line(PrintWriter out, String name, String text) {
        out.printf("  %-22s %s%n", name, text);
    }
}
