package ipc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script, asked as a shell asks it. */
class CompletionTest {
    @TempDir
    private Path work;

    private Path script;

    @BeforeEach
    void writeScript() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = new Main(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false).run(List.of("completion"));
        assertThat(exit).isEqualTo(ExitCode.DONE);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        script = Files.write(work.resolve("completion.bash"), out.toByteArray());
    }

    @Test
    void bashCompletesCommandsProfilesAndOptions() throws Exception {
        assertThat(completed("")).contains("desktop", "snapdragon-flight-pro", "table", "compare", "completion", "help", "test");
        assertThat(completed("ta")).containsExactly("table");
        assertThat(completed("table", "--")).contains("--wide", "--by", "--format", "--published");
        assertThat(completed("table", "--format", "")).containsExactlyInAnyOrder("markdown", "csv", "json", "html");
        assertThat(completed("table", "--by", "")).containsExactlyInAnyOrder("transport", "size", "rate");
        assertThat(completed("advise", "--format", "")).containsExactlyInAnyOrder("markdown", "json");
        assertThat(completed("compare", "--format", "")).containsExactlyInAnyOrder("markdown", "csv", "json");
        assertThat(completed("desktop", "--m")).containsExactlyInAnyOrder("--machine", "--mmap-dir");
        assertThat(completed("desktop", "-w")).contains("-wi", "-w");
        assertThat(completed("snapdragon-flight", "--verb")).containsExactly("--verbose");
        assertThat(completed("quick", "Round")).containsExactly("RoundTrip");
        assertThat(completed("paired", "sysv/sp")).contains("sysv/spin", "sysv/spin-ffm")
                .allMatch(name -> name.startsWith("sysv/sp"));
        assertThat(completed("help", "snap")).containsExactlyInAnyOrder("snapdragon-flight", "snapdragon-flight-pro");
    }

    @Test
    void zshTakesTheScript() throws Exception {
        assumeTrue(Stream.of("/bin/zsh", "/usr/bin/zsh").anyMatch(zsh -> Files.isExecutable(Path.of(zsh))), "zsh is missing");
        Process zsh = new ProcessBuilder("zsh", "-f", "-c", "autoload -U compinit && compinit -D && source " + script
                + " && echo ${_comps[run.sh]}").redirectErrorStream(true).start();
        String said = new String(zsh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(zsh.waitFor()).as(said).isZero();
        assertThat(said).contains("_bash_complete");
    }

    /** The completions that bash offers for the last word. */
    private List<String> completed(String... words) throws Exception {
        String line = Stream.of(words).map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        String ask = "source '" + script + "'\n"
                + "function=$(complete -p run.sh | sed 's/.*-F \\([^ ]*\\) .*/\\1/')\n"
                + "COMP_WORDS=(./run.sh " + line + "); COMP_CWORD=" + words.length + "; COMP_LINE=\"${COMP_WORDS[*]}\"\n"
                + "COMP_POINT=${#COMP_LINE}; COMP_TYPE=9; COMP_KEY=9\n"
                + "$function ./run.sh '" + words[words.length - 1] + "' ''\n"
                + "printf '%s\\n' \"${COMPREPLY[@]}\"\n";
        Process bash = new ProcessBuilder("bash", "--norc", "-c", ask).redirectError(work.resolve("err").toFile()).start();
        List<String> said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().map(String::strip)
                .filter(each -> !each.isEmpty()).toList();
        assertThat(bash.waitFor()).as(Files.readString(work.resolve("err"))).isZero();
        return said;
    }
}
