package ipc.analysis;

import ipc.analysis.document.Microseconds;
import ipc.BadInputException;
import ipc.analysis.Separation.Told;
import ipc.result.RunRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@link Advice} in a few plain lines and a table of the candidates, machine by machine. */
public final class AdviceText {
    private AdviceText() {
    }

    /**
     * Reads the runs and advises.
     *
     * @throws BadInputException if one is not a result directory, or nothing near was measured; with the command that would
     */
    public static String read(List<Path> directories, Question question) {
        return of(Decisions.read(directories), question);
    }

    static String of(List<RunRecord> runs, Question question) {
        List<Advice> advice = Advice.of(runs, question);
        if (advice.isEmpty()) {
            throw new BadInputException("nothing near " + asked(question) + " was measured; this does: " + question.command());
        }
        String unadvised = Advice.byMachine(runs).keySet().stream()
                .filter(machine -> advice.stream().noneMatch(each -> each.machine().equals(machine)))
                .map(machine -> "\n" + absence(runs, machine)
                        .orElse(machine + ": nothing near was measured; this does: " + question.command()) + "\n")
                .collect(Collectors.joining());
        return advice.stream().map(AdviceText::of).collect(Collectors.joining("\n")) + unadvised;
    }

    /** Why a machine that measured nothing did not; empty if it measured something. */
    private static Optional<String> absence(List<RunRecord> runs, String machine) {
        List<RunRecord> its = Advice.byMachine(runs).get(machine);
        return its.stream().allMatch(run -> run.absence().isPresent()) ? Optional.of(RunText.absent(its.get(0)))
                : Optional.empty();
    }

    private static String asked(Question question) {
        return question.sizeBytes() + " bytes at " + CostText.rate(question.rateHz()) + " messages a second";
    }

    private static String of(Advice advice) {
        Question question = advice.question();
        List<String> lines = new ArrayList<>();
        lines.add(advice.machine() + ": " + asked(question) + ", by " + question.percentile().words()
                + (question.maxCpuPercent() == null ? "" : ", within " + CostText.percent(question.maxCpuPercent())
                        + " % of a CPU for each process"));
        lines.addAll(verdict(advice));
        List<String> notes = notes(advice);
        return cautions(advice) + String.join("\n", lines) + "\n\n" + table(advice)
                + "\n" + notes.stream().map(note -> "- " + note + "\n").collect(Collectors.joining());
    }

    private static String cautions(Advice advice) {
        List<String> cautions = RunText.cautions(List.of(advice.evidence().run()));
        return cautions.isEmpty() ? "" : String.join("\n", cautions) + "\n\n";
    }

    private static List<String> verdict(Advice advice) {
        List<String> lines = new ArrayList<>();
        if (advice.ranked().isEmpty()) {
            lines.add(advice.unknown().isEmpty() ? "none recommended: no transport that was measured qualifies"
                    : "not decided: none is known to qualify, and of these something is not known: " + names(advice.unknown()));
        } else if (advice.recommended().isPresent()) {
            Candidate recommended = advice.recommended().get();
            lines.add("recommended: " + described(recommended, advice));
            lines.add(advice.next().map(next -> "runner-up: " + described(next, advice))
                    .orElse("runner-up: none, nothing else " + (advice.out().stream().anyMatch(Candidate::unknown)
                            ? "is known to qualify" : "qualifies")));
        } else if (advice.front().size() == 1) {
            lines.add("not decided: " + described(advice.ranked().get(0), advice) + ", is the quickest of those measured in full,"
                    + " but of others something is not known: " + names(advice.unknown()));
        } else {
            List<String> front = advice.front().stream().map(Candidate::transport).toList();
            int rounds = advice.front().stream().mapToInt(candidate -> candidate.metric().rounds().size()).min().orElse(0);
            lines.add("not decided: " + enumerated(front) + " are not told apart by " + RunText.count(rounds, "round") + "; "
                    + (advice.hasTooFewRounds() ? "it takes " + Separation.fewestRounds() + " rounds at least (--rounds "
                            + Separation.fewestRounds() + ")"
                            : "more may (--rounds " + 2 * rounds + "); ./run.sh paired " + front.get(0)
                                    + " " + front.get(1) + " -p size=" + advice.evidence().sizeBytes()
                                    + " compares their medians, in a closed loop"));
            advice.next().ifPresent(next -> lines.add("told apart from " + front.get(0) + ", the quickest of them: "
                    + described(next, advice)));
        }
        return lines;
    }

    private static String names(List<Candidate> candidates) {
        return String.join(", ", candidates.stream().map(Candidate::transport).toList());
    }

    private static String enumerated(List<String> names) {
        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.get(names.size() - 1);
    }

    private static String described(Candidate candidate, Advice advice) {
        return candidate.transport() + ", " + advice.question().percentile().words() + " "
                + Microseconds.withUnit(candidate.typicalNanos()) + ", " + cost(candidate, advice);
    }

