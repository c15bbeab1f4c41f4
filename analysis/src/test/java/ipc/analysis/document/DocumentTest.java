package ipc.analysis.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentTest {
    private static final List<Column> GROUPED = List.of(new Column("method", "", "latency in µs", Unit.TEXT),
            new Column("shmem_min_ns", "shmem", "min", Unit.MICROSECONDS),
            new Column("shmem_max_ns", "shmem", "max", Unit.MICROSECONDS),
            new Column("mmap_min_ns", "mmap", "min", Unit.MICROSECONDS));

    private static Table table() {
        return new Table("", GROUPED, List.of(List.of(Value.text("a|b <c>"), Value.of(70.0, Unit.MICROSECONDS),
                Value.of(5_530_000.0, Unit.MICROSECONDS), Value.absent())));
    }

    @Test
    void markdownIsAlignedAndShowsSharedHeadingsOnce() {
        assertThat(Markdown.render(table())).isEqualTo("""
                | latency in µs | shmem |      | mmap |
                |---------------|------:|-----:|-----:|
                |               |   min |  max |  min |
                | a\\|b \\<c>     |  0.07 | 5530 |    - |
                """);
    }

    @Test
    void partsFollowEachOtherAndProseIsWrappedAtSpaces() {
        Document document = new Document("desktop", "word ".repeat(21).strip(), List.of("busy"), List.of(table()),
                List.of(new Section("compared", List.of("equal within 1 %"))), List.of("unsteady"),
                List.of(new Section("Clock", List.of("steps of 10 ns"))), "Details: here");
        assertThat(Markdown.render(document)).isEqualTo("""
                desktop: word word word word word word word word word word word word word word word word word word
                word word word
                - busy

                %s
                compared:
                - equal within 1 %%

                Warnings:
                - unsteady

                ### Clock

                - steps of 10 ns

                Details: here
                """.formatted(Markdown.render(table())));
        assertThat(Markdown.render(document.withoutNotes())).doesNotContain("Clock");
    }

    @Test
    void htmlSpansSharedHeadingsAndEscapes() {
        assertThat(Html.render(table())).contains("<th scope=\"colgroup\" colspan=\"2\" class=\"begins\">shmem</th>",
                "<th scope=\"col\" rowspan=\"2\" class=\"words\">latency in µs</th>",
                "<th scope=\"row\" class=\"words\">a|b &lt;c&gt;</th><td class=\"begins\">0.07</td><td>5530</td><td class=\"begins\">-</td>");
    }

    @Test
    void csvHasRawValues() {
        assertThat(Csv.render(table())).isEqualTo("method,shmem_min_ns,shmem_max_ns,mmap_min_ns\na|b <c>,70.0,5530000.0,\n");
    }

    @Test
    void aRowHasAValueForEachColumn() {
        assertThatThrownBy(() -> new Table("", GROUPED, List.of(List.of(Value.absent()))))
                .hasMessage("row of 1 values in a table of 4 columns");
    }
}
