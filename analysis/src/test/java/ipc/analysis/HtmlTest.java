package ipc.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {
    private static final String HOSTILE = "</td></script><img src=x onerror=\"alert('1')\"> & a\\|b";

    @Test
    void textStaysText() {
        assertThat(Html.escape(HOSTILE)).isEqualTo(
                "&lt;/td&gt;&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; a\\|b");
        assertThat(Html.list(List.of(HOSTILE), "notes")).doesNotContain("<img").contains("<li>&lt;/td&gt;");
        assertThat(Html.names(List.of(List.of(HOSTILE, HOSTILE)))).doesNotContain("<img");
    }

    @Test
    void aTableComesBackCellByCell() {
        MarkdownTable table = new MarkdownTable();
        table.add(List.of("**machine**", "", "**shmem**"));
        table.add(List.of("**_(latency, in microseconds)_**", "*min*", "*max*"));
        table.add(List.of(HOSTILE + " **x** _(y)_", "0.07", "-"));
        assertThat(Html.table(table.format())).isEqualTo("""
                <div class="scroll" tabindex="0"><table class="figures">
                <thead>
                <tr><th scope="col">machine</th><td></td><th scope="col">shmem</th></tr>
                <tr><th scope="col"><small>(latency, in microseconds)</small></th><th scope="col"><i>min</i></th>"""
                + """
                        <th scope="col"><i>max</i></th></tr>
                        </thead>
                        <tbody>
                        <tr><th scope="row">""" + Html.escape(HOSTILE) + """
                         **x** _(y)_</th><td>0.07</td><td>-</td></tr>
                        </tbody>
                        </table></div>
                        """);
    }

    @Test
    void headingsOfGroupedTablesKeepTheirUnits() {
        MarkdownTable table = new MarkdownTable();
        table.add(List.of("**round trip, 64 bytes** _(µs)_", "min", "CPU per message _(µs)_"));
        table.add(List.of("pipe", "1", "2 + 3"));
        assertThat(Html.table(table.format())).contains("<th scope=\"col\">round trip, 64 bytes <small>(µs)</small></th>",
                "<th scope=\"col\">CPU per message <small>(µs)</small></th>", "<tbody>\n<tr><th scope=\"row\">pipe</th>");
    }
}
