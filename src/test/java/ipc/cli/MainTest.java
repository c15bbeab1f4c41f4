package ipc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.session.Profiles;
import ipc.session.Suggestions;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Bad input, help and lists: nothing here measures. */
class MainTest {
    @TempDir
    private Path work;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0',
            textBlock = """
                    nosuch                            | there is no profile or command nosuch. See ./run.sh help
                    quick -zz                         | there is no option -zz. See ./run.sh help run
                    quick -wi -1                      | -wi -1: must be a whole number, at least 0
                    quick -f 0                        | -f 0: must be a whole number, at least 1
                    quick -f x                        | -f x: must be a whole number, at least 1
                    quick -f 2 --rounds 3             | -f 2 and --rounds 3 are the same option
                    quick --rounds 0                  | --rounds 0: must be at least 1
                    quick --wait --side-by-side       | --wait and --side-by-side exclude each other. Give one of them
                    quick --rounds x                  | --rounds x: must be a whole number
                    quick --rounds 99999999999        | --rounds 99999999999: the number is too large
                    quick --rounds                    | --rounds: the value is missing. See ./run.sh help run
                    quick --rounds --seed 3           | --rounds: the value is missing. See ./run.sh help run
                    quick --rounds 2 --rounds 3       | --rounds is given twice. Give it once
                    quick --verbose=3                 | --verbose 3: this option takes no value
                    quick --seed x                    | --seed x: must be a whole number
                    quick -t 2                        | -t 2: must be 1, because one thread talks to one other process
                    quick -t max                      | -t max: must be 1, because
                    quick -tg 1,1                     | -tg: no benchmark here has thread groups
                    quick -bm ss                      | -bm ss: must be avgt, thrpt or sample
                    quick -bm foo                     | -bm foo: must be avgt, thrpt or sample
                    quick -prof gc -prof gc           | -prof gc is given twice
                    quick -bm all                     | -bm all: must be avgt, thrpt or sample
                    quick -wm BULK                    | -wm BULK: must be INDI, because every cell has a fork of its own
                    quick -wmb RoundTrip              | -wmb: every cell has a fork of its own
                    quick -o /                        | -o /: the file cannot be written. Name one in an existing directory
                    quick --add-delay 1000001         | --add-delay 1000001.0: must be 0 to 1000000 nanoseconds
                    quick --add-delay NaN             | --add-delay NaN: must be 0 to 1000000 nanoseconds
                    quick --cpus 0,0                  | --cpus 0,0: CPU 0 is named twice
                    quick --cpus 0,9999               | --cpus 0,9999: this process must not use CPU 9999
                    quick --mmap-dir /nope            | --mmap-dir /nope: there is no such directory
                    quick -p size=12                  | -p size=12: size 12: must be 8 to 1048576 bytes, a multiple of 8
                    quick -p transport=,              | -p transport=,: must be NAME=VALUE or NAME=VALUE,VALUE
                    quick -p nosuch=1                 | -p nosuch=1: there is no such parameter. The chosen benchmarks have rateHz, size, transport
                    quick Nothing                     | no benchmark matches Nothing. Benchmarks are RoundTrip, OneWay
                    quick -r 0s                       | -r 0: must be longer than 0, for example 1s
                    quick -jvm /nope                  | -jvm /nope: there is no such program. Name a java command
                    quick -o /nope/file               | -o /nope/file: the file cannot be written
                    quick --verbose -o jmh.txt        | --verbose and -o jmh.txt: JMH's output goes to one place. Give one of the two
                    quick -rff /nope/file             | -rff /nope/file: the file cannot be written
                    quick -prof nosuch                | -prof nosuch: there is no such profiler
                    quick -prof gc:foo=1              | -prof gc:foo=1: JMH says: f is not a recognized option; ./run.sh quick -prof gc:help shows
                    quick -prof async:evnt=cpu        | -prof async:evnt=cpu: there is no option evnt; choose from allkernel, alloc,
                    quick -prof async:event=          | -prof async:event=: event has no value. Write event=VALUE.
                    rates -p rateHz=fast              | -p rateHz=fast: must be 0 to 1000000 messages a second
                    throughput --add-delay 2          | --add-delay: Throughput cannot add a delay. Use it with RoundTrip
                    throughput -p window=0            | -p window=0: must be 1 to 1024 messages
                    paired                            | paired needs two transports, a baseline and a contender, for example
                    paired sysv/spin                  | paired needs two transports
                    paired sysv/spin --rounds 2       | paired needs two transports
                    paired sysv/spin mmap/spim        | -p pair=sysv/spin:mmap/spim: unknown transport mmap/spim
                    paired sysv/spin mmap/spin --add-delay -1 | --add-delay -1.0: must be 0 to 1000000 nanoseconds
                    quick --add-delay x               | --add-delay x: must be a number
                    table                             | RESULT is missing. See ./run.sh help table
                    table /nope                       | /nope: no such directory
                    doctor --mmap-dir /nope           | --mmap-dir /nope: there is no such directory. Name an existing one on a disk
                    doctor quick                      | quick: one argument too many. See ./run.sh help doctor
                    validate quick                    | quick: one argument too many. See ./run.sh help validate
                    validate --repetitions x          | --repetitions x: must be a whole number
                    validate --repetitions 0          | --repetitions 0: must be at least 1
                    fleet                             | INVENTORY is missing. See ./run.sh help fleet
                    fleet a, quick --forks 0          | --forks 0: must be at least 1
                    fleet a, quick --timeout 0        | --timeout 0: must be at least 1
                    clean --yess                      | there is no option --yess. See ./run.sh help clean
                    clean --yes=x                     | --yes x: this option takes no value
                    table --format                    | --format: the value is missing. See ./run.sh help table
                    validate --cpus 0,9999            | --cpus 0,9999: this process must not use CPU 9999
                    table --wide --published /nope    | --wide and --published: they are different tables
                    table --wide /nope                | /nope: no such directory
                    table --by nosuch /nope           | --by nosuch: choose from transport, size, rate
                    table --by size --wide /nope      | --by size and --wide: they are different tables; give one of the two
                    table --by rate --published /nope | --by rate and --published: they are different tables
                    table --by size --metric p1 /nope | --metric p1: choose from min, mean, p50, p90, p99, p99.9, max
                    table --by transport --metric p99 /nope | --metric p99: a table by transport has all figures
                    table --metric p99 /nope          | --metric p99: it goes with --by size and --by rate
                    table --format xml /nope          | --format xml: choose from markdown, csv, json, html
                    completion quick                  | quick: one argument too many. See ./run.sh help completion
                    table --by size /nope             | /nope: no such directory
                    advise /nope                      | --size BYTES and --rate HZ are missing. See ./run.sh help advise
                    advise --size 64 --rate 10        | RESULT is missing. See ./run.sh help advise
                    advise --size 64 --rate 10 /nope  | /nope: no such directory
                    advise --size 64.5 --rate 1 /nope | --size 64.5: must be a whole number of bytes, such as 64
                    advise --size x --rate 1 /nope    | --size x: must be a number of bytes above 0, such as 64
                    advise --size 64 --rate 0 /nope   | --rate 0: must be a number of messages a second above 0, such as 1000
                    advise --size 64 --rate 1 --max-cpu -5 /nope | --max-cpu -5: must be a percentage of one CPU above 0, such as 50
                    advise --size 64 --rate 1 --percentile 95 /nope | --percentile 95: choose from 50, 90, 99, 99.9
                    compare                           | BASELINE is missing. See ./run.sh help compare
                    compare /a                        | CONTENDER is missing. See ./run.sh help compare
                    compare /a /b                     | /a: no such directory
                    compare /a /b /c                  | /c: one argument too many. See ./run.sh help compare
                    compare --metric max /a /b        | --metric max: choose from mean, p50, p90, p99, p99.9
                    compare --metric mean,p1 /a /b    | --metric p1: choose from mean, p50, p90, p99, p99.9
                    compare --threshold x /a /b       | --threshold x: must be a percentage of 0 or more, such as 5%
                    compare --threshold -1 /a /b      | --threshold -1: must be a percentage
                    compare --across os /a /b         | --across os: choose from machine, jdk, options, load, placement
                    compare --format xml /a /b        | --format xml: choose from markdown, csv, json
                    help nosuch                       | there is no help about nosuch. See ./run.sh help
                    """)
    void badInputIsOneLineAndExit2(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).startsWith("ipc-roundtrip: " + message);
        assertThat(text(err).lines().count()).isLessThanOrEqualTo(2);
        assertThat(text(out)).isEmpty();
    }

    @Test
    void theNearestIsSuggested() {
        run("desktp");
        assertThat(text(err)).endsWith("Did you mean ./run.sh desktop?\n");
    }

    @Test
    void aSynonymIsSuggestedToo() {
        run("bench");
        assertThat(text(err)).endsWith("Did you mean ./run.sh desktop?\n");
        run("quick", "RoundTrip", "-p", "transport=shmem/spin");
        assertThat(text(err)).endsWith("Did you mean -p transport=sysv/spin?\n");
    }

    @Test
    void everySynonymOfACommandStandsForATopicOfHelp() {
        assertThat(Suggestions.commandSynonyms()).allSatisfy((word, target) -> {
            assertThat(run("help", target)).as(target).isEqualTo(ExitCode.DONE);
            assertThat(run("help", word)).as("%s must not be a name", word).isEqualTo(
                    word.equals(Main.RUN_HELP) ? ExitCode.DONE : ExitCode.BAD_INPUT);
        });
    }

    @Test
    void nothingAtAllIsAnsweredWithAnExample() {
        assertThat(run()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).contains("name a profile or a command, for example ./run.sh desktop. See ./run.sh help");
    }

    @Test
    void anOutputDirectoryThatIsNotEmptyIsRefusedAndUntouched() throws IOException {
        Files.writeString(work.resolve("precious"), "mine");
        assertThat(run("quick", "--out", work.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).contains("is not empty. Name an empty or a new directory");
        assertThat(Files.readString(work.resolve("precious"))).isEqualTo("mine");
    }

    @Test
    void anOutputDirectoryThatCannotBeMadeIsRefused() throws IOException {
        Files.writeString(work.resolve("file"), "");
        assertThat(run("quick", "--out", work.resolve("file/below").toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).contains("cannot be made");
        assertThat(run("quick", "--out", "/proc/nosuch")).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void aMappedFileWithoutRoomIsRefusedAndTheNewResultDirectoryTakenBack() {
        Path result = work.resolve("new/result");
        assertThat(run("quick", "--out", result.toString(), "--mmap-dir", "/proc")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void aJvmThatIsNoneIsRefusedAndTheNewResultDirectoryTakenBack() {
        assertThat(run("quick", "--out", work.resolve("result").toString(), "-jvm", "/bin/true")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).startsWith("ipc-roundtrip: -jvm /bin/true does not report its JVM");
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void validateRefusesCpusBeforeItMakesADirectory() {
        assertThat(run("validate", "--cpus", "0,9999", "--out", work.resolve("kept").toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(work).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            nonsense                    | is malformed: it is not valid JSON (line 1, column 1)
            []                          | has format (none)
            {"format":4}                | has format 4; this program reads formats 1 to 3
            {"format":1}                | is malformed: tool is missing
            {"format":1,"rounds":null}  | is malformed: rounds is missing
            {"format":1,"rounds":1e99}  | is malformed: rounds has a value that is not possible there (line 1, column 26)
            {"format":1,"cells":7}      | is malformed: cells has a value that is not possible there (line 1, column 21)
            {"format":1,"cells":[       | is malformed: it ends too early (line 1, column 22)
            """)
    void aMalformedResultIsRefused(String json, String message) throws IOException {
        Files.writeString(work.resolve("run.json"), json);
        assertThat(run("table", work.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).contains(message).startsWith("ipc-roundtrip: ");
        assertThat(text(err).lines().count()).isEqualTo(1);
    }

    @Test
    void aMachineHasAName() {
        assertThat(run("quick", "--machine", " ")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).isEqualTo("ipc-roundtrip: --machine '': the name must not be empty.\n");
        assertThat(run("table", "--name", "x".repeat(81), "/nope")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).endsWith(": the name has 81 characters, and 80 are possible.\n");
    }

    @Test
    void helpNamesEveryProfileAndCommandInOneLine() {
        assertThat(run("help")).isEqualTo(ExitCode.DONE);
        for (String name : Profiles.names()) {
            // With its duration.
            assertThat(text(out)).containsPattern("(?m)^  " + name + " +\\d+ (s|min)( \\d+ s)?: .{10,}$");
        }
        for (String name : List.of("table", "report", "compare", "advise", "list", "doctor", "validate", "pack", "fleet",
                "completion", "clean", "test", "help")) {
            assertThat(text(out)).containsPattern("(?m)^  " + name + " +[A-Z].{10,}$");
        }
        assertThat(text(out).replaceAll("\\s+", " "))
                .contains("Exit codes: 0 done; 1 a measurement failed, or there is no answer;"
                        + " 2 bad input; 3 compare found a regression.");
    }

    @Test
    void everyTopicHasHelpOfItsOwn() {
        List<String> topics = new ArrayList<>(Profiles.names());
        topics.addAll(List.of("run", "table", "report", "compare", "advise", "list", "doctor", "validate", "pack", "fleet",
                "completion", "clean", "test", "help"));
        for (String topic : topics) {
            out.reset();
            assertThat(run("help", topic)).as(topic).isEqualTo(ExitCode.DONE);
            String usage = Profiles.names().contains(topic) || topic.equals("run") ? "PROFILE"
                    : topic.equals("completion") ? "" : topic;
            assertThat(text(out)).contains("Usage: ").containsPattern("\\./run\\.sh " + usage);
            assertThat(text(out).lines()).allMatch(line -> line.length() <= 100 || line.startsWith("Usage: "));
            assertThat(text(err)).isEmpty();
        }
    }

    @Test
    void helpAboutAProfileSaysWhatItMeasures() {
        run("help", "quick");
        assertThat(text(out)).startsWith("  Profile quick  25 s: ");
    }

    @Test
    void helpIsAlsoAnOptionOfEveryCommand() {
        run("help", "table");
        String help = text(out);
        out.reset();
        assertThat(run("table", "--help")).isEqualTo(ExitCode.DONE);
        assertThat(text(out)).isEqualTo(help);
    }

    @Test
    void helpAboutARunNamesEveryOptionOfOurs() {
        for (List<String> asked : List.of(List.of("help", "run"), List.of("help", "desktop"), List.of("desktop", "--help"))) {
            out.reset();
            assertThat(run(asked.toArray(new String[0]))).isEqualTo(ExitCode.DONE);
            assertThat(text(out)).contains("--out", "--machine", "--rounds", "--seed", "--cpus", "--mmap-dir", "-prof async");
        }
    }

    @Test
    void helpAboutTheProfilerHasOurDefaults() {
        assertThat(run("quick", "-prof", "async:help")).isEqualTo(ExitCode.DONE);
        assertThat(text(out)).contains("event=NAME", "Default: flamegraph.");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void helpAboutCompareSaysItsDefaults() {
        assertThat(run("help", "compare")).isEqualTo(ExitCode.DONE);
        assertThat(text(out).replaceAll("\\s+", " ")).contains("BASELINE CONTENDER", "Default: mean,p50,p99.",
                "Default: 5%.", "jdk, options, machine, placement", "Default: markdown.");
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100, 120})
    void helpFitsTheTerminalAndSplitsNoWord(int columns) {
        for (CommandLine command : new CommandLine(new Main(null, null, false)).getSubcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            String help = HelpText.of(spec, columns);
            assertThat(help.lines().filter(line -> line.length() > columns)).as(help)
                    .allMatch(line -> line.contains("./run.sh " + spec.name()));
            String words = String.join(" ", help.split("\\s+"));
            for (String sentence : spec.usageMessage().header()) {
                assertThat(words).contains(sentence);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100, 120})
    void listHasAtMostSixtyLinesAndNamesEverythingOnce(int columns) {
        String list = ListCommand.text(columns);
        String available = list.substring(0, list.contains("Unavailable") ? list.indexOf("Unavailable") : list.length());
        assertThat(list.lines()).hasSizeLessThanOrEqualTo(60).allMatch(line -> line.length() <= columns);
        List<String> names = new ArrayList<>(
                List.of("RoundTrip", "OneWay", "Throughput", "Paired", "PairedPaced", "ThreadHandOff",
                        "Call"));
        names.addAll(Profiles.names());
        names.forEach(name -> assertThat(available).containsOnlyOnce("\n  " + name + " "));
        // A region and a wait strategy are named apart, a kernel transport with its way to poll.
        Set<String> words = new HashSet<>(List.of(available.replace("[/spin]", "").split("[\\s,;]+")));
        for (Transport transport : Transports.list()) {
            boolean combined = transport.name().contains("/") && Stream.of(transport.name().split("/")).allMatch(words::contains);
            assertThat(combined || words.contains(transport.name())).as(transport.name()).isTrue();
        }
    }

    @Test
    void listSaysWhatThisMachineLacks() {
        assertThat(run("list")).isEqualTo(ExitCode.DONE);
        String flat = text(out).replaceAll("\\s+", " ");
        Transports.list().forEach(transport -> transport.unavailable().ifPresent(
                reason -> assertThat(flat).contains(reason.replaceAll("\\s+", " "))));
    }

    private int run(String... arguments) {
        err.reset();
        return new Main(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                false).run(List.of(arguments));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
