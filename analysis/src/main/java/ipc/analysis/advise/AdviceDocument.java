package ipc.analysis.advise;

import ipc.analysis.run.CostText;
import ipc.analysis.run.MachineBrief;
import ipc.analysis.run.RunCautions;
import ipc.analysis.run.RunText;
import ipc.analysis.stats.MedianInterval;
import ipc.analysis.stats.PlacementMatch;
import ipc.analysis.advise.Separation.Answer;
import ipc.analysis.document.Column;
import ipc.analysis.document.Document;
import ipc.analysis.document.Microseconds;
import ipc.analysis.document.Section;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Advice on one machine for people: the choice, the shortlist, and why others are left out. */
final class AdviceDocument {
    /** So many candidates are in a brief shortlist. */
    private static final int MOST_ROWS = 8;
    /** So many transports are named behind a reason; the others are counted. */
    private static final int MOST_NAMED = 5;

    /** So many transports are named that a follow-up leaves out. */
    private static final int MOST_LEFT_OUT = 2;

    private final Advice advice;
    private final boolean detailed;

    private AdviceDocument(Advice advice, boolean detailed) {
        this.advice = advice;
        this.detailed = detailed;
    }

    /** @param detailed whether every candidate has a row, and notes stand below */
    static Document of(Advice advice, boolean detailed) {
        return new AdviceDocument(advice, detailed).document();
    }

    private Document document() {
        return new Document(title(), reason(advice), cautions(), table(), List.of(new Section("Wake-up", waiting()),
                new Section("Left out", leftOut())), advice.evidence().run().warnings(), detailed ? notes() : List.of(),
                closing());
    }

    private String title() {
        return advice.recommended().map(choice -> "Use " + choice.transport()).orElse(
                advice.ranked().isEmpty() && advice.unknown().isEmpty() && !advice.isDisturbed() ? "None qualifies"
                        : "Not decided");
    }

    /** The figures of the choice, or why there is none. */
    static String reason(Advice advice) {
        if (advice.recommended().isPresent()) {
            return figures(advice.recommended().get(), advice);
        }
        if (advice.isDisturbed()) {
            return "other processes disturbed the run. Measure again while nothing else runs";
        }
        if (advice.ranked().isEmpty()) {
            return advice.unknown().isEmpty() ? "every measured transport is left out"
                    : "no transport is known to qualify; a measurement is missing for " + named(advice.unknown(), MOST_NAMED);
        }
        if (advice.hasTooFewRounds()) {
            return MedianInterval.TOO_FEW_ROUNDS + ", measured " + advice.fewestRounds();
        }
        if (advice.front().size() > 1) {
            return "the rounds do not separate " + named(advice.front(), MOST_NAMED);
        }
        return advice.ranked().get(0).transport() + " is the fastest, but a measurement is missing for "
                + named(advice.unknown(), MOST_NAMED);
    }

    private static String figures(Candidate candidate, Advice advice) {
        String latency = advice.question().percentile().words() + " " + Microseconds.withUnit(candidate.nanos());
        return latency + (candidate.forkPercent() == null ? ", CPU time not measured"
                : ", " + CostText.percent(candidate.forkPercent()) + " % of a CPU in the " + fork(advice) + ", "
                        + CostText.percent(candidate.peerPercent()) + " % in the " + peer(advice));
    }

    private static String fork(Advice advice) {
        return advice.evidence().rateHz().isPresent() ? "receiver" : "fork";
    }

    private static String peer(Advice advice) {
        return advice.evidence().rateHz().isPresent() ? "sender" : "peer";
    }

    private static String named(List<Candidate> candidates, int most) {
        List<String> names = candidates.stream().map(Candidate::transport).toList();
        return String.join(", ", names.subList(0, Math.min(most, names.size())))
                + (names.size() > most ? " and " + (names.size() - most) + " more" : "");
    }

    private List<String> cautions() {
        Evidence evidence = advice.evidence();
        List<String> cautions = new ArrayList<>(RunCautions.of(evidence.run()));
        if (evidence.rateHz().isEmpty()) {
            cautions.add("Measured in a closed loop, because no paced messages near this rate have enough operations. A closed"
                    + " loop does not show what a sleeping receiver and an idle CPU add.");
        }
        if (evidence.distance() > 0) {
            cautions.add("Measured with " + evidence.sizeBytes() + " bytes"
                    + (evidence.rateHz().isPresent() ? " at " + CostText.rate(evidence.rateHz().getAsDouble()) + " Hz" : "")
                    + ", the nearest to the question. Nothing is interpolated.");
        }
        return cautions;
    }

