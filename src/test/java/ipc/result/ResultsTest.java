package ipc.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names that a user can give for results. */
class ResultsTest {
    @TempDir
    private Path work;

    @Test
    void aGlobIsWhatAShellMakesOfIt() throws IOException {
        for (String name : List.of("results/b", "results/a", "results/c.tar.gz", "results/.hidden", "results/[x]", "other/a")) {
            Files.createDirectories(work.resolve(name));
        }
        Files.writeString(work.resolve("results/notes.md"), "");
        assertThat(found("results/*")).containsExactly("results/[x]", "results/a", "results/b", "results/c.tar.gz");
        assertThat(found("*/a")).containsExactly("other/a", "results/a");
        assertThat(found("results/{b,a}")).containsExactly("results/a", "results/b");
        assertThat(found("results/.h*")).containsExactly("results/.hidden");
        assertThat(found("results/[x]")).containsExactly("results/[x]");
        assertThat(found("results/b", "results/?")).containsExactly("results/b", "results/a", "results/b");
        assertThatThrownBy(() -> found("results/z*")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("results/z* matches no directory");
        assertThatThrownBy(() -> found("results/{a")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("is not a valid pattern");
    }

    @Test
    void oneResultIsOne() throws IOException {
        Files.createDirectories(work.resolve("before"));
        Files.createDirectories(work.resolve("before2"));
        assertThat(Results.one(work.resolve("b*2"))).isEqualTo(work.resolve("before2"));
        assertThatThrownBy(() -> Results.one(work.resolve("b*"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("matches 2 results");
    }

    @Test
    void aFleetIsItsHostsInOrder() throws IOException {
        Path fleet = fleet(new FleetRecord.Host("b", "b", "", null, null),
                new FleetRecord.Host("a", null, "unreachable", null, null));
        ResultDirectory.create(fleet.resolve("b")).writeRun(RunRecords.run("b"));
        List<RunRecord> runs = Results.find(List.of(fleet)).stream().map(Results.Named::readForTables).toList();
        assertThat(runs).extracting(run -> run.machine().name()).containsExactly("b", "a");
        assertThat(runs.get(0).absence()).isEmpty();
        assertThat(runs.get(1).absence()).contains("unreachable");
    }

    @Test
    void aFleetLeadsNowhereElse() throws IOException {
        Path fleet = fleet(new FleetRecord.Host("b", "../elsewhere", "", null, null));
        assertThatThrownBy(() -> Results.find(List.of(fleet))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("fleet.json is malformed");
        Files.writeString(fleet.resolve("fleet.json"), "{\"format\" : 2, \"hosts\" : []}");
        assertThatThrownBy(() -> Results.find(List.of(fleet))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("has format 2; this program reads format 1");
    }

    @Test
    void tablesDoWithoutWhatTheyDoNotShow() throws IOException {
        ResultDirectory directory = ResultDirectory.create(work.resolve("run"));
        RunRecord run = RunRecords.run("box");
        directory.writeRun(run);
        assertThat(directory.readRun()).isEqualTo(run);
        RunRecord read = directory.readRunForTables();
        // Its findings hold cautions, which stand above every table.
        assertThat(read.environment()).isEqualTo(run.environment());
        assertThat(read.order()).isEmpty();
        assertThat(read).usingRecursiveComparison().ignoringFields("commandLine", "order", "flameGraphs")
                .isEqualTo(run);
    }

    private Path fleet(FleetRecord.Host... hosts) throws IOException {
        Path fleet = Files.createDirectories(work.resolve("fleet"));
        FleetDirectory.write(fleet, new FleetRecord(FleetRecord.FORMAT, "tool", "t", "t", "inventory", "quick", List.of(),
                List.of(hosts)));
        return fleet;
    }

    private List<String> found(String... typed) {
        return Results.find(List.of(typed).stream().map(work::resolve).toList()).stream()
                .map(named -> work.relativize(named.path()).toString()).toList();
    }
}
