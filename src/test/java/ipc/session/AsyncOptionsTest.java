package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import ipc.profile.Output;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.runner.options.ProfilerConfig;

class AsyncOptionsTest {
    @Test
    void theNamesAreThoseThatJmhHas() {
        String help = AsyncProfiling.jmhsHelp(new ProfilerConfig("async", "help"));
        Set<String> jmhs = new TreeSet<>();
        Matcher option = Pattern.compile("(?m)^  (\\w+)=").matcher(help);
        while (option.find()) {
            jmhs.add(option.group(1));
        }
        assertThat(jmhs).hasSizeGreaterThan(20).isEqualTo(AsyncOptions.names());
    }

    @Test
    void theHelpExplainsEveryOptionAndNamesOurDefaults() {
        Set<String> explained = AsyncHelp.options(List.of()).keySet().stream().map(option -> option.replaceFirst("\\W.*", ""))
                .collect(Collectors.toSet());
        assertThat(explained).isEqualTo(AsyncOptions.names());
        List<ProfilerConfig> asked = List.of(new ProfilerConfig("async", "help"));
        for (int columns : List.of(80, 100)) {
            String help = AsyncProfiling.help(asked, columns).orElseThrow();
            assertThat(help.lines()).allMatch(line -> line.length() <= columns);
            assertThat(help.replaceAll("\\s+", " ")).contains("Default: the first of cpu-clock, ctimer, itimer that this machine",
                    "several are separated by commas. Default: flamegraph.");
        }
        assertThat(AsyncProfiling.help(List.of(new ProfilerConfig("gc", "help")), 80)).hasValueSatisfying(
                help -> assertThat(help).isNotBlank());
    }

    @Test
    void jmhsOptionsBecomeAsyncProfilersWords() {
        assertThat(command("event=wall;interval=1000000;threads=true;simple=false;include=a,b;output=tree;libPath=/x;dir=y"))
                .isEqualTo("event=wall,interval=1000000,threads,include=a,include=b");
        // Without a size what async-profiler's default takes; with one, that.
        assertThat(command("alloc;lock=1ms;output=jfr")).isEqualTo("alloc,lock=1ms");
        assertThat(command("event=cpu;threads;rawCommand=total,jstackdepth=9"))
                .isEqualTo("event=cpu,threads,total,jstackdepth=9");
        assertThat(command("title=A B;direction=both;verbose=true;traces=3;flat=4;minwidth=1;width=9")).isEmpty();
    }

    @Test
    void jmhReadsThemWithTheLibrary() {
        assertThat(AsyncOptions.parse("event=cpu; alloc;").forJmh(Path.of("/x.so")))
                .isEqualTo("event=cpu;alloc;libPath=/x.so;output=flamegraph");
        assertThat(AsyncOptions.parse("libPath=/x.so;output=jfr").forJmh(Path.of("/x.so"))).isEqualTo("libPath=/x.so;output=jfr");
    }

    @Test
    void onlyARecordingHasSeveralEventsAndTheFirstIsTheMainOne() {
        assertThat(AsyncOptions.parse("lock;alloc=1k;event=wall").events()).containsExactly("wall", "alloc", "lock");
        assertThat(AsyncOptions.parse("lock").events()).containsExactly("lock");
        assertThat(AsyncOptions.parse("interval=5").hasEvent()).isFalse();
    }

    @Test
    void aGraphIsTheDefault() {
        AsyncOptions options = AsyncOptions.parse("");
        assertThat(options.outputs()).containsExactly(Output.FLAMEGRAPH);
        assertThat(options.forward()).isTrue();
        assertThat(options.reverse()).isFalse();
        assertThat(options.summary()).isEqualTo("summary,flat=200,traces=200");
        AsyncOptions typed = AsyncOptions.parse("output=text,jfr;direction=reverse;flat=3");
        assertThat(typed.outputs()).containsExactly(Output.JFR, Output.TEXT);
        assertThat(typed.forward()).isFalse();
        assertThat(typed.reverse()).isTrue();
        assertThat(typed.summary()).isEqualTo("summary,flat=3,traces=200");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            event=cpu-clock               | cpu-clock | 1000000
            event=wall;interval=500000    | wall      | 100000
            event=cpu-clock;interval=9999 | cpu-clock |
            event=ctimer                  | ctimer    |
            alloc=1                       | alloc     |
            """)
    void moreSamplesComeFromALongerRunOrAShorterInterval(String line, String event, String interval) {
        assertThat(AsyncOptions.parse(line).moreSamples(event, 30, 200))
                .isEqualTo("measure 7 times as long (-r or --rounds)" + (interval == null ? ""
                        : ", or sample more often with -prof 'async:interval=" + interval + "'"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    evnt=cpu            | -prof async:evnt=cpu: there is no option evnt; choose from allkernel, alloc, alluser, ann,
                    event=              | -prof async:event=: event has no value. Write event=VALUE.
                    event=cpu;interval  | -prof async:interval: interval has no value. Write interval=VALUE.
                    include=a;output=jfr | -prof async: include selects stacks, and a recording always has all of them. Remove include or output=jfr.
                    event=cpu;event=cpu | -prof async: event is given twice. Give it once.
                    """)
    void whatMeansNothingIsRefused(String line, String message) {
        assertThatThrownBy(() -> AsyncOptions.parse(line)).isInstanceOf(BadInputException.class).hasMessageStartingWith(message);
    }

    private static String command(String line) {
        return AsyncOptions.parse(line).command();
    }
}
