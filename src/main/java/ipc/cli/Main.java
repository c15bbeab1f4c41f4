package ipc.cli;

import ipc.BadInputException;
import ipc.FailureMessage;
import ipc.ResultsNotWrittenException;
import ipc.session.Profiles;
import ipc.session.Suggestions;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/** {@code ./run.sh}: a profile to measure, or a command. */
@Command(name = "./run.sh", sortOptions = false, usageHelpAutoWidth = true,
        header = "How long does a message take to another process and back, and how sure of it are we?",
        customSynopsis = "./run.sh PROFILE [options] [JMH options]%n       ./run.sh paired A B [options] [JMH options]%n"
                + "       ./run.sh COMMAND [options]%n",
        subcommands = {TableCommand.class, ReportCommand.class, CompareCommand.class, AdviseCommand.class, ListCommand.class,
            DoctorCommand.class, ValidateCommand.class, PackCommand.class, FleetCommand.class, CompletionCommand.class,
            CleanCommand.class},
        footer = {
            "%nExit codes: 0 done, 1 a measurement failed or nothing could be compared,",
            "2 bad input, 3 compare found a cell that became worse.",
            "Tables and data go to standard output, everything else to standard error."})
public final class Main {
    private static final String PREFIX = "ipc-roundtrip: ";
    static final String HELP = "help";
    /** run.sh carries it out by itself, since it needs the sources. */
    static final String TEST = "test";
    /** A profile whose two transports stand where others have options. */
    static final String PAIRED = "paired";
    /** As the JVM names them. */
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64", "arm");
    /** What {@code help} calls all profiles' options. */
    static final String RUN_HELP = "run";
    /** Set by run.sh where standard error is a terminal. */
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
        // UTF-8 whatever the locale: tables hold a micro sign and are pasted into files.
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new Main(out, err, Boolean.getBoolean(TERMINAL)).run(List.of(arguments)));
    }

    int run(List<String> arguments) {
        try {
            requireLinux();
            return dispatch(arguments);
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
            err.println(PREFIX + "an error of this program, not of yours: " + e);
            e.printStackTrace(err);
            return ExitCode.MEASUREMENT_FAILED;
        }
    }

    private int report(BadInputException e) {
        err.println(PREFIX + e.getMessage());
        e.suggestion().ifPresent(err::println);
        return ExitCode.BAD_INPUT;
    }

    private static void requireLinux() {
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) {
            throw new BadInputException("Linux is the supported system, and this is " + system);
        }
        String architecture = System.getProperty("os.arch");
        if (!ARCHITECTURES.contains(architecture)) {
            throw new BadInputException("x86-64, AArch64 and 32-bit ARM are the supported architectures, and this JVM runs on "
                    + architecture);
        }
    }

    private int dispatch(List<String> arguments) {
        CommandLine commands = commands();
        if (arguments.isEmpty()) {
            throw new BadInputException("a profile or a command is expected: " + String.join(", ", Profiles.names()) + "; "
                    + String.join(", ", commandNames(commands)), "for example ./run.sh desktop");
        }
        String first = arguments.get(0);
        List<String> rest = arguments.subList(1, arguments.size());
        if (first.equals(HELP) || first.equals("-h") || first.equals("--help")) {
            return help(commands, rest);
        }
        if (commands.getSubcommands().containsKey(first) || first.equals("--version") || first.equals("-V")) {
            return commands.execute(arguments.toArray(new String[0]));
        }
        if (Profiles.names().contains(first)) {
            List<String> options = first.equals(PAIRED) && !rest.contains("-h") && !rest.contains("--help") ? pair(rest) : rest;
            if (rest.contains("-h") || rest.contains("--help")) {
                out.print(RunCommand.usage());
                return ExitCode.DONE;
            }
            return new RunCommand(out, err, terminal).run(first, options);
        }
        List<String> known = new ArrayList<>(Profiles.names());
        known.addAll(commandNames(commands));
        throw new BadInputException("there is no profile or command " + first + "; profiles are "
                + String.join(", ", Profiles.names()) + ", commands are " + String.join(", ", commandNames(commands)),
                Suggestions.line(first, known, "./run.sh "));
    }

    /** {@code paired A B} is its profile with {@code -p pair=A:B}. */
    static List<String> pair(List<String> typed) {
        if (typed.size() < 2 || typed.get(0).startsWith("-") || typed.get(1).startsWith("-")) {
            throw new BadInputException("paired needs two transports, baseline and contender, such as ./run.sh paired sysv/spin"
                    + " mmap/spin");
        }
        List<String> options = new ArrayList<>(List.of("-p", "pair=" + typed.get(0) + ":" + typed.get(1)));
        options.addAll(typed.subList(2, typed.size()));
        return options;
    }

    private int help(CommandLine commands, List<String> about) {
        if (about.isEmpty()) {
            out.print(commands.getUsageMessage());
            return ExitCode.DONE;
        }
        String command = about.get(0);
        if (command.equals(RUN_HELP) || Profiles.names().contains(command)) {
            out.print(RunCommand.usage());
            return ExitCode.DONE;
        }
        CommandLine found = commands.getSubcommands().get(command);
        if (found == null) {
            throw new BadInputException("there is no help about " + command + "; there is about run, "
                    + String.join(", ", commands.getSubcommands().keySet()),
                    Suggestions.line(command, commands.getSubcommands().keySet(), "./run.sh help "));
        }
        out.print(found.getUsageMessage());
        return ExitCode.DONE;
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
        spec.addOption(CommandLine.Model.OptionSpec.builder("-V", "--version").versionHelp(true)
                .description("Prints the version.").build());
        spec.version(Version.line());
        commands.setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8));
        commands.setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8));
        // What stands behind a fleet's profile goes to its hosts as typed: also what begins with @, and JMH's options, whose
        // names have one dash and many letters.
        commands.setExpandAtFiles(false);
        commands.getSubcommands().get("fleet").setPosixClusteredShortOptionsAllowed(false);
        commands.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        commands.setParameterExceptionHandler((failure, arguments) -> report(new BadInputException(
                failure.getMessage(), "see ./run.sh help " + failure.getCommandLine().getCommandName())));
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof BadInputException badInput) {
                return report(badInput);
            }
            throw failure;
        });
        Map<String, CommandLine.IHelpSectionRenderer> sections = commands.getHelpSectionMap();
        sections.put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
                help -> profileList() + "%nCommands:%n".formatted());
        sections.put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> commandList(commands));
        return commands;
    }

    private static String profileList() {
        StringBuilder text = new StringBuilder(String.format("%nProfiles:%n"));
        Profiles.descriptions().forEach((name, description) -> text.append(String.format("  %-22s %s%n", name, description)));
        return text.toString();
    }

    private static String commandList(CommandLine commands) {
        StringBuilder text = new StringBuilder();
        commands.getSubcommands().forEach((name, command) -> text
                .append(String.format("  %-22s %s%n", name, command.getCommandSpec().usageMessage().header()[0])));
        text.append(String.format("  %-22s %s%n", TEST + " [--faults]",
                "Builds the project and runs all its tests; with --faults whatever can go wrong, for minutes."));
        text.append(String.format("  %-22s %s%n", "help [COMMAND|run]", "This text, or a command's."));
        return text.toString();
    }
}
