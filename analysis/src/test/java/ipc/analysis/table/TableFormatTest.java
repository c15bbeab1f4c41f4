package ipc.analysis.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.analysis.Runs;
import ipc.analysis.document.Column;
import ipc.analysis.document.Csv;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.BadInputException;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Machine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs get the figures that people read, unrounded. */
class TableFormatTest {
    private static final RunRecord RUN = Runs.run().roundTrip("sysv/spin", 118, 119, 120, 121, 122, 123)
            .roundTrip("mmap/spin", 117.25, 119, 120, 121, 122, 123).roundTrip("sysv/condvar", 46_000, 47_000).record();

    @Test
    void aTextIsNoFormulaForASpreadsheet() {
        Table table = new Table("", List.of(Column.of("name", Unit.TEXT), Column.of("low", Unit.PERCENT)),
                List.of(List.of(Value.text("=HYPERLINK(\"x\")"), new Value(-1.5, "-1.5")),
                        List.of(Value.text("-x"), Value.absent())));
        assertThat(Csv.render(table)).isEqualTo("name,low\n\"'=HYPERLINK(\"\"x\"\")\",-1.5\n'-x,\n");
    }

    @Test
    void theNarrowTableForPrograms() throws Exception {
        TableReport table = new TimingTable(List.of(RUN), true);
        List<String> lines = TableFormat.CSV.format(table).lines().toList();
        assertThat(lines.get(0)).isEqualTo("machine,started,absence,method,published,"
                + "shmem_operations,shmem_min_ns,shmem_mean_ns,shmem_max_ns,shmem_reason,"
                + "mmap_operations,mmap_min_ns,mmap_mean_ns,mmap_max_ns,mmap_reason");
        assertThat(lines).hasSize(1 + 2 + 3);
        assertThat(lines.get(1)).startsWith("box,2026-01-02T03:04:05Z,,\"round trip, spin\",false,");
        assertThat(lines.get(2)).endsWith(",,,,not part of this run");
        assertThat(lines.get(5)).isEqualTo("\"Snapdragon Flight Pro, Excelsior, 8096 (published)\",,,"
                + "\"one way, condvar, every 2 ms\",true,,,,,not published,,80000.0,390000.0,1.1E7,");
        JsonNode json = new ObjectMapper().readTree(TableFormat.JSON.format(table));
        assertThat(json.get("table").asText()).isEqualTo("narrow");
        assertThat(json.at("/rows/0/shmem_mean_ns").asDouble()).isEqualTo(RUN.cells().get(0).metrics().get(0).all().mean());
        assertThat(json.at("/rows/1/mmap_mean_ns").isNull()).isTrue();
        assertThat(json.at("/runs/0/machine").asText()).isEqualTo("box");
    }

    @Test
    void theWideTableForProgramsHasTheIntervals() throws Exception {
        TableReport table = new WideTable(List.of(RUN));
        JsonNode rows = new ObjectMapper().readTree(TableFormat.JSON.format(table)).get("rows");
        assertThat(rows).hasSize(3);
        assertThat(rows.at("/0/rounds").asInt()).isEqualTo(6);
        assertThat(rows.at("/0/p50_low_ns").asDouble()).isLessThanOrEqualTo(rows.at("/0/p50_ns").asDouble());
        assertThat(rows.at("/0/p50_high_ns").asDouble()).isGreaterThanOrEqualTo(rows.at("/0/p50_ns").asDouble());
        // Two rounds have none.
        assertThat(rows.at("/2/mean_ns").isNumber()).isTrue();
        assertThat(rows.at("/2/mean_low_ns").isNull()).isTrue();
    }

    @Test
    void everyTableSaysTheSameInEveryFormat() throws Exception {
        List<TableReport> tables = List.of(new TimingTable(List.of(RUN), false), new WideTable(List.of(RUN)),
                grouped(Grouping.TRANSPORT), grouped(Grouping.SIZE));
        for (TableReport table : tables) {
            JsonNode json = new ObjectMapper().readTree(TableFormat.JSON.format(table));
            assertThat(json.get("table").asText()).isEqualTo(table.kind());
            Set<List<String>> names = new LinkedHashSet<>();
            for (Map<String, Object> row : table.rows()) {
                names.add(List.copyOf(row.keySet()));
            }
            assertThat(names).as("the columns of all rows").hasSize(1);
            assertThat(TableFormat.CSV.format(table).lines()).hasSize(table.rows().size() + 1);
            List<String> said = new ArrayList<>();
            Stream.of("caveats", "notes").forEach(part -> json.get(part).forEach(note -> said.add(note.asText())));
            assertThat(TableFormat.CSV.beside(table)).isEqualTo(said);
            String markdown = "\n" + Runs.unwrapped(TableFormat.MARKDOWN.format(table));
            said.forEach(note -> assertThat(markdown).contains("- " + note + "\n"));
            assertThat(TableFormat.MARKDOWN.beside(table)).isEmpty();
            assertThat(TableFormat.JSON.beside(table)).isEmpty();
            assertThat(TableFormat.HTML.beside(table)).isEmpty();
            assertThat(count(TableFormat.HTML.format(table), "<li>")).isEqualTo(count(markdown, "\n- "));
        }
    }

