package ipc.cli;

import ipc.bench.Benchmarks;
import ipc.session.Profiles;
import ipc.session.RunOptions;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/** {@code ./run.sh completion}: the shell's part of the command line. */
@Command(name = "completion",
        header = "Prints a completion script for bash and zsh.",
        customSynopsis = "source <(./run.sh completion)")
final class CompletionCommand implements Callable<Integer> {
    /** As shells look it up: without the folder. */
    private static final String SCRIPT = "run.sh";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine commands = spec.commandLine().getParent();
        List<String> topics = new ArrayList<>(commands.getSubcommands().keySet());
        topics.addAll(Profiles.names());
        topics.add(Main.RUN_HELP);
        List<String> benchmarks = Benchmarks.list().stream().map(Benchmarks.Entry::name).toList();
        List<String> transports = Transports.list().stream().map(Transport::name).toList();
        Profiles.names()
                .forEach(name -> commands.addSubcommand(name, profile(name.equals(Main.PAIRED) ? transports : benchmarks)));
        commands.addSubcommand(Main.TEST, CommandSpec.create());
        commands.addSubcommand(Main.HELP, CommandSpec.create().addPositional(oneOf(topics)));
        spec.commandLine().getOut().print(AutoComplete.bash(SCRIPT, commands));
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }

    /** @param patterns what may stand there that is no option */
    private static CommandLine profile(List<String> patterns) {
        CommandLine profile = new CommandLine(new RunOptions());
        CommandSpec options = profile.getCommandSpec();
        RunOptions.jmhOptions().forEach((name, takesValue) -> options.addOption(OptionSpec.builder(name)
                .arity(takesValue ? "1" : "0").type(takesValue ? String.class : boolean.class).build()));
        options.addPositional(oneOf(patterns));
        return profile;
    }

    private static PositionalParamSpec oneOf(List<String> words) {
        return PositionalParamSpec.builder().index("0..*").arity("0..*").type(List.class).auxiliaryTypes(String.class)
                .completionCandidates(words).build();
    }
}
