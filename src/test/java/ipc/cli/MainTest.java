package ipc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.transport.Transport;
import ipc.transport.Transports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input, help and lists: nothing here measures. */
class MainTest {
    @TempDir
    private Path work;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0',
            textBlock = """
                    nosuch                            | there is no profile or command nosuch; profiles are access, all, baselines, desktop, paired,
                    quick -zz                         | unknown option -zz
                    quick -wi -1                      | JMH says: Cannot parse argument '-1' of option wi
                    quick -f 0                        | -f 0 would measure inside the harness's own process
                    quick -f x                        | -f x: a whole number is expected
                    quick -f 2 --rounds 3             | -f 2 and --rounds 3 are the same option
                    quick --rounds 0                  | --rounds 0: 1 or more is right
                    quick --rounds x                  | Invalid value for option '--rounds': 'x' is not an int
                    quick -t 2                        | -t 2: a round trip is one thread
                    quick -t max                      | -t max: a round trip is one thread
                    quick -tg 1,1                     | -tg: no benchmark here has thread groups
                    quick -bm ss                      | -bm ss: a single shot would measure the start of two JVMs
                    quick -bm foo                     | JMH says: Unable to parse benchmark mode
                    quick -prof gc -prof gc           | -prof gc is given twice
                    quick -bm all                     | -bm all: a single shot
                    quick -wm BULK                    | -wm BULK: every cell has a fork of its own
                    quick -wmb RoundTrip              | -wmb: every cell has a fork of its own
                    quick -o /                        | -o / cannot be written; name a file in an existing directory
                    quick --add-delay 1000001         | --add-delay 1000001.0: 0 to 1000000 nanoseconds are right
                    quick --add-delay NaN             | --add-delay NaN: 0 to 1000000 nanoseconds are right
                    quick --cpus 0,0                  | --cpus 0,0: CPU 0 is named twice
                    quick --cpus 0,9999               | --cpus 0,9999: this process must not use CPU 9999
                    quick --mmap-dir /nope            | --mmap-dir /nope: no such directory
                    quick -p size=12                  | -p size=12: size 12: a message is 8 to 1048576 bytes long
                    quick -p transport=,              | -p transport=,: name=value[,value] is expected
                    quick -p nosuch=1                 | -p nosuch=…: none of the chosen benchmarks has this parameter
                    quick Nothing                     | no benchmark matches Nothing; there are RoundTrip, OneWay
                    quick -r 0s                       | -r single-shot: nothing can be measured in no time
                    quick -jvm /nope                  | -jvm /nope: no such program; name a java command
                    quick -o /nope/file               | -o /nope/file cannot be written
                    quick --verbose -o jmh.txt        | --verbose and -o jmh.txt: JMH's output goes to one place; give one of the two
                    quick -rff /nope/file             | -rff /nope/file cannot be written
                    quick -prof nosuch                | -prof nosuch: there is no such profiler
                    quick -prof gc:foo=1              | -prof gc:foo=1: JMH says: f is not a recognized option; ./run.sh quick -prof gc:help shows
                    quick -prof async:evnt=cpu        | -prof async:evnt=cpu: there is no option evnt; choose from allkernel, alloc,
                    quick -prof async:event=          | -prof async:event=: event has no value; event=VALUE is right
                    rates -p rateHz=fast              | -p rateHz=fast: must be 0 to 1000000 messages a second
                    throughput --add-delay 2          | --add-delay: Throughput has no place for a delay
                    throughput -p window=0            | -p window=0: must be 1 to 1024
                    paired                            | paired needs two transports, baseline and contender, such as
                    paired sysv/spin                  | paired needs two transports
                    paired sysv/spin --rounds 2       | paired needs two transports
                    paired sysv/spin mmap/spim        | -p pair=sysv/spin:mmap/spim: unknown transport mmap/spim
                    paired sysv/spin mmap/spin --add-delay -1 | --add-delay -1.0: 0 to 1000000 nanoseconds are right
                    quick --add-delay x               | Invalid value for option '--add-delay': 'x' is not a double
                    table                             | Missing required parameter: 'RESULT'
                    table /nope                       | /nope: no such directory
                    doctor --mmap-dir /nope           | --mmap-dir /nope: no such directory; name an existing one on a disk
                    doctor quick                      | Unmatched argument at index 1: 'quick'
                    validate quick                    | Unmatched argument at index 1: 'quick'
                    validate --cpus 0,9999            | --cpus 0,9999: this process must not use CPU 9999
                    table --wide --published /nope    | --wide and --published: nothing but min, mean and max was published
                    table --wide /nope                | /nope: no such directory
                    table --by nosuch /nope           | --by nosuch: choose from transport, size, rate
                    table --by size --wide /nope      | --by size and --wide: they are different tables; give one of the two
                    table --by rate --published /nope | --by rate and --published: they are different tables
                    table --by size --metric p1 /nope | --metric p1: choose from min, mean, p50, p90, p99, p99.9, max
                    table --by transport --metric p99 /nope | --metric p99: a table by transport has all figures
                    table --metric p99 /nope          | --metric p99: it goes with --by size and --by rate
                    table --format xml /nope          | --format xml: choose from markdown, csv, json, html
                    completion quick                  | Unmatched argument at index 1: 'quick'
                    table --by size /nope             | /nope: no such directory
                    advise /nope                      | Missing required options: '--size=BYTES', '--rate=HZ'
                    advise --size 64 --rate 10        | Missing required parameter: 'RESULT'
                    advise --size 64 --rate 10 /nope  | /nope: no such directory
                    advise --size 64.5 --rate 1 /nope | --size 64.5: must be a whole number of bytes, such as 64.
                    advise --size x --rate 1 /nope    | --size x: must be a number of bytes above 0, such as 64.
                    advise --size 64 --rate 0 /nope   | --rate 0: must be a number of messages a second above 0, such as 1000.
                    advise --size 64 --rate 1 --max-cpu -5 /nope | --max-cpu -5: must be a percentage of one CPU above 0, such as 50.
                    advise --size 64 --rate 1 --percentile 95 /nope | --percentile 95: choose from 50, 90, 99, 99.9.
                    compare                           | Missing required parameters: 'BASELINE', 'CONTENDER'
                    compare /a                        | Missing required parameter: 'CONTENDER'
                    compare /a /b                     | /a: no such directory
                    compare /a /b /c                  | Unmatched argument at index 3: '/c'
                    compare --metric max /a /b        | --metric max: choose from mean, p50, p90, p99, p99.9
                    compare --metric mean,p1 /a /b    | --metric p1: choose from mean, p50, p90, p99, p99.9
                    compare --threshold x /a /b       | --threshold x: a percentage of zero or more is expected, such as 5%
                    compare --threshold -1 /a /b      | --threshold -1: a percentage
                    compare --across os /a /b         | --across os: choose from machine, jdk, options, placement
                    compare --format xml /a /b        | --format xml: choose from markdown, csv, json
                    help nosuch                       | there is no help about nosuch
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
    void nothingAtAllIsAnsweredWithWhatThereIs() {
        assertThat(run()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).contains("a profile or a command is expected: access, all, baselines, desktop, paired, quick");
    }

    @Test
    void anOutputDirectoryThatIsNotEmptyIsRefusedAndUntouched() throws IOException {
        Files.writeString(work.resolve("precious"), "mine");
        assertThat(run("quick", "--out", work.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).contains("is not empty; name an empty or a new directory");
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
            nonsense                    | is malformed
            []                          | has format (none)
            {"format":4}                | has format 4; this program reads formats 1 to 3
            {"format":1}                | is malformed: a part that every one has is missing: tool
            {"format":1,"rounds":null}  | is malformed: a part that every one has is missing: rounds
            {"format":1,"rounds":1e99}  | is malformed
            {"format":1,"cells":7}      | is malformed
            """)
    void aMalformedResultIsRefused(String json, String message) throws IOException {
        Files.writeString(work.resolve("run.json"), json);
        assertThat(run("table", work.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).contains(message).startsWith("ipc-roundtrip: ");
        assertThat(text(err).lines().count()).isEqualTo(1);
    }

    @Test
    void helpNamesEveryProfileAndCommand() {
        assertThat(run("help")).isEqualTo(ExitCode.DONE);
        assertThat(text(out)).contains("desktop", "quick", "server", "snapdragon-flight", "snapdragon-flight-pro", "table",
                "list", "compare", "advise", "doctor", "validate", "completion", "test",
                "Exit codes: 0 done, 1 a measurement failed or nothing could be compared,",
                "2 bad input, 3 compare found a cell that became worse.");
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
    void helpAboutAProfilerIsJmhs() {
        assertThat(run("quick", "-prof", "async:help")).isEqualTo(ExitCode.DONE);
        assertThat(text(out)).contains("Options accepted by async", "event=<event>");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void helpAboutCompareSaysItsDefaults() {
        assertThat(run("help", "compare")).isEqualTo(ExitCode.DONE);
        assertThat(text(out).replaceAll("\\s+", " ")).contains("BASELINE CONTENDER", "Default: mean,p50,p99.",
                "Default: 5%.", "jdk, options, machine, placement",
                "Default: markdown.", "3 if any cell is worse, 1 if nothing could be compared");
    }

    @Test
    void listShowsBenchmarksTransportsAndProfiles() {
        assertThat(run("list")).isEqualTo(ExitCode.DONE);
        assertThat(text(out)).contains("RoundTrip", "OneWay", "desktop");
        for (Transport transport : Transports.list()) {
            assertThat(text(out)).containsOnlyOnce("  " + transport.name() + " ").contains(transport.description());
        }
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
