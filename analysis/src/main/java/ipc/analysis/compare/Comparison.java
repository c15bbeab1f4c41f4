package ipc.analysis.compare;

import ipc.analysis.run.CellName;
import ipc.analysis.stats.Change;
import ipc.analysis.stats.Figure;
import ipc.analysis.stats.MedianInterval;
import ipc.analysis.stats.PlacementMatch;
import ipc.analysis.stats.RankSum;
import ipc.analysis.compare.ComparedCell.Rounds;
import ipc.analysis.compare.ComparedCell.Row;
import ipc.analysis.document.Microseconds;
import ipc.result.ResultDirectory;
import ipc.result.Results;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Placement;
import ipc.result.RunRecord.Status;
import ipc.result.Summary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Compares two runs cell by cell: by how much the contender's typical round differs from the baseline's, and how sure that is.
 * A cell is compared by its main metric. Paired cells hold their own comparison and are left out.
 */
public final class Comparison {
    /** The reason if the two runs had different placements. */
    static final String PLACEMENT_MOVED = "placement moved";
    private static final String PAIRED = "Paired";

    private final Side baseline;
    private final Side contender;
    private final Criteria criteria;
    private final Map<Conditions, List<String>> differences;
    private final List<ComparedCell> cells;

    /** Compares two records. */
    Comparison(Side baseline, Side contender, Criteria criteria) {
        this.baseline = baseline;
        this.contender = contender;
        this.criteria = criteria;
        this.differences = Conditions.differences(baseline.run(), contender.run());
        this.cells = ids().stream().map(this::compare).toList();
    }

    /**
     * One of the two runs.
     *
     * @param label its directory
     * @param run   its record
     */
    record Side(String label, RunRecord run) {
        private Optional<Cell> cell(String id) {
            return run.cells().stream().filter(cell -> cell.id().equals(id)).findFirst();
        }
    }

    /**
     * Reads and compares two runs.
     *
     * @throws ipc.BadInputException if one is not a result directory
     */
    public static Comparison read(Path baseline, Path contender, Criteria criteria) {
        return new Comparison(read(baseline), read(contender), criteria);
    }

    private static Side read(Path typed) {
        Path directory = Results.one(typed);
        return new Side(directory.toString(), ResultDirectory.open(directory).readRun());
    }

    /** Whether any cell became slower. */
    public boolean anySlower() {
        return cells.stream().anyMatch(cell -> cell.verdict() == Verdict.SLOWER);
    }

    /** Whether at least one figure of one cell was compared. */
    public boolean anyAnswer() {
        return cells.stream().anyMatch(cell -> cell.verdict().isAnAnswer());
    }

    Side baseline() {
        return baseline;
    }

    Side contender() {
        return contender;
    }

    Criteria criteria() {
        return criteria;
    }

    List<ComparedCell> cells() {
        return cells;
    }

    /** The differences between the runs, allowed or not. */
    Map<Conditions, List<String>> differences() {
        return differences;
    }

    /** The conditions that differ and must not. */
    List<Conditions> inTheWay() {
        return differences.keySet().stream().filter(condition -> !criteria.across().contains(condition)).toList();
    }

    /** The reason of every cell that the differing conditions keep from being compared; empty if none does. */
    String differing() {
        return String.join(", ", inTheWay().stream().map(Conditions::words).toList());
    }

    /** How many paired cells the two runs have; a cell of both counts once. */
    long pairedCells() {
        return Stream.of(baseline, contender).flatMap(side -> side.run().cells().stream()).filter(Comparison::isPaired)
                .map(Cell::id).distinct().count();
    }

    /** Whether no cell is in both runs. */
    boolean nothingInCommon() {
        return cells.stream().noneMatch(cell -> baseline.cell(cell.id()).isPresent() && contender.cell(cell.id()).isPresent());
    }

    /** How many cells only this side has. */
    long only(Side side) {
        Side other = side.equals(baseline) ? contender : baseline;
        return cells.stream().filter(cell -> side.cell(cell.id()).isPresent() && other.cell(cell.id()).isEmpty()).count();
    }

