package ipc.analysis.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The short form of a document: without notes, each caution and warning in one line, at most so many lines beside its tables. The last
 * line counts the lines left out. If there is no room for warnings, one line says what they are about.
 */
public final class Brief {
    private static final String CUT = " ...";
    private static final Pattern SUBJECT = Pattern.compile("([^:]{1,30}):");
    private static final int LONGEST_WORD = 30;
    private static final int BULLET = "- ".length();

    private Brief() {
    }

    /**
     * Shortens a document.
     *
     * @param mostLines of the rendered text beside its tables
     * @param rest      where the whole text is, such as {@code table.md}
     */
    public static Document of(Document document, int mostLines, String rest) {
        Document brief = with(document, document.findings(), document.warnings());
        for (int kept = document.warnings().size() - 1; lines(brief) > mostLines && kept > 0; kept--) {
            brief = with(document, document.findings(), shorten(document.warnings(), kept, rest));
        }
        if (lines(brief) > mostLines && !document.warnings().isEmpty()) {
            List<String> cautions = new ArrayList<>(document.cautions());
            cautions.add("Warnings in " + rest + ": "
                    + document.warnings().stream().map(Brief::beginning).collect(Collectors.joining("; ")));
            brief = with(new Document(document.title(), document.caption(), cautions, document.tables(), document.findings(),
                    List.of(), List.of(), document.closing()), document.findings(), List.of());
        }
        Document unwarned = brief;
        int most = document.findings().stream().mapToInt(section -> section.lines().size()).max().orElse(0);
        for (int kept = most - 1; lines(brief) > mostLines && kept > 0; kept--) {
            int each = kept;
            brief = with(unwarned, document.findings().stream().map(section -> new Section(section.heading(), section.tables(),
                    shorten(section.lines(), each, rest))).toList(), unwarned.warnings());
        }
        return brief;
    }

    private static Document with(Document document, List<Section> findings, List<String> warnings) {
        return new Document(document.title(), document.caption(), document.cautions().stream().map(Brief::clip).toList(),
                document.tables(), findings, warnings.stream().map(Brief::clip).toList(), List.of(), document.closing());
    }

    private static int lines(Document document) {
        return (int) (Markdown.render(document).lines().count()
                - document.tables().stream().mapToLong(table -> Markdown.render(table).lines().count()).sum());
    }

    private static List<String> shorten(List<String> lines, int kept, String rest) {
        List<String> some = new ArrayList<>(lines.subList(0, Math.min(kept, lines.size())));
        int more = lines.size() - some.size();
        if (more > 0) {
            some.add("and " + more + " more in " + rest);
        }
        return some;
    }

    /** A warning's subject: the words before its colon, or the first three. */
    private static String beginning(String warning) {
        String flat = warning.replaceAll("\\s+", " ").strip();
        Matcher subject = SUBJECT.matcher(flat);
        return subject.lookingAt() ? subject.group(1) : flat.replaceFirst("^((?:\\S+ ){2}\\S+) .*$", "$1" + CUT);
    }

    /** Cuts between words so that the line fits behind a bullet. */
    private static String clip(String line) {
        String flat = line.replaceAll("\\s+", " ").strip();
        int most = Markdown.WIDTH - BULLET;
        if (flat.codePointCount(0, flat.length()) <= most) {
            return flat;
        }
        String start = flat.substring(0, flat.offsetByCodePoints(0, most - CUT.length()));
        int space = start.lastIndexOf(' ');
        // A long word is cut itself: without it, too little would be left.
        return (space > start.length() - LONGEST_WORD ? start.substring(0, space) : start).replaceAll("[,;:]$", "") + CUT;
    }
}
