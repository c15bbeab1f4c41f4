package ipc.cli;

import ipc.BadInputException;
import ipc.FailureMessage;
import ipc.ResultsNotWrittenException;
import ipc.WatchedOutput;
import ipc.cleanup.PrivateDirectory;
import ipc.session.ParseErrors;
import ipc.session.Profiles;
import ipc.session.Suggestions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code ./run.sh}: a profile to measure, or a command. */
@Command(name = "./run.sh", sortOptions = false,
        header = "Measures how long a message takes to another process and back, and how sure the result is.",
        customSynopsis = {"./run.sh PROFILE [options] [JMH options]", "./run.sh paired A B [options] [JMH options]",
            "./run.sh COMMAND [options]"},
        subcommands = {TableCommand.class, ReportCommand.class, CompareCommand.class, AdviseCommand.class, ListCommand.class,
            DoctorCommand.class, ValidateCommand.class, PackCommand.class, FleetCommand.class, CompletionCommand.class,
            CleanCommand.class},
        footer = {
            "Exit codes: 0 done; 1 a measurement failed, or there is no answer; 2 bad input; 3 compare found a regression.",
            "Tables and data go to standard output. Everything else goes to standard error."})
public final class Main {
    private static final String PREFIX = "ipc-roundtrip: ";
    static final String HELP = "help";
    /** run.sh itself does this, because it needs the sources. */
    static final String TEST = "test";
    /** The profile that takes two transports before its options. */
    static final String PAIRED = "paired";
    /** The JVM's names. */
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64", "arm");
    /** The help topic for the options of all profiles. */
    static final String RUN_HELP = "run";
    /** run.sh sets this property if standard error is a terminal. */
    static final String TERMINAL = "ipc.terminal";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    /**
     * @param out      for tables and data
     * @param err      for everything else
     * @param terminal whether {@code err} is one
     */
    Main(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /**
     * Runs a command and ends the JVM with its exit code.
     *
     * @param arguments as typed after {@code ./run.sh}
     */
    public static void main(String[] arguments) {
        // UTF-8 in every locale, because tables hold a micro sign.
        WatchedOutput standardOutput = new WatchedOutput(new FileOutputStream(FileDescriptor.out));
        PrintStream out = new PrintStream(standardOutput, true, StandardCharsets.UTF_8);
        // For JMH, which prints its lists itself.
        System.setOut(out);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Main main = new Main(out, err, Boolean.getBoolean(TERMINAL));
        int exitCode = main.exitCode(() -> {
            // Before any class loads a native library or makes a temporary file.
            PrivateDirectory.get();
            return main.dispatch(List.of(arguments));
        });
        System.exit(main.afterOutput(exitCode, standardOutput));
    }

    /** A command whose output is lost has failed. */
    int afterOutput(int exitCode, WatchedOutput standardOutput) {
        out.flush();
        Optional<String> failure = standardOutput.failure();
        failure.ifPresent(reason -> err.println(PREFIX + "standard output could not be written: " + reason));
        return failure.isPresent() && exitCode == ExitCode.DONE ? ExitCode.MEASUREMENT_FAILED : exitCode;
    }

    int run(List<String> arguments) {
        return exitCode(() -> dispatch(arguments));
    }

    private int exitCode(IntSupplier command) {
        try {
            requireLinux();
            return command.getAsInt();
        } catch (BadInputException e) {
            return report(e);
        } catch (ResultsNotWrittenException e) {
            err.println(PREFIX + e.getMessage());
            return ExitCode.MEASUREMENT_FAILED;
        } catch (LinkageError e) {
            return report(new BadInputException("this program cannot run here: " + FailureMessage.of(e)));
        } catch (OutOfMemoryError e) {
            return report(new BadInputException(FailureMessage.ofThisProcess(e)));
        } catch (RuntimeException e) {
            err.println(PREFIX + "this is an error of the program: " + e);
            e.printStackTrace(err);
            return ExitCode.MEASUREMENT_FAILED;
        }
    }

    private int report(BadInputException e) {
        err.println(PREFIX + sentence(e.getMessage()));
        e.suggestion().ifPresent(err::println);
        return ExitCode.BAD_INPUT;
    }

    /** Ends a message with a full stop if it has none. */
    private static String sentence(String message) {
        return message.matches(".*[.!?…]") ? message : message + ".";
    }

    private static void requireLinux() {
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) {
            throw new BadInputException("only Linux is supported, and this is " + system);
        }
        String architecture = System.getProperty("os.arch");
        if (!ARCHITECTURES.contains(architecture)) {
            throw new BadInputException(
                    "only x86-64, AArch64 and 32-bit ARM are supported, and this JVM runs on " + architecture);
        }
    }

    private int dispatch(List<String> arguments) {
        CommandLine commands = commands();
        if (arguments.isEmpty()) {
            throw new BadInputException("name a profile or a command, for example ./run.sh desktop. See ./run.sh help");
        }
        String first = arguments.get(0);
        List<String> rest = arguments.subList(1, arguments.size());
        if (first.equals(HELP) || isHelpOption(first)) {
            return help(commands, rest);
        }
        boolean isCommand = commands.getSubcommands().containsKey(first);
        if ((isCommand || Profiles.names().contains(first)) && rest.stream().anyMatch(Main::isHelpOption)) {
            return help(commands, List.of(first));
        }
        if (isCommand || first.equals("--version") || first.equals("-V")) {
            return commands.execute(arguments.toArray(new String[0]));
        }
        if (Profiles.names().contains(first)) {
            return new RunCommand(out, err, terminal).run(first, first.equals(PAIRED) ? pair(rest) : rest);
        }
        throw new BadInputException("there is no profile or command " + first + ". See ./run.sh help",
                Suggestions.line(first, topics(commands), "./run.sh "));
    }

