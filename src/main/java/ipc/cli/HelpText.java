package ipc.cli;

import ipc.TextWrap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The help text of a command, from its picocli annotations. Picocli's own layout splits words at hyphens and slashes. */
final class HelpText {
    private static final String INDENT = "  ";
    private static final String GAP = "  ";
    /** Further lines of an indented line stand deeper by this. */
    private static final String HANGING = "   ";
    /** A longer label stands on a line of its own. */
    private static final int LONGEST_LABEL = 24;

    private HelpText() {
    }

    /**
     * The help text of a command.
     *
     * @param columns of the terminal
     */
    static String of(CommandSpec command, int columns) {
        return of(command, columns, "");
    }

    /** @param more stands between the options and the footer */
    static String of(CommandSpec command, int columns, String more) {
        StringBuilder text = new StringBuilder();
        paragraphs(text, command.usageMessage().header(), columns);
        text.append('\n');
        synopsis(text, command);
        if (command.usageMessage().description().length > 0) {
            text.append('\n');
            paragraphs(text, command.usageMessage().description(), columns);
        }
        Map<String, String> rows = new LinkedHashMap<>();
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            rows.put(parameter.paramLabel(), description(parameter));
        }
        for (OptionSpec option : command.options()) {
            rows.put(String.join(", ", option.names()) + (option.arity().max() == 0 ? "" : " " + option.paramLabel()),
                    description(option));
        }
        if (!rows.isEmpty()) {
            text.append('\n').append(table(rows, columns));
        }
        text.append(more);
        if (command.usageMessage().footer().length > 0) {
            text.append('\n');
            paragraphs(text, command.usageMessage().footer(), columns);
        }
        return text.toString();
    }

    /** Two columns: labels, and a text beside each. */
    static String table(Map<String, String> rows, int columns) {
        int label = rows.keySet().stream().mapToInt(String::length).filter(length -> length <= LONGEST_LABEL).max()
                .orElse(LONGEST_LABEL);
        StringBuilder text = new StringBuilder();
        rows.forEach((name, words) -> text.append(
                TextWrap.labelled(INDENT + name, INDENT.length() + label + GAP.length(), words, columns)));
        return text.toString();
    }

    /** Each synopsis stands on its own line, so that it can be copied. */
    private static void synopsis(StringBuilder text, CommandSpec command) {
        List<String> lines = new ArrayList<>();
        for (String synopsis : command.usageMessage().customSynopsis()) {
            plain(synopsis).lines().filter(line -> !line.isBlank()).map(String::strip).forEach(lines::add);
        }
        String before = "Usage: ";
        for (String line : lines) {
            text.append(before).append(line).append('\n');
            before = " ".repeat(before.length());
        }
    }

    /** Lines that begin with spaces are indented lists. */
    private static void paragraphs(StringBuilder text, String[] paragraphs, int columns) {
        for (String paragraph : paragraphs) {
            for (String line : plain(paragraph).strip().isEmpty() ? List.of("") : plain(paragraph).lines().toList()) {
                int start = line.length() - line.stripLeading().length();
                List<String> lines = TextWrap.lines(line.stripLeading(), columns - start - (start > 0 ? HANGING.length() : 0));
                String indent = line.substring(0, start);
                text.append(indent).append(String.join("\n" + indent + (start > 0 ? HANGING : ""), lines)).append('\n');
            }
        }
    }

    private static String description(ArgSpec argument) {
        return plain(String.join(" ", argument.description())).replace("${DEFAULT-VALUE}",
                String.valueOf(argument.defaultValue()));
    }

    /** Picocli's descriptions are format strings. */
    private static String plain(String formatString) {
        return formatString.replaceFirst("^%n", "").replace("%n", "\n").replace("%%", "%");
    }
}
