package ipc.analysis;

import ipc.analysis.Separation.Told;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which transport one machine's runs recommend.
 *
 * <p>The candidate of the lowest figure in the typical round is recommended if its rounds are told apart from those of every
 * other candidate, and if no other might be lower still but lacks something for want of a measurement. The more there are, the
 * harder that is: that the lowest of many is chosen after a look at all of them does not make it look better than it is.
 *
 * @param machine  its name
 * @param question what was asked
 * @param evidence the cells that speak of it
 * @param ranked   the candidates that qualify, quickest first
 * @param told     whether the first is told apart from each of the others; one less than there are ranked
 * @param out      those that do not
 * @param unknown  those of them that might be the best, had they been measured in full
 * @param elsewhere transports that the run measured in a closed loop only, while the evidence is paced
 */
record Advice(String machine, Question question, Evidence evidence, List<Candidate> ranked, List<Separation> told,
        List<Candidate> out, List<Candidate> unknown, List<String> elsewhere) {
    /** Of every machine that has evidence, in the order of its first run. */
    static List<Advice> of(List<RunRecord> runs, Question question) {
        List<Advice> advice = new ArrayList<>();
        byMachine(runs).forEach((machine, its) -> Evidence.find(its, question)
                .ifPresent(evidence -> advice.add(of(machine, its, evidence, question))));
        return advice;
    }

    static Map<String, List<RunRecord>> byMachine(List<RunRecord> runs) {
        Map<String, List<RunRecord>> machines = new LinkedHashMap<>();
        runs.forEach(run -> machines.computeIfAbsent(run.machine().name(), unused -> new ArrayList<>()).add(run));
        return machines;
    }

    private static Advice of(String machine, List<RunRecord> runs, Evidence evidence, Question question) {
        List<Cell> all = runs.stream().flatMap(run -> run.cells().stream()).toList();
        List<Candidate> candidates = evidence.cells().stream().map(cell -> Candidate.of(cell, evidence, all, question)).toList();
        List<Candidate> ranked = candidates.stream().filter(Candidate::isEligible)
                .sorted(Comparator.comparingDouble(Candidate::typicalNanos)).toList();
        List<Separation> told = ranked.stream().skip(1)
                .map(other -> Separation.of(ranked.get(0), other, question.percentile())).toList();
        List<String> elsewhere = evidence.rateHz().isEmpty() ? List.of() : evidence.run().cells().stream()
                .filter(cell -> cell.benchmark().equals(CellParameters.ROUND_TRIP) && !cell.metrics().isEmpty()
                        && Evidence.isNear(cell, question))
                .flatMap(cell -> CellParameters.transport(cell).stream()).distinct()
                .filter(name -> candidates.stream().noneMatch(candidate -> candidate.transport().equals(name))).toList();
        List<Candidate> out = candidates.stream().filter(candidate -> !candidate.isEligible()).toList();
        List<Candidate> unknown = out.stream().filter(Candidate::unknown)
                .filter(candidate -> ranked.isEmpty() || mayBeQuicker(candidate, ranked.get(0), question)).toList();
        return new Advice(machine, question, evidence, ranked, told, out, unknown, elsewhere);
    }

    /** One that is slower is not the best, whatever else is not known of it. */
    private static boolean mayBeQuicker(Candidate candidate, Candidate first, Question question) {
        return candidate.typicalNanos() == null
                || Separation.of(first, candidate, question.percentile()).told() != Told.APART;
    }

    /** What is recommended; empty if nothing qualifies, or the measurements do not decide it. */
    Optional<Candidate> recommended() {
        return !ranked.isEmpty() && told.stream().allMatch(separation -> separation.told() == Told.APART) && unknown.isEmpty()
                ? Optional.of(ranked.get(0)) : Optional.empty();
    }

    /** The quickest and those not told apart from it. */
    List<Candidate> front() {
        List<Candidate> front = new ArrayList<>(ranked.subList(0, Math.min(1, ranked.size())));
        for (int i = 0; i < told.size(); i++) {
            if (told.get(i).told() != Told.APART) {
                front.add(ranked.get(i + 1));
            }
        }
        return front;
    }

    /** The quickest of the others. */
    Optional<Candidate> next() {
        List<Candidate> front = front();
        return ranked.stream().filter(candidate -> !front.contains(candidate)).findFirst();
    }

    /** Whether more rounds are what is wanting. */
    boolean hasTooFewRounds() {
        return told.stream().anyMatch(separation -> separation.told() == Told.TOO_FEW_ROUNDS);
    }
}