    private static boolean isPaired(Cell cell) {
        return cell.benchmark().startsWith(PAIRED);
    }

    private List<String> ids() {
        Map<String, Boolean> ids = new LinkedHashMap<>();
        for (Side side : List.of(baseline, contender)) {
            side.run().cells().stream().filter(cell -> !isPaired(cell)).forEach(cell -> ids.put(cell.id(), true));
        }
        return List.copyOf(ids.keySet());
    }

    private ComparedCell compare(String id) {
        Optional<Cell> before = baseline.cell(id);
        Optional<Cell> after = contender.cell(id);
        String name = CellName.of(before.or(() -> after).orElseThrow());
        List<Summary> beforeRounds = rounds(before);
        List<Summary> afterRounds = rounds(after);
        Optional<String> obstacle = obstacle(before, after);
        if (obstacle.isPresent()) {
            return allAlike(id, name, beforeRounds, afterRounds, Verdict.NOT_COMPARABLE, obstacle.get());
        }
        if (Math.min(beforeRounds.size(), afterRounds.size()) < MedianInterval.FEWEST_ROUNDS) {
            return allAlike(id, name, beforeRounds, afterRounds, Verdict.TOO_FEW_ROUNDS,
                    beforeRounds.size() + " and " + afterRounds.size());
        }
        if (!placementsMatter() || !PlacementMatch.isKnown(before.get()) || !PlacementMatch.isKnown(after.get())) {
            return decided(id, name, new Sample(before.get(), all(beforeRounds)), new Sample(after.get(), all(afterRounds)),
                    null);
        }
        Optional<PlacementMatch> match = PlacementMatch.of(before.get().placements(), after.get().placements());
        if (match.isEmpty() || !isEnough(match.get().baseline().size(), match.get().contender().size())) {
            return allAlike(id, name, beforeRounds, afterRounds, Verdict.NOT_COMPARABLE, PLACEMENT_MOVED + ": "
                    + moved(before.get().placements(), after.get().placements(), match));
        }
        return decided(id, name, new Sample(before.get(), match.get().baseline()),
                new Sample(after.get(), match.get().contender()), match.get().probeNanos());
    }

    /** Placements of other machines, or of other CPUs, say nothing about each other. */
    boolean placementsMatter() {
        return !criteria.across().contains(Conditions.PLACEMENT) && !differences.containsKey(Conditions.MACHINE)
                && baseline.run().cpus().equals(contender.run().cpus());
    }

    /** Whether this many rounds of one placement still have an interval. */
    private boolean isEnough(int before, int after) {
        return before > 0 && after > 0 && RankSum.rank(before, after, criteria.confidence()) > 0;
    }