    private static String cost(Candidate candidate, Advice advice) {
        if (candidate.forkPercent() == null) {
            return "at a cost nobody measured";
        }
        boolean paced = advice.evidence().rateHz().isPresent();
        return "at " + CostText.percent(candidate.forkPercent()) + " % of a CPU in the " + (paced ? "receiver" : "fork") + " and "
                + CostText.percent(candidate.peerPercent()) + " % in the " + (paced ? "sender" : "peer");
    }

    private static String table(Advice advice) {
        boolean paced = advice.evidence().rateHz().isPresent();
        MarkdownTable table = new MarkdownTable();
        table.add(List.of("transport", advice.question().percentile().words() + " _(µs)_", "messages/s seen",
                "CPU of " + (paced ? "receiver" : "fork") + " _(%)_", "CPU of " + (paced ? "sender" : "peer") + " _(%)_", ""));
        for (int i = 0; i < advice.ranked().size(); i++) {
            table.add(row(advice.ranked().get(i), i == 0 ? advice.recommended().isPresent() ? "recommended" : "quickest"
                    : place(advice.told().get(i - 1), advice.ranked().get(0))));
        }
        advice.out().stream().filter(candidate -> candidate.metric() != null)
                .forEach(candidate -> table.add(row(candidate,
                        (candidate.unknown() ? "unknown: " : "out: ") + candidate.against())));
        return table.rows() > 1 ? table.format() : "";
    }

    private static List<String> row(Candidate candidate, String place) {
        return List.of(candidate.transport(),
                candidate.typicalNanos() == null ? RunText.NONE : Microseconds.fine(candidate.typicalNanos()),
                candidate.mostPerSecond() == null ? RunText.NONE : CostText.rate(candidate.mostPerSecond()),
                percent(candidate.forkPercent()), percent(candidate.peerPercent()), place);
    }

    private static String percent(Double percent) {
        return percent == null ? RunText.NONE : CostText.percent(percent);
    }

    private static String place(Separation separation, Candidate first) {
        return switch (separation.told()) {
            case APART -> String.format(Locale.ROOT, "at least %s times %s", ratio(separation.change().low()), first.transport());
            case NOT_APART -> "not told apart from " + first.transport();
            case TOO_FEW_ROUNDS -> "too few rounds";
        };
    }

    /** Rounded down: it is the least that the rounds allow. */
    private static String ratio(double percent) {
        double ratio = 1 + percent / 100;
        double digits = ratio < 10 ? 100 : 1;
        return String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%.0f", Math.floor(ratio * digits) / digits);
    }

    private static List<String> notes(Advice advice) {
        Evidence evidence = advice.evidence();
        Question question = advice.question();
        RunRecord run = evidence.run();
        List<String> notes = new ArrayList<>();
        notes.add("measured: " + evidence.inWords() + "; profile " + run.profile() + ", " + run.started() + ", "
                + RunText.count(run.rounds(), "round") + ", " + run.cpus() + ".");
        if (advice.ranked().stream().anyMatch(candidate -> candidate.forkPercent() != null)) {
            notes.add("CPU is that of a whole process, 100 % being one CPU: of a transport whose sides sleep, CPU time per"
                    + " message times the rate asked for; of any other, a whole CPU for a side that waits for messages,"
                    + " whatever the rate.");
        }
        if (evidence.distance() > 0) {
            notes.add("the nearest that was measured stands for what was asked; nothing is interpolated"
                    + (evidence.sizeBytes() < question.sizeBytes() ? ", and whether a transport carries " + question.sizeBytes()
                            + " bytes was not measured" : "")
                    + ".");
        }
        if (evidence.rateHz().isEmpty()) {
            notes.add("nothing paced near " + CostText.rate(question.rateHz()) + " messages a second had enough operations, and a"
                    + " closed loop knows nothing of what a sleeping receiver and an idle CPU add at a pace"
                    + (question.canBePaced() ? "; this measures it: " + question.command() : "."));
        }
        List<Candidate> untried = advice.out().stream().filter(Candidate::untried).toList();
        if (!untried.isEmpty()) {
            notes.add("whether " + CostText.rate(question.rateHz()) + " messages a second are kept was not measured of "
                    + names(untried) + "; this measures it: " + question.command());
        }
        if (!advice.elsewhere().isEmpty()) {
            notes.add("measured in a closed loop only, so not considered: " + String.join(", ", advice.elsewhere()) + ".");
        }
        Map<String, List<String>> unmeasured = new LinkedHashMap<>();
        advice.out().stream().filter(candidate -> candidate.metric() == null).forEach(candidate -> unmeasured
                .computeIfAbsent(candidate.against(), unused -> new ArrayList<>()).add(candidate.transport()));
        unmeasured.forEach((reason, transports) -> notes.add(String.join(", ", transports) + ": " + reason + "."));
        if (advice.told().stream().anyMatch(separation -> separation.told() == Told.APART)
                && advice.ranked().stream().anyMatch(candidate -> !PlacementMatch.isKnown(candidate.cell()))) {
            notes.add("where the CPUs stood in each round is not known, and all rounds were compared.");
        }
        run.warnings().forEach(warning -> notes.add("warning: " + warning));
        return notes;
    }
}
