package ipc.analysis.advise;

import ipc.analysis.run.Decisions;
import ipc.analysis.run.RunText;
import ipc.analysis.stats.MedianInterval;
import ipc.BadInputException;
import ipc.analysis.document.Markdown;
import ipc.result.RunRecord;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Advice on every machine of some runs, ready to be printed. */
public final class AdviceReport {
    private static final String FOLLOW_UP_DIRECTORY = "results/follow-up";

    private final List<Advice> advice;
    private final List<String> unadvised;
    private final String followUpDirectory;

    private AdviceReport(List<Advice> advice, List<String> unadvised, String followUpDirectory) {
        this.advice = advice;
        this.unadvised = unadvised;
        this.followUpDirectory = followUpDirectory;
    }

    /**
     * Reads the runs and advises.
     *
     * @param usual transports to measure if the runs have none for this question, the most important one first
     * @throws BadInputException if one is not a result directory, or nothing near was measured; with the command that measures it
     */
    public static AdviceReport read(List<Path> directories, Question question, List<String> usual) {
        return of(Decisions.read(directories), question, usual, unused());
    }

    /** A result directory that does not exist yet. */
    private static String unused() {
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> FOLLOW_UP_DIRECTORY + (number == 1 ? "" : "-" + number))
                .filter(name -> Files.notExists(Path.of(name), LinkOption.NOFOLLOW_LINKS)).findFirst().orElseThrow();
    }

    static AdviceReport of(List<RunRecord> runs, Question question, List<String> usual) {
        return of(runs, question, usual, FOLLOW_UP_DIRECTORY);
    }

    private static AdviceReport of(List<RunRecord> runs, Question question, List<String> usual, String out) {
        List<Advice> advice = Advice.of(runs, question);
        String missing = "nothing near " + question.inWords() + " was measured. " + measure(question, usual, out);
        if (advice.isEmpty()) {
            throw new BadInputException(missing);
        }
        List<String> unadvised = new ArrayList<>();
        Advice.byMachine(runs).forEach((machine, its) -> {
            if (advice.stream().noneMatch(each -> each.machine().equals(machine))) {
                unadvised.add(its.stream().allMatch(run -> run.absence().isPresent())
                        ? machine + ": not measured, because " + RunText.firstLine(its.get(0).absence().orElseThrow()) + "."
                        : machine + ": " + missing);
            }
        });
        return new AdviceReport(advice, unadvised, out);
    }

    private static String measure(Question question, List<String> usual, String out) {
        return FollowUp
                .of(usual, 1, MedianInterval.FEWEST_ROUNDS, MedianInterval.FEWEST_ROUNDS, FollowUp.USUAL_OVERHEAD, question)
                .map(followUp -> "This measures it in about " + followUp.duration() + ": " + followUp.command(out))
                .orElse("A percentile of so few messages takes more than three minutes: use --percentile 50, or a higher --rate.");
    }

    /** Whether a transport is recommended for every machine. */
    public boolean isDecided() {
        return unadvised.isEmpty() && advice.stream().allMatch(each -> each.recommended().isPresent());
    }

    /**
     * The text, ended by a line break.
     *
     * @param detailed whether people see every candidate and all notes; programs always do
     */
    public String format(AdviceFormat format, boolean detailed) {
        if (format == AdviceFormat.JSON) {
            return AdviceData.json(advice, unadvised, followUpDirectory);
        }
        return advice.stream().map(each -> Markdown.render(AdviceDocument.of(each, detailed))
                + each.followUp().map(followUp -> "\n" + followUp.block(followUpDirectory)).orElse(""))
                .collect(Collectors.joining("\n"))
                + unadvised.stream().map(line -> "\n" + line + "\n").collect(Collectors.joining());
    }
}