    /** Why the two cells cannot be compared, however many rounds they have. */
    private Optional<String> obstacle(Optional<Cell> before, Optional<Cell> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.of("only in the " + (before.isEmpty() ? "contender" : "baseline"));
        }
        Optional<String> unmeasured = unmeasured("baseline", before.get()).or(() -> unmeasured("contender", after.get()));
        if (unmeasured.isPresent()) {
            return unmeasured;
        }
        return differing().isEmpty() ? Optional.empty() : Optional.of(differing());
    }

    private static Optional<String> unmeasured(String side, Cell cell) {
        return cell.status() == Status.MEASURED ? Optional.empty()
                : Optional.of(cell.status().name().toLowerCase(Locale.ROOT) + " in the " + side + ": "
                        + cell.reason().lines().findFirst().orElse(""));
    }

    private static String moved(List<Placement> before, List<Placement> after, Optional<PlacementMatch> match) {
        double first = PlacementMatch.home(before).probeNanos();
        double second = PlacementMatch.home(after).probeNanos();
        boolean alike = Math.max(first, second) <= PlacementMatch.ALIKE * Math.min(first, second);
        return alike && match.isPresent() ? "only " + match.get().baseline().size() + " and " + match.get().contender().size()
                + " rounds have the same one, too few for an interval"
                : "baseline " + home(before) + ", contender " + home(after);
    }

    private static String home(List<Placement> placements) {
        PlacementMatch.Home home = PlacementMatch.home(placements);
        return home.rounds() == 0 ? "moved in every round" : new Rounds(placements.size(), home.rounds()) + " rounds at "
                + Microseconds.withUnit(home.probeNanos());
    }

    private static List<Summary> rounds(Optional<Cell> cell) {
        return cell.flatMap(measured -> measured.metrics().stream().findFirst()).map(Metric::rounds).orElse(List.of());
    }

    private static List<Integer> all(List<Summary> rounds) {
        return IntStream.range(0, rounds.size()).boxed().toList();
    }

    private ComparedCell allAlike(String id, String name, List<Summary> before, List<Summary> after, Verdict verdict,
            String why) {
        List<Row> rows = criteria.figures().stream()
                .map(figure -> new Row(figure, typical(figure, before), typical(figure, after), null, verdict, why)).toList();
        return new ComparedCell(id, name, new Rounds(before.size(), 0), new Rounds(after.size(), 0), null, rows);
    }

    private static Double typical(Figure figure, List<Summary> rounds) {
        return rounds.isEmpty() || !figure.isIn(rounds) ? null : MedianInterval.median(figure.of(rounds));
    }

    private ComparedCell decided(String id, String name, Sample before, Sample after, Double probeNanos) {
        List<Row> rows = new ArrayList<>();
        for (Figure figure : criteria.figures()) {
            rows.add(decided(figure, before, after));
        }
        return new ComparedCell(id, name, before.size(), after.size(), probeNanos, rows);
    }

    private Row decided(Figure figure, Sample before, Sample after) {
        Double beforeNanos = typical(figure, before.rounds());
        Double afterNanos = typical(figure, after.rounds());
        if (beforeNanos == null || afterNanos == null) {
            return new Row(figure, beforeNanos, afterNanos, null, Verdict.NOT_COMPARABLE,
                    "a round has fewer than " + figure.fewestOperations() + " operations");
        }
        if (before.isBelowTheClock(figure) || after.isBelowTheClock(figure)) {
            return new Row(figure, beforeNanos, afterNanos, null, Verdict.NOT_COMPARABLE, "below one step of the clock");
        }
        Change change = Change.of(figure.of(before.rounds()), figure.of(after.rounds()), nanos -> before.error(figure, nanos),
                nanos -> after.error(figure, nanos), criteria.confidence()).orElseThrow();
        boolean shown = change.low() > 0 || change.high() < 0;
        if (shown && Math.abs(change.percent()) > criteria.thresholdPercent()) {
            return new Row(figure, beforeNanos, afterNanos, change, change.percent() > 0 ? Verdict.SLOWER : Verdict.FASTER, "");
        }
        boolean within = change.low() >= -criteria.thresholdPercent() && change.high() <= criteria.thresholdPercent();
        return new Row(figure, beforeNanos, afterNanos, change,
                within ? Verdict.NO_CHANGE : Verdict.NOT_DECIDED, "");
    }

    /**
     * The rounds of a cell that are compared.
     *
     * @param cell    the cell
     * @param indices of these rounds
     */
    private record Sample(Cell cell, List<Integer> indices) {
        List<Summary> rounds() {
            List<Summary> all = cell.metrics().get(0).rounds();
            return indices.stream().map(all::get).toList();
        }

        Rounds size() {
            return new Rounds(cell.metrics().get(0).rounds().size(), indices.size());
        }

        double error(Figure figure, double nanos) {
            return figure.errorNanos(cell.clock(), nanos);
        }

        boolean isBelowTheClock(Figure figure) {
            return rounds().stream().mapToDouble(figure::of).anyMatch(nanos -> nanos <= error(figure, nanos));
        }
    }
}
