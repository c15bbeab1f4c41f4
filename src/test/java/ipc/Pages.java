package ipc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** README and docs, taken apart: their prose, their tables, and the commands in their blocks of code. */
public final class Pages {
    /** The first page, relative to the project's folder, as all of them are. */
    public static final Path README = Path.of("README.md");

    private static final Path CONTRIBUTING = Path.of("CONTRIBUTING.md");
    private static final Path DOCS = Path.of("docs");
    private static final String FENCE = "```";
    private static final String CONSOLE = FENCE + "console";
    private static final String SHELL = FENCE + "bash";
    private static final String PROMPT = "$ ";

    private Pages() {
    }

    /**
     * A command of a console block, and what the page shows below it.
     *
     * @param command without the prompt and without a comment
     * @param output  the lines that follow, up to the next command; empty if the page shows none
     */
    public record Example(String command, List<String> output) {
    }

    /** README first, then CONTRIBUTING and the docs in the order of their names. */
    public static List<Path> all() throws IOException {
        try (Stream<Path> docs = Files.list(DOCS)) {
            return Stream.concat(Stream.of(README, CONTRIBUTING),
                    docs.filter(file -> file.toString().endsWith(".md")).sorted()).toList();
        }
    }

    /** The examples of a page: lines that begin with a prompt, in console blocks. */
    public static List<Example> examples(Path page) throws IOException {
        List<Example> examples = new ArrayList<>();
        for (String line : block(page, CONSOLE)) {
            if (line.startsWith(PROMPT)) {
                examples.add(new Example(withoutComment(line.substring(PROMPT.length())), new ArrayList<>()));
            } else {
                examples.get(examples.size() - 1).output().add(line);
            }
        }
        return examples;
    }

    /** The commands of a page: those of {@link #examples}, and the lines of bash blocks. */
    public static List<String> commands(Path page) throws IOException {
        return Stream.concat(examples(page).stream().map(Example::command),
                block(page, SHELL).stream().map(Pages::withoutComment)).toList();
    }

    /** A page without its blocks of code. */
    public static String prose(Path page) throws IOException {
        StringBuilder prose = new StringBuilder();
        boolean code = false;
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith(FENCE)) {
                code = !code;
            } else if (!code) {
                prose.append(line).append('\n');
            }
        }
        return prose.toString();
    }

    /**
     * The rows of all tables in one section, without their heads.
     *
     * @param section the heading, without its marks
     * @return the cells of each row, stripped
     */
    public static List<List<String>> rows(Path page, String section) {
        try {
            List<List<String>> rows = new ArrayList<>();
            boolean inside = false;
            boolean head = true;
            for (String line : prose(page).lines().toList()) {
                if (line.startsWith("#")) {
                    inside = line.replaceFirst("#+ ", "").equals(section);
                } else if (!line.startsWith("|")) {
                    head = true;
                } else if (line.matches("[|:-]+")) {
                    head = false;
                } else if (inside && !head) {
                    rows.add(Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList());
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> block(Path page, String opening) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith(FENCE)) {
                inside = line.equals(opening);
            } else if (inside) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static String withoutComment(String line) {
        return line.replaceAll("\\s+#.*", "").strip();
    }
}
