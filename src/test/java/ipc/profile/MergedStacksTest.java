package ipc.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import ipc.FlameGraphPage;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedStacksTest {
    @TempDir
    private Path work;

    private final MergedStacks stacks = new MergedStacks();

    @Test
    void forksAddUpAndProcessesStayApart() {
        stacks.add(Side.FORK, "a_[0];b_[j] 3\na_[0];c_[k] 1\n");
        stacks.add(Side.PEER, "a_[0];b_[j] 5\n");
        stacks.add(Side.FORK, "a_[0];b_[j] 4\n");
        assertThat(stacks.collapsed(true)).isEqualTo("fork;a_[0];b_[j] 7\nfork;a_[0];c_[k] 1\npeer;a_[0];b_[j] 5\n");
        assertThat(stacks.samples(Side.FORK)).isEqualTo(8);
        assertThat(stacks.samples(Side.PEER)).isEqualTo(5);
    }

    @Test
    void withoutAnnotationsLikeStacksAreOne() {
        stacks.add(Side.FORK, "a_[0];b_[j] 3\na_[j];b_[i] 4\nthe_[j]ava;c_[k] 1\n");
        assertThat(stacks.collapsed(false)).isEqualTo("fork;a;b 7\nfork;the_[j]ava;c_[k] 1\n");
    }

    @Test
    void aNameMayContainSpaces() {
        stacks.add(Side.PEER, "[main tid=7];void f<int, int>(int) 2\n");
        assertThat(stacks.collapsed(true)).isEqualTo("peer;[main];void f<int, int>(int) 2\n");
    }

    @Test
    void whatIsAnotherInEveryProcessIsCalledTheSame() {
        stacks.add(Side.PEER, "[main tid=7];a/B$$Lambda$143.0x00007fd2150dea90.run_[0];/tmp/tmp.kU3/jna17.tmp (deleted);"
                + "futex_[k] 2\n");
        stacks.add(Side.PEER, "[main tid=93];a/B$$Lambda$12+0x7fd2150deb00.run_[0];/tmp/tmp.x9Y/jna99.tmp (deleted);"
                + "futex_[k] 3\n");
        stacks.add(Side.FORK, "a/B$$Lambda/0x00007fd2150dea90.run_[0];a/GeneratedMethodAccessor12.invoke_[j];"
                + "LambdaForm$MH.0x7f.f_[j] 1\n");
        assertThat(stacks.collapsed(true)).isEqualTo(
                "fork;a/B$$Lambda.run_[0];a/GeneratedMethodAccessor.invoke_[j];LambdaForm$MH.f_[j] 1\n"
                        + "peer;[main];a/B$$Lambda.run_[0];libjnidispatch.so;futex_[k] 5\n");
    }

    @Test
    void whatIsNoStackIsRefused() {
        assertThatThrownBy(() -> stacks.add(Side.FORK, "Profiler is not active\n")).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> stacks.add(Side.FORK, "frame\n")).isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("\"frame\" is no collapsed stack");
        assertThat(stacks.isEmpty()).isTrue();
    }

    @Test
    void theGraphHasTwoRootsAndSaysWhatTheReaderShouldKnow() throws IOException {
        stacks.add(Side.FORK, "a/B.main_[0];a/B.run_[j] 6\n");
        stacks.add(Side.PEER, "a/B.main_[0];a/B.echo_[j];[unknown] 4\n");
        Path page = graph(false);
        assertThat(FlameGraphPage.stacks(page)).containsExactly("fork;a/B.main;a/B.run 6", "peer;a/B.main;a/B.echo;[unknown] 4");
        assertThat(Files.readString(page)).contains("<h1>a &lt;b&gt; &amp; &#39;c&#39;</h1>",
                "<title>a &lt;b&gt; &amp; &#39;c&#39;</title>", "<li>one &lt;script&gt;</li>\n<li>two</li>");
    }

    @Test
    void reversedTheProcessesStayBelow() throws IOException {
        stacks.add(Side.FORK, "main;run;leaf 6\nother;leaf 1\n");
        stacks.add(Side.PEER, "main;leaf 4\n");
        assertThat(FlameGraphPage.stacks(graph(true)))
                .containsExactly("fork;leaf;other 1", "fork;leaf;run;main 6", "peer;leaf;main 4");
    }

    private Path graph(boolean reversed) throws IOException {
        Path file = work.resolve("graph.html");
        try (Writer out = Files.newBufferedWriter(file)) {
            stacks.writeGraph(out, "a <b> & 'c'", List.of("one <script>", "two"), reversed, 0);
        }
        return file;
    }
}
