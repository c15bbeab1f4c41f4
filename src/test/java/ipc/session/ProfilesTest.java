package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilesTest {
    @TempDir
    private Path home;

    private final String homeBefore = System.getProperty("ipc.home");

    @AfterEach
    void restoreHome() {
        if (homeBefore == null) {
            System.clearProperty("ipc.home");
        } else {
            System.setProperty("ipc.home", homeBefore);
        }
    }

    @Test
    void everyShippedProfileIsSoundAndSaysWhatItAssumes() {
        assertThat(Profiles.names()).containsExactly("access", "all", "baselines", "desktop", "paired", "quick", "rates",
                "server",
                "sizes", "snapdragon-flight", "snapdragon-flight-pro", "throughput");
        for (String name : Profiles.names()) {
            Session session = new Session(name, java.util.List.of(), "test", System.err, (directory, run) -> run);
            assertThat(session.answersWithAList()).isFalse();
            assertThat(Profiles.descriptions().get(name)).isNotBlank();
        }
        assertThat(Profiles.note("baselines")).startsWith("baselines: these are no transports.");
        assertThat(Profiles.note("quick")).isEmpty();
    }

    @Test
    void desktopMeasuresShmemAndMmapInPairsTooForTheVerdict() {
        JmhArguments desktop = Profiles.load("desktop").jmh();
        assertThat(Plan.of(desktop.toJmh(), desktop.parameters()).cells()).extracting(Cell::id).contains(
                "Paired-sysv-spin-mmap-spin-64", "Paired-sysv-condvar-mmap-condvar-64", "PairedPaced-sysv-condvar-mmap-condvar");
    }

    @Test
    void desktopMeasuresWhatWasPublished() {
        JmhArguments desktop = Profiles.load("desktop").jmh();
        assertThat(Plan.of(desktop.toJmh(), desktop.parameters()).cells()).hasSize(9).extracting(Cell::id)
                .contains("OneWay-sysv-condvar-64-500", "OneWay-mmap-condvar-64-500");
    }

    /** No pair is refused for its size, even if the JDK lacks something. */
    @Test
    void accessPairsEveryWayToTheWordWithTheUsualOne() {
        JmhArguments access = Profiles.load("access").jmh();
        java.util.List<Cell> cells = Plan.of(access.toJmh(), access.parameters()).cells();
        assertThat(cells).extracting(Cell::id).containsExactly("Paired-sysv-spin-sysv-spin-varhandle-8",
                "Paired-sysv-spin-sysv-spin-ffm-8", "Paired-sysv-futex-sysv-futex-ffm-8");
        assertThat(cells).allMatch(cell -> cell.refusal().isEmpty());
    }

    @Test
    void noProfileMixesBaselinesWithTransports() {
        for (String name : Profiles.names()) {
            JmhArguments arguments = Profiles.load(name).jmh();
            assertThat(Plan.of(arguments.toJmh(), arguments.parameters()).cells().stream()
                    .map(cell -> cell.benchmark().isBaseline()).distinct()).as(name).hasSize(1);
        }
    }

    @Test
    void theRatesOfTheRatesProfileAreHeldByItsIterations() {
        JmhArguments rates = Profiles.load("rates").jmh();
        assertThat(Plan.of(rates.toJmh(), rates.parameters()).notes()).isEmpty();
    }

    @Test
    void quotesAndCommentsAreUnderstood() throws IOException {
        profile("mine", "# first\n  # second\n--machine \"my board\" -jvmArgsAppend \"-Xmx1g -Xms1g\"\n\n-wi 3\n");
        RunOptions options = Profiles.load("mine");
        assertThat(options.machine).isEqualTo("my board");
        assertThat(options.jmh().toJmh().getJvmArgsAppend().get()).containsExactly("-Xmx1g", "-Xms1g");
        assertThat(Profiles.descriptions()).containsEntry("mine", "first");
    }

    @Test
    void anEmptyProfileIsRefused() throws IOException {
        profile("empty", "# nothing but words\n");
        assertThatThrownBy(() -> Profiles.load("empty")).isInstanceOf(BadInputException.class)
                .hasMessage("profile empty is empty. Write options into it, such as --rounds 6");
    }

    @Test
    void anUnreadableProfileIsRefusedAndTheOthersStillWork() throws IOException {
        profile("good", "--rounds 2\n");
        // A directory of that name cannot be read as text, not even by root.
        Files.createDirectory(home.resolve("jmh-profiles/bad.profile"));
        assertThatThrownBy(() -> Profiles.load("bad")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("cannot be read").hasMessageContaining("It must be a readable text file of options");
        assertThat(Profiles.load("good").rounds).isEqualTo(2);
    }

    @Test
    void aMistakeInAProfileNamesTheProfile() throws IOException {
        profile("typo", "--roundz 2\n");
        assertThatThrownBy(() -> Profiles.load("typo")).isInstanceOfSatisfying(BadInputException.class, e -> {
            assertThat(e).hasMessageStartingWith("profile typo: there is no option --roundz");
            assertThat(e.suggestion()).contains("Did you mean --rounds?");
        });
    }

    @Test
    void aFleetsHostsHaveTheirOwnNames() {
        Profiles.check("quick", List.of("--rounds", "3"));
        assertThatThrownBy(() -> Profiles.check("quick", List.of("--machine", "mine")))
                .hasMessage("--machine mine: a fleet takes the names of its hosts from the inventory. Leave it out");
        assertThatThrownBy(() -> Profiles.check("quik", List.of()))
                .hasMessageStartingWith("there is no profile quik. Profiles are access,");
    }

    private void profile(String name, String text) throws IOException {
        Files.createDirectories(home.resolve("jmh-profiles"));
        Files.writeString(home.resolve("jmh-profiles/" + name + ".profile"), text);
        System.setProperty("ipc.home", home.toString());
    }
}
