package ipc.analysis.advise;

import ipc.analysis.run.Decisions;
import ipc.analysis.run.RunText;
import ipc.analysis.stats.MedianInterval;
import ipc.BadInputException;
import ipc.analysis.document.Markdown;
import ipc.result.RunRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Advice on every machine of some runs, ready to be printed. */
public final class AdviceReport {
    private final List<Advice> advice;
    private final List<String> unadvised;

    private AdviceReport(List<Advice> advice, List<String> unadvised) {
        this.advice = advice;
        this.unadvised = unadvised;
    }

    /**
     * Reads the runs and advises.
     *
     * @param usual transports to measure if the runs have none for this question, the most important one first
     * @throws BadInputException if one is not a result directory, or nothing near was measured; with the command that measures it
     */
    public static AdviceReport read(List<Path> directories, Question question, List<String> usual) {
        return of(Decisions.read(directories), question, usual);
    }

    static AdviceReport of(List<RunRecord> runs, Question question, List<String> usual) {
        List<Advice> advice = Advice.of(runs, question);
        String missing = "nothing near " + question.inWords() + " was measured. " + measure(question, usual);
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
        return new AdviceReport(advice, unadvised);
    }

    private static String measure(Question question, List<String> usual) {
        return FollowUp
                .of(usual, 1, MedianInterval.FEWEST_ROUNDS, MedianInterval.FEWEST_ROUNDS, FollowUp.USUAL_OVERHEAD, question)
                .map(followUp -> "This measures it in about " + followUp.duration() + ": " + followUp.command())
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
            return AdviceData.json(advice, unadvised);
        }
        return advice.stream().map(each -> Markdown.render(AdviceDocument.of(each, detailed))
                + each.followUp().map(followUp -> "\n" + followUp.block()).orElse("")).collect(Collectors.joining("\n"))
                + unadvised.stream().map(line -> "\n" + line + "\n").collect(Collectors.joining());
    }
}