    private static boolean isHelpOption(String argument) {
        return argument.equals("-h") || argument.equals("--help");
    }

    private static List<String> topics(CommandLine commands) {
        List<String> topics = new ArrayList<>(Profiles.names());
        topics.addAll(commandNames(commands));
        return topics;
    }

    /** {@code paired A B} means {@code -p pair=A:B}. */
    static List<String> pair(List<String> typed) {
        if (typed.size() < 2 || typed.get(0).startsWith("-") || typed.get(1).startsWith("-")) {
            throw new BadInputException("paired needs two transports, a baseline and a contender, for example ./run.sh paired"
                    + " sysv/spin mmap/spin");
        }
        List<String> options = new ArrayList<>(List.of("-p", "pair=" + typed.get(0) + ":" + typed.get(1)));
        options.addAll(typed.subList(2, typed.size()));
        return options;
    }

    private int help(CommandLine commands, List<String> about) {
        out.print(about.isEmpty() ? overview(commands) : topic(commands, about.get(0)));
        return ExitCode.DONE;
    }

    private static String topic(CommandLine commands, String topic) {
        int columns = Screen.columns();
        if (topic.equals(RUN_HELP)) {
            return HelpText.of(RunCommand.spec(), columns);
        }
        if (Profiles.names().contains(topic)) {
            return HelpText.table(Map.of("Profile " + topic, Profiles.descriptions().get(topic)), columns) + "\n"
                    + HelpText.of(RunCommand.spec(), columns);
        }
        CommandLine found = commands.getSubcommands().get(topic);
        if (found != null) {
            return HelpText.of(found.getCommandSpec(), columns);
        }
        if (topic.equals(TEST)) {
            return HelpText.of(testSpec(), columns);
        }
        if (topic.equals(HELP)) {
            return HelpText.of(helpSpec(), columns);
        }
        List<String> topics = topics(commands);
        topics.add(RUN_HELP);
        throw new BadInputException("there is no help about " + topic + ". See ./run.sh help",
                Suggestions.line(topic, topics, "./run.sh help "));
    }

    /** The parser never sees these two: run.sh runs the tests, and help has its own rules. */
    private static CommandSpec testSpec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().header("Builds the project and runs all its tests (11 min).")
                .customSynopsis("./run.sh test [--faults] [MAVEN OPTIONS]")
                .description("Needs the sources, a JDK and Maven. The last line says which tests were skipped because a tool is"
                        + " missing. In CI (CI=true) all JDKs from 17 up are tested, and missing tools are installed.")
                .footer("For example: ./run.sh test -Dtest=PlanTest -Dsurefire.failIfNoSpecifiedTests=false");
        spec.addOption(OptionSpec.builder("--faults")
                .description("Runs the fault tests alone: full disks, killed processes, missing permissions and others.")
                .build());
        return spec;
    }

    private static CommandSpec helpSpec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().header("Prints an overview, or the help text of a profile or command.")
                .customSynopsis("./run.sh help [run|PROFILE|COMMAND]")
                .footer("./run.sh help run shows the options of all profiles.",
                        "./run.sh quick -prof async:help shows the options of the profiler.");
        return spec;
    }

    private static List<String> commandNames(CommandLine commands) {
        List<String> names = new ArrayList<>(commands.getSubcommands().keySet());
        names.add(TEST);
        names.add(HELP);
        return names;
    }

    /** All commands but profiles, {@code test} and {@code help}, which run.sh and this class carry out. */
    CommandLine commands() {
        CommandLine commands = new CommandLine(this);
        CommandSpec spec = commands.getCommandSpec();
        spec.addOption(OptionSpec.builder("-V", "--version").versionHelp(true)
                .description("Prints the version.").build());
        spec.version(Version.line());
        commands.setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8));
        commands.setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8));
        // The hosts of a fleet get the options as typed, even if they begin with @ or look like clustered short options.
        commands.setExpandAtFiles(false);
        commands.getSubcommands().get("fleet").setPosixClusteredShortOptionsAllowed(false);
        commands.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        commands.setParameterExceptionHandler((failure, arguments) -> report(
                ParseErrors.translate(failure, failure.getCommandLine().getCommandName())));
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof BadInputException badInput) {
                return report(badInput);
            }
            throw failure;
        });
        return commands;
    }

    private static String overview(CommandLine commands) {
        int columns = Screen.columns();
        Map<String, String> rows = new LinkedHashMap<>();
        commands.getSubcommands().forEach((name, command) -> rows.put(name, header(command.getCommandSpec())));
        rows.put(TEST, header(testSpec()));
        rows.put(HELP, header(helpSpec()));
        return HelpText.of(commands.getCommandSpec(), columns, "\nProfiles:\n" + HelpText.table(Profiles.descriptions(), columns)
                + "\nCommands:\n" + HelpText.table(rows, columns));
    }

    private static String header(CommandSpec command) {
        return command.usageMessage().header()[0].replaceFirst("\\.$", "");
    }
}
