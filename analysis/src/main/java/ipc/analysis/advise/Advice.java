package ipc.analysis.advise;

import ipc.analysis.run.CellParameters;
import ipc.analysis.run.RunCautions;
import ipc.analysis.stats.MedianInterval;
import ipc.analysis.advise.Separation.Answer;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The transport that the runs of one machine recommend.
 *
 * <p>The candidate with the lowest figure is recommended under two conditions. Its rounds show that every other candidate is
 * slower, and no missing measurement could make another one faster. More candidates make that harder, so choosing the lowest of
 * many does not make it look better than it is.
 *
 * @param machine     its name
 * @param question    the user's
 * @param evidence    the cells that answer it
 * @param ranked      the candidates that qualify, fastest first
 * @param separations of the first from each of the others; one less than {@code ranked}
 * @param out         the candidates that do not qualify
 * @param unknown     those of {@code out} that may be the fastest and lack a measurement
 * @param elsewhere   transports that the run measured in a closed loop only, while the evidence is paced
 */
record Advice(String machine, Question question, Evidence evidence, List<Candidate> ranked, List<Separation> separations,
        List<Candidate> out, List<Candidate> unknown, List<String> elsewhere) {
    private static final int ENOUGH_TO_CONFIRM = 2;

    /** Advice on every machine that has evidence, in the order of its first run. */
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
                .sorted(Comparator.comparingDouble(Candidate::nanos)).toList();
        List<Separation> separations = ranked.stream().skip(1)
                .map(other -> Separation.of(ranked.get(0), other, question.percentile())).toList();
        List<String> elsewhere = evidence.rateHz().isEmpty() ? List.of() : evidence.run().cells().stream()
                .filter(cell -> cell.benchmark().equals(CellParameters.ROUND_TRIP) && !cell.metrics().isEmpty()
                        && Evidence.isNear(cell, question))
                .flatMap(cell -> CellParameters.transport(cell).stream()).distinct()
                .filter(name -> candidates.stream().noneMatch(candidate -> candidate.transport().equals(name))).toList();
        List<Candidate> out = candidates.stream().filter(candidate -> !candidate.isEligible()).toList();
        List<Candidate> unknown = out.stream().filter(Candidate::unknown)
                .filter(candidate -> ranked.isEmpty() || mayBeQuicker(candidate, ranked.get(0), question)).toList();
        return new Advice(machine, question, evidence, ranked, separations, out, unknown, elsewhere);
    }

    /** A slower one is not the best, whatever else is unknown. */
    private static boolean mayBeQuicker(Candidate candidate, Candidate first, Question question) {
        return candidate.nanos() == null
                || Separation.of(first, candidate, question.percentile()).answer() != Answer.SLOWER;
    }

    /** The choice; empty if nothing qualifies, or the measurements do not decide. */
    Optional<Candidate> recommended() {
        return !ranked.isEmpty() && !isDisturbed() && !hasTooFewRounds()
                && separations.stream().allMatch(each -> each.answer() == Answer.SLOWER)
                && unknown.isEmpty()
                        ? Optional.of(ranked.get(0)) : Optional.empty();
    }

    /** Whether other processes disturbed the run. */
    boolean isDisturbed() {
        return RunCautions.isDisturbed(evidence.run());
    }

    /** The fastest, and those that are not shown to be slower. */
    List<Candidate> front() {
        List<Candidate> front = new ArrayList<>(ranked.subList(0, Math.min(1, ranked.size())));
        for (int i = 0; i < separations.size(); i++) {
            if (separations.get(i).answer() != Answer.SLOWER) {
                front.add(ranked.get(i + 1));
            }
        }
        return front;
    }

    /** The fastest of the others. */
    Optional<Candidate> next() {
        List<Candidate> front = front();
        return ranked.stream().filter(candidate -> !front.contains(candidate)).findFirst();
    }

    /** Whether the first candidate, or one to be separated from it, has too few rounds for a verdict. */
    boolean hasTooFewRounds() {
        return fewestRounds() < MedianInterval.FEWEST_ROUNDS
                || separations.stream().anyMatch(separation -> separation.answer() == Answer.TOO_FEW_ROUNDS);
    }

    /** The rounds of the candidate at the front that has the fewest of them; the most possible if there is no candidate. */
    int fewestRounds() {
        return front().stream().mapToInt(candidate -> candidate.metric().rounds().size()).min().orElse(RunRecord.MOST_ROUNDS);
    }

    /** The command that would decide, or confirm, this advice; empty if three minutes are not enough, or nothing is to be measured. */
    Optional<FollowUp> followUp() {
        List<String> wanted = varied(Stream.concat(recommended().isPresent() ? ranked.stream().limit(ENOUGH_TO_CONFIRM)
                : front().stream(), unknown.stream()).map(Candidate::transport).toList());
        boolean isExact = evidence.rateHz().isPresent() && evidence.distance() == 0;
        int had = isExact && recommended().isEmpty() && unknown.isEmpty() ? evidence.run().rounds() : 0;
        // As many rounds again show half as much more; fewer decide nothing that these did not.
        return wanted.isEmpty() ? Optional.empty() : FollowUp.of(wanted, Math.min(ENOUGH_TO_CONFIRM, wanted.size()),
                Math.max(MedianInterval.FEWEST_ROUNDS, had + 1), Math.max(MedianInterval.FEWEST_ROUNDS, 2 * had),
                FollowUp.overhead(evidence.run()), question);
    }

    /** The first transport of each wait strategy, then the others: the memory hardly matters. */
    private static List<String> varied(List<String> transports) {
        Map<String, String> first = new LinkedHashMap<>();
        transports.forEach(name -> first.putIfAbsent(name.substring(name.indexOf('/') + 1), name));
        return Stream.concat(first.values().stream(), transports.stream()).distinct().toList();
    }
}
