package ipc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ipc.Pages;
import ipc.session.Profiles;
import ipc.session.Session;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Checks README and docs without a run: command lines are accepted, links lead somewhere, and tables name what exists.
 * {@code ReadmeIT} runs the examples.
 */
class ExamplesTest {
    private static final String RUN = "./run.sh ";
    private static final int MOST_README_LINES = 230;
    private static final int README_COLUMNS = 110;
    private static final List<Path> SCRIPTS = List.of(Path.of("bench"), Path.of("checks"));
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^()]+)\\)");
    private static final Pattern SCRIPT = Pattern.compile("(?<![\\w-])[a-z][a-z-]*\\.sh\\b");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    /** Words that a page writes for what a user types, and something that a user could type. */
    private static final List<List<String>> PLACEHOLDERS = List.of(List.of("PROFILE", "quick"), List.of("COMMAND", "table"),
            List.of("A", "sysv/spin"), List.of("B", "mmap/spin"));
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    @TestFactory
    Stream<DynamicTest> everyCommandLineIsAccepted() throws IOException {
        Set<String> lines = new TreeSet<>();
        for (Path page : Pages.all()) {
            Pages.commands(page).forEach(lines::add);
            Matcher code = CODE.matcher(Pages.prose(page));
            while (code.find()) {
                lines.add(code.group(1));
            }
        }
        return lines.stream().filter(line -> line.startsWith(RUN))
                .map(line -> DynamicTest.dynamicTest(line, () -> accept(words(line.substring(RUN.length())))));
    }

    private static void accept(List<String> typed) {
        Main main = new Main(NOWHERE, NOWHERE, false);
        String first = typed.get(0);
        if (first.equals(Main.HELP)) {
            assertThat(main.run(typed)).isEqualTo(ExitCode.DONE);
        } else if (Profiles.names().contains(first)) {
            List<String> options = typed.subList(1, typed.size());
            assertThatCode(() -> new Session(first, first.equals(Main.PAIRED) ? Main.pair(options) : options, "test", NOWHERE,
                    (directory, run) -> run))
                    .doesNotThrowAnyException();
        } else if (!first.equals(Main.TEST)) {
            assertThatCode(() -> main.commands().parseArgs(typed.toArray(new String[0]))).doesNotThrowAnyException();
        }
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line.replaceAll("[|>&;].*", "").replace("...", ""));
        while (word.find()) {
            String quoted = word.group(1) != null ? word.group(1) : word.group(2);
            words.add(quoted != null ? quoted : PLACEHOLDERS.stream().filter(pair -> pair.get(0).equals(word.group(3)))
                    .map(pair -> pair.get(1)).findFirst().orElse(word.group(3)));
        }
        return words;
    }

    @Test
    void theReadmeFitsItsRoom() throws IOException {
        List<String> lines = Files.readAllLines(Pages.README);
        assertThat(lines).hasSizeLessThanOrEqualTo(MOST_README_LINES);
        // Renderers wrap tables and prose, but not code.
        assertThat(lines.stream().filter(line -> !line.startsWith("|") && line.length() > README_COLUMNS)).isEmpty();
    }

    @Test
    void theReadmeLinksEveryPage() throws IOException {
        String readme = Files.readString(Pages.README);
        assertThat(Pages.all()).filteredOn(page -> !page.equals(Pages.README))
                .allSatisfy(page -> assertThat(readme).contains("](" + page + ")"));
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : Pages.all()) {
            Matcher link = LINK.matcher(Pages.prose(page));
            while (link.find()) {
                if (!link.group(1).startsWith("https://") && !exists(page, link.group(1))) {
                    broken.add(page + ": " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean exists(Path page, String link) throws IOException {
        int anchor = link.indexOf('#');
        Path file = anchor == 0 ? page : page.resolveSibling(anchor < 0 ? link : link.substring(0, anchor)).normalize();
        return Files.exists(file) && (anchor < 0 || anchors(file).contains(link.substring(anchor + 1)));
    }

    /** The anchors that GitHub gives to headings. */
    private static Set<String> anchors(Path page) throws IOException {
        return Pages.prose(page).lines().filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void everyScriptNamedExistsAndEveryScriptIsNamed() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Path page : Pages.all()) {
            Matcher script = SCRIPT.matcher(Files.readString(page));
            while (script.find()) {
                named.add(script.group());
            }
        }
        named.remove("run.sh");
        Set<String> existing = new TreeSet<>();
        for (Path folder : SCRIPTS) {
            try (Stream<Path> scripts = Files.list(folder)) {
                scripts.map(script -> script.getFileName().toString()).filter(name -> name.endsWith(".sh"))
                        .forEach(existing::add);
            }
        }
        assertThat(named).isEqualTo(existing);
    }

    @Test
    void theTablesOfTransportsAreTheCatalogue() throws IOException {
        Path page = Path.of("docs/transports.md");
        Set<String> expected = new TreeSet<>();
        Set<String> optional = new TreeSet<>();
        for (Transport transport : Transports.list()) {
            String[] parts = transport.name().split("/");
            // The page lists regions and waits once each, and a spinning variant not at all.
            expected.add(parts[0]);
            if (inMemory(parts[0])) {
                expected.add(parts[1]);
            }
        }
        Transports.list().stream().filter(Transport::optional).map(transport -> transport.name().split("/"))
                .forEach(parts -> optional.add(parts.length == 1 || parts[0].endsWith("-huge") ? parts[0] : parts[1]));
        List<List<String>> rows = Stream
                .of("Memory", "Ways to wait", "Through the kernel", "Libraries", "Java's access to memory")
                .flatMap(section -> Pages.rows(page, section).stream()).filter(row -> row.get(0).matches("`[a-z-]+`")).toList();
        assertThat(names(rows)).isEqualTo(expected);
        assertThat(names(rows.stream().filter(row -> row.toString().contains("optional")).toList())).isEqualTo(optional);
        assertThat(rows).allSatisfy(row -> assertThat(row.get(row.size() - 1)).matches("\\[`\\w+`]\\(.*\\)"));
    }

    private static boolean inMemory(String name) {
        return Transports.groups().stream().anyMatch(group -> group.name().equals(name));
    }

    @Test
    void theReadmesFamiliesAreTheCatalogue() throws IOException {
        Set<String> named = new HashSet<>();
        for (List<String> row : Pages.rows(Pages.README, "Transports")) {
            Matcher code = CODE.matcher(row.get(1));
            while (code.find()) {
                named.add(code.group(1));
            }
        }
        named.remove("-huge");
        Set<String> usual = new HashSet<>();
        Transports.usual().forEach(transport -> {
            String[] parts = transport.name().split("/");
            usual.add(parts[0]);
            if (inMemory(parts[0])) {
                usual.add(parts[1]);
            }
        });
        assertThat(named).isEqualTo(usual);
        assertThat(Transports.usual()).as("the README says more than 60").hasSizeGreaterThan(60);
    }

    @Test
    void theTableOfProfilesIsTheFolder() throws IOException {
        assertThat(names(Pages.rows(Path.of("docs/profiles.md"), "Profiles"))).isEqualTo(new TreeSet<>(Profiles.names()));
    }

    @Test
    void theReadmeNamesEveryCommand() throws IOException {
        Set<String> named = Pages.rows(Pages.README, "Commands").stream()
                .map(row -> row.get(0).replace("`", "").replace(RUN, "").split("[ ,]")[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).containsAll(new Main(NOWHERE, NOWHERE, false).commands().getSubcommands().keySet())
                .contains(Main.TEST, Main.HELP);
    }

    private static Set<String> names(List<List<String>> rows) {
        return rows.stream().map(row -> row.get(0).replace("`", "")).collect(Collectors.toCollection(TreeSet::new));
    }
}
