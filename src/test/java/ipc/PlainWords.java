package ipc;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds sentences that are hard to read: inverted ones, which begin with their object or with a relative clause, and long ones.
 * It reads the comments of Java, JavaScript and shell sources, and the prose of Markdown.
 */
final class PlainWords {
    /** The most words that a sentence of a comment may have. */
    static final int MOST_WORDS_IN_COMMENTS = 30;
    /** The most words that a sentence of a document may have. */
    static final int MOST_WORDS_IN_DOCUMENTS = 28;

    private static final int FEWEST_WORDS = 3;
    private static final Pattern INVERTED = Pattern
            .compile("(Of|What|Whatever|Who|Whoever|Whose|Whom|That|Else|Nobody|Neither|Nor"
                    + "|As is|By what|With what|For what|Where (?!it |there )|How (?!long|many|much|to))\\b.*", Pattern.DOTALL);
    /** Stands for an inline tag or a piece of code while sentences are told apart, for it may hold full stops. */
    private static final char PIECE = '\uE000';
    private static final Pattern PIECES = Pattern.compile("\\{@\\w+[^{}]*(\\{[^{}]*}[^{}]*)*}|`[^`]+`");
    private static final Pattern END_OF_SENTENCE = Pattern.compile("[.!?][)\"*_]*\\s+(?=[\"(*_]*[A-Z" + PIECE + "])");
    private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^>]*>");
    private static final Pattern MARKUP_BEFORE = Pattern.compile("^[\\s*_\"(]+");
    private static final Pattern MARKUP_AFTER = Pattern.compile("[\\s*_\")]+$");

    private final String file;
    private final int mostWords;
    private final List<Finding> findings = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    /** The line of each character of the text. */
    private final List<Integer> lines = new ArrayList<>();

    private PlainWords(String file, int mostWords) {
        this.file = file;
        this.mostWords = mostWords;
    }

    /**
     * A sentence that is hard to read.
     *
     * @param line     on which it begins, counted from 1
     * @param what     is wrong with it
     * @param sentence without markup
     */
    record Finding(String file, int line, String what, String sentence) {
        @Override
        public String toString() {
            return file + ":" + line + ": " + what + ": " + sentence;
        }
    }

    /**
     * A sentence that may stay as it is.
     *
     * @param file      path from the project's folder
     * @param beginning of the sentence
     * @param reason    why it may stay
     */
    record Justified(String file, String beginning, String reason) {
        boolean covers(Finding finding) {
            return finding.file().equals(file) && finding.sentence().startsWith(beginning);
        }
    }

    /** Describes what is wrong, one line each: findings that nothing justifies, and justifications that no finding needs. */
    static List<String> complaints(List<Finding> findings, List<Justified> justified) {
        List<String> complaints = new ArrayList<>();
        findings.stream().filter(finding -> justified.stream().noneMatch(each -> each.covers(finding))).map(Finding::toString)
                .forEach(complaints::add);
        justified.stream().filter(each -> findings.stream().noneMatch(each::covers))
                .map(each -> each.file() + ": no longer needs to be justified: " + each.beginning()).forEach(complaints::add);
        return complaints;
    }

    /** @param file whose name ends in {@code .java}, {@code .js}, {@code .sh} or {@code .md} */
    static List<Finding> in(String file, String content) {
        boolean isDocument = file.endsWith(".md");
        PlainWords words = new PlainWords(file, isDocument ? MOST_WORDS_IN_DOCUMENTS : MOST_WORDS_IN_COMMENTS);
        if (isDocument) {
            words.readMarkdown(content);
        } else if (file.endsWith(".sh")) {
            words.readShell(content);
        } else {
            words.readJava(content);
        }
        words.endParagraph();
        return words.findings;
    }

    /** Comments of a shell script, one on lines of its own. */
    private void readShell(String content) {
        int number = 0;
        for (String line : content.split("\n", -1)) {
            number++;
            String stripped = line.strip();
            if (stripped.startsWith("#") && !stripped.startsWith("#!") && stripped.length() > 1) {
                append(stripped.substring(1), number);
            } else {
                endParagraph();
            }
        }
    }

    /** Prose; tables, code and headings are left out. */
    private void readMarkdown(String content) {
        int number = 0;
        boolean inCode = false;
        for (String line : content.split("\n", -1)) {
            number++;
            if (line.strip().startsWith("```")) {
                inCode = !inCode;
                endParagraph();
            } else if (inCode || line.isBlank() || line.matches("( {4}|\\t|\\||#).*")) {
                endParagraph();
            } else {
                String begun = line.replaceFirst("^\\s*(>\\s?)*([-*+]|\\d+\\.)\\s+", "");
                if (!begun.equals(line)) {
                    endParagraph();
                }
                append(begun.replaceFirst("^\\s*(>\\s?)+", "").replaceAll("!?(\\[[^\\]]*])\\([^)]*\\)", "$1"), number);
            }
        }
    }

    /** Comments of Java; and of JavaScript, whose strings look alike. */
    private void readJava(String content) {
        // A text block, a string, a character, a comment to the end of the line, a comment of any length.
        Matcher tokens = Pattern
                .compile("\"\"\".*?(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])*'|//[^\n]*|/\\*.*?\\*/",
                        Pattern.DOTALL)
                .matcher(content);
        int end = 0;
        int line = 1;
        while (tokens.find()) {
            String between = content.substring(end, tokens.start());
            line += lineBreaks(between);
            String token = tokens.group();
            if (!between.isBlank() || lineBreaks(between) > 1 || !token.startsWith("//")) {
                endParagraph();
            }
            if (token.startsWith("//")) {
                append(token.substring(2), line);
            } else if (token.startsWith("/*")) {
                readBlock(token.substring(2, token.length() - 2), line);
            }
            line += lineBreaks(token);
            end = tokens.end();
        }
    }

    private static int lineBreaks(String content) {
        return (int) content.chars().filter(each -> each == '\n').count();
    }

    /** The inside of a comment between asterisks. */
    private void readBlock(String comment, int firstLine) {
        int number = firstLine;
        boolean inCode = false;
        for (String line : comment.split("\n", -1)) {
            String words = line.replaceFirst("^\\s*\\*+", "").strip();
            inCode |= words.contains("<pre>");
            if (words.isEmpty() || inCode || words.startsWith("@")
                    || words.matches("<(p|ul|ol|li|table|tr|td|th|dl|dt|dd|h\\d)\\b.*")) {
                endParagraph();
            }
            if (!inCode) {
                append(words.replaceFirst("^@(param\\s+\\S+|throws\\s+\\S+|return|\\w+)\\s*", ""), number);
            }
            inCode &= !words.contains("</pre>");
            number++;
        }
        endParagraph();
    }

    private void append(String words, int line) {
        text.append(words.strip()).append(' ');
        while (lines.size() < text.length()) {
            lines.add(line);
        }
    }

    /** Looks at the sentences of the text so far. */
    private void endParagraph() {
        String paragraph = text.toString();
        // A piece takes as many characters as before, so that each sentence keeps its place.
        String masked = PIECES.matcher(paragraph).replaceAll(piece -> Matcher.quoteReplacement(mask(piece)));
        int begin = 0;
        Matcher ends = END_OF_SENTENCE.matcher(masked);
        while (ends.find()) {
            judge(paragraph.substring(begin, ends.end()), begin);
            begin = ends.end();
        }
        judge(paragraph.substring(begin), begin);
        text.setLength(0);
        lines.clear();
    }

    private static String mask(MatchResult piece) {
        return String.valueOf(PIECE).repeat(piece.group().length());
    }

    private void judge(String raw, int begin) {
        String plain = TAG.matcher(raw.replaceAll("\\{@\\w+\\s*([^{}]*)}", "$1")).replaceAll("");
        String sentence = MARKUP_BEFORE.matcher(plain).replaceFirst("").replaceAll("\\s+", " ").strip();
        int words = sentence.isEmpty() ? 0 : sentence.split(" ").length;
        if (words < FEWEST_WORDS) {
            return;
        }
        int line = lines.get(Math.min(begin + (raw.length() - raw.stripLeading().length()), lines.size() - 1));
        if (INVERTED.matcher(sentence).matches() && !MARKUP_AFTER.matcher(sentence).replaceFirst("").endsWith("?")) {
            findings.add(new Finding(file, line, "inverted", sentence));
        }
        if (words > mostWords) {
            findings.add(new Finding(file, line, words + " words, " + mostWords + " are allowed", sentence));
        }
    }
}