    @Test
    void aMachineThatLeftNoRunIsARowWithItsReason() throws Exception {
        TableReport table = new TimingTable(List.of(RunRecord.absent("gone", "unreachable: no route"), RUN), false);
        List<String> lines = TableFormat.CSV.format(table).lines().toList();
        assertThat(lines).hasSize(1 + 3).last().isEqualTo("gone,,unreachable: no route,,,,,,,,,,,,");
        assertThat(lines.get(0).split(",")).hasSize(15);
        JsonNode json = new ObjectMapper().readTree(TableFormat.JSON.format(table));
        assertThat(json.at("/rows/2/absence").asText()).isEqualTo("unreachable: no route");
        assertThat(json.at("/rows/2/shmem_mean_ns").isNull()).isTrue();
        assertThat(json.at("/runs/0").toString()).isEqualTo("{\"machine\":\"gone\",\"absence\":\"unreachable: no route\"}");
        TableReport nothing = new WideTable(List.of(RunRecord.absent("gone", "unreachable: no route")));
        assertThat(TableFormat.CSV.format(nothing)).isEqualTo("machine,started,absence\ngone,,unreachable: no route\n");
    }

    @ParameterizedTest
    @EnumSource(Grouping.class)
    void inAGroupedTableToo(Grouping grouping) {
        List<RunRecord> runs = List.of(RunRecord.absent("gone", "unreachable: no route"), GroupingTest.rates().record());
        assertThat(grouping.format(runs, List.of())).containsPattern("(?m)^\\| gone +\\|( +(-|unreachable.*)? *\\|)+$")
                .contains("gone: no result: unreachable: no route");
    }

    @Test
    void caveatsAreData() throws Exception {
        TableReport table = new TimingTable(List.of(Runs.run().cutOff().caveat("a quick look.").record()), false);
        assertThat(new ObjectMapper().readTree(TableFormat.JSON.format(table)).get("caveats")).extracting(JsonNode::asText)
                .containsExactly("Incomplete: 0 of 5 rounds finished. The figures are those of the finished rounds.",
                        "a quick look.");
    }

    @Test
    void whatProgramsAndBrowsersGetOfOneTable() throws Exception {
        List<RunRecord> runs = List.of(GroupingTest.rates().record());
        TableReport table = new GroupedTable(Grouping.RATE.words(), runs, new RateTables(runs, RateTables.USUAL));
        Runs.assertGolden(TableFormat.MARKDOWN.format(table), "by-rate.txt");
        Runs.assertGolden(TableFormat.CSV.format(table), "by-rate.csv");
        Runs.assertGolden(TableFormat.JSON.format(table), "by-rate.json");
        Runs.assertGolden(TableFormat.HTML.format(table), "by-rate.html");
    }

    private static TableReport grouped(Grouping grouping) {
        return new GroupedTable(grouping.words(), List.of(RUN), grouping == Grouping.SIZE
                ? new SizeTables(List.of(RUN), SizeTables.USUAL) : new TransportTables(List.of(RUN)));
    }

    @Test
    void whatComesFromOutsideIsNoHtml() {
        Machine machine = new Machine("<img src=x onerror=alert(1)> & [a](javascript:b) \"c\" | d", "CPU", 2, "KVM", "OS",
                "Linux", "amd64", "VM 17");
        RunRecord run = Runs.run().on(machine).warned("<script>alert(2)</script>").roundTrip("sysv/spin", 1000).record();
        String html = TableFormat.HTML.format(new TimingTable(List.of(run, RUN), false));
        assertThat(html).doesNotContain("<img", "<script", "href")
                .contains("&lt;img src=x onerror=alert(1)&gt; &amp; ", "| d");
    }

    @Test
    void fieldsWithSeparatorsAreQuoted() {
        Machine machine = new Machine("a \"b\", c", "CPU", 2, "KVM", "OS", "Linux", "amd64", "VM 17");
        RunRecord run = Runs.run().on(machine).roundTrip("sysv/spin", 1000).record();
        assertThat(TableFormat.CSV.format(new TimingTable(List.of(run), false))).contains("\n\"a \"\"b\"\", c\",2026-");
    }

    @Test
    void anUnknownFormatIsRefused() {
        assertThatThrownBy(() -> TableFormat.parse("xml")).isInstanceOf(BadInputException.class)
                .hasMessage("--format xml: choose from markdown, csv, json, html");
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }
}