    private List<Table> table() {
        List<Candidate> ranked = advice.ranked();
        if (ranked.isEmpty()) {
            return List.of();
        }
        List<Column> columns = List.of(Column.of("transport", Unit.TEXT),
                Column.of(advice.question().percentile().words() + ", µs", Unit.MICROSECONDS),
                new Column("forkCpuPercent", "CPU, %", fork(advice), Unit.PERCENT),
                new Column("peerCpuPercent", "CPU, %", peer(advice), Unit.PERCENT),
                Column.of("waits by", Unit.TEXT), Column.of("against the first", Unit.TEXT));
        List<List<Value>> rows = new ArrayList<>();
        for (int i = 0; i < (detailed ? ranked.size() : Math.min(MOST_ROWS, ranked.size())); i++) {
            rows.add(row(ranked.get(i), i == 0 ? "" : standing(advice.separations().get(i - 1))));
        }
        Machine machine = advice.evidence().run().machine();
        String name = MachineBrief.isNamed(machine) ? advice.machine() : MachineBrief.of(machine);
        return List.of(new Table(name + ", " + advice.question().inWords() + ", by "
                + advice.question().percentile().words() + limit(), columns, rows));
    }

    private String limit() {
        Double most = advice.question().maxCpuPercent();
        return most == null ? "" : ", at most " + CostText.percent(most) + " % of a CPU for each process";
    }

    private static List<Value> row(Candidate candidate, String standing) {
        return List.of(Value.text(candidate.transport()), new Value(candidate.nanos(), Microseconds.fine(candidate.nanos())),
                percent(candidate.forkPercent()), percent(candidate.peerPercent()),
                candidate.sleeps() == null ? Value.absent() : Value.text(candidate.sleeps() ? "sleeping" : "spinning"),
                Value.text(standing));
    }

    private static Value percent(Double percent) {
        return percent == null ? Value.absent() : new Value(percent, CostText.percent(percent));
    }

    private static String standing(Separation separation) {
        return separation.answer() == Answer.SLOWER ? "at least " + ratio(separation.change().low()) + " times"
                : separation.answer().words();
    }

    /** Rounded down, because it is the least that the rounds allow. */
    private static String ratio(double percent) {
        double ratio = 1 + percent / 100;
        double digits = ratio < 10 ? 100 : 1;
        return String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%.0f", Math.floor(ratio * digits) / digits);
    }

    /** The wake-up of the choice, or of those at the front, as the run describes it. */
    private List<String> waiting() {
        return advice.front().stream().limit(2).flatMap(candidate -> Optional
                .ofNullable(candidate.cell().transports().get(candidate.transport())).stream()
                .map(words -> candidate.transport() + ": " + words + ".")).toList();
    }

    private List<String> leftOut() {
        Map<String, List<Candidate>> byReason = new LinkedHashMap<>();
        advice.out().forEach(candidate -> byReason
                .computeIfAbsent((candidate.unknown() ? "not known: " : "") + candidate.against(), unused -> new ArrayList<>())
                .add(candidate));
        List<String> lines = new ArrayList<>();
        byReason.forEach((reason, candidates) -> lines
                .add(reason + ": " + named(candidates, detailed ? candidates.size() : MOST_NAMED)));
        if (!advice.elsewhere().isEmpty()) {
            lines.add("measured in a closed loop only: " + String.join(", ", advice.elsewhere()));
        }
        if (!detailed && advice.ranked().size() > MOST_ROWS) {
            lines.add("more that qualify (--details lists them): " + (advice.ranked().size() - MOST_ROWS));
        }
        return lines;
    }

    private List<Section> notes() {
        Evidence evidence = advice.evidence();
        RunRecord run = evidence.run();
        List<String> method = new ArrayList<>(List.of(
                "Latencies are over all operations, as in ./run.sh table; only table --wide shows the typical round. Rounds"
                        + " decide whether a transport is slower, so a difference in this table alone decides nothing.",
                "A transport is recommended if every other one that qualifies is slower, with 95 % confidence, and no"
                        + " measurement is missing for one that may be faster.",
                "CPU is that of a whole process: 100 % is one CPU. A side that sleeps takes its CPU time per message, times the"
                        + " rate of the question. A side that spins takes a whole CPU."));
        if (advice.separations().stream().anyMatch(separation -> separation.answer() == Answer.SLOWER)
                && advice.ranked().stream().anyMatch(candidate -> !PlacementMatch.isKnown(candidate.cell()))) {
            method.add("The placements of these rounds are not known, so all rounds are compared.");
        }
        if (evidence.sizeBytes() < advice.question().sizeBytes()) {
            method.add("Nothing shows whether these transports carry " + advice.question().sizeBytes() + " bytes.");
        }
        return List.of(new Section("Run", List.of(evidence.inWords() + "; profile " + run.profile() + ", " + run.started() + ", "
                + RunText.count(run.rounds(), "round") + ", " + run.cpus() + ".")), new Section("Method", method));
    }

    private String closing() {
        String more = detailed ? "" : "More: --details.";
        return advice.followUp().map(followUp -> (more + (advice.recommended().isPresent() ? " To confirm"
                : " To decide among these" + without(followUp)) + ", measure for about " + followUp.duration()
                + " and ask again:").strip())
                .orElse(advice.front().isEmpty() ? more : (more + " Three more minutes would not decide.").strip());
    }

    private static String without(FollowUp followUp) {
        List<String> names = followUp.without();
        return names.isEmpty() ? ""
                : " (no time for " + String.join(", ", names.subList(0, Math.min(MOST_LEFT_OUT, names.size())))
                        + (names.size() > MOST_LEFT_OUT ? " and " + (names.size() - MOST_LEFT_OUT) + " more" : "") + ")";
    }
}
