package ipc.analysis;

import ipc.analysis.document.Microseconds;
import ipc.analysis.ComparedCell.Row;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a reader of a comparison must know: caveats, which belong above it, and notes. */
final class ComparisonNotes {
    private final Comparison comparison;
    private final Comparison.Side baseline;
    private final Comparison.Side contender;

    ComparisonNotes(Comparison comparison) {
        this.comparison = comparison;
        this.baseline = comparison.baseline();
        this.contender = comparison.contender();
    }

    List<String> all() {
        return Stream.concat(caveats().stream(), notes().stream()).toList();
    }

    /** Why the whole comparison says nothing, or less than it seems to. */
    List<String> caveats() {
        List<String> caveats = new ArrayList<>();
        comparison.differences().forEach((condition, differences) -> {
            String which = condition.words() + (condition == Conditions.OPTIONS ? " differ" : " differs") + " ("
                    + String.join("; ", differences) + ")";
            caveats.add(comparison.inTheWay().contains(condition)
                    ? "not comparable: " + which + "; --across " + condition.words() + " compares all the same."
                    : "compared all the same: " + which + ".");
        });
        for (Side side : sides()) {
            if (!side.run().complete()) {
                caveats.add(side.name() + ": incomplete: this run was cut off; compared are the rounds that ended.");
            }
            if (side.run().profileNote() != null && !side.run().profileNote().isEmpty()) {
                caveats.add(side.name() + ": " + side.run().profileNote());
            }
        }
        if (placementUnknown()) {
            caveats.add("placement unknown: nobody could tell whether the CPUs lay to each other alike in both runs; a"
                    + " change may be theirs.");
        }
        return caveats;
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (Side side : sides()) {
            notes.add(side.name() + ": " + side.label() + ", profile " + side.run().profile() + ", " + side.run().started() + ", "
                    + side.run().machine().name() + "; " + side.run().cpus() + ".");
            side.run().warnings().forEach(warning -> notes.add(side.name() + ": warning: " + warning));
        }
        if (!Objects.equals(baseline.run().tool(), contender.run().tool())) {
            notes.add("measured by " + baseline.run().tool() + " and " + contender.run().tool() + ".");
        }
        notes.add("cells: " + Arrays.stream(Verdict.values()).map(verdict -> count(verdict) + " " + verdict.words())
                .collect(Collectors.joining(", ")) + ".");
        notes.add(method());
        clockStep().ifPresent(step -> notes.add("percentiles come in steps of the clock ("
                + String.format(Locale.ROOT, "%.0f", step) + " ns here), and above 2 µs in those of the histogram (0.1 % at"
                + " most); their intervals allow for both."));
        placements(notes);
        notes.addAll(enoughRounds());
        if (comparison.leavesOutPairedCells()) {
            notes.add("paired cells are left out: each holds its own comparison.");
        }
        return notes;
    }

    private String method() {
        int figures = comparison.criteria().figures().size();
        String confidence = figures == 1 ? "95 %"
                : String.format(Locale.ROOT, "95 %% for the %d figures of a cell together, %.1f %% each", figures,
                        100 * comparison.criteria().confidence());
        return "figures are those of the typical round, the median over the rounds compared; change is the median of all pairs of"
                + " rounds (Hodges-Lehmann), its interval the exact one by ranks (Mann-Whitney), " + confidence
                + "; worse and better: the interval excludes zero and the change exceeds "
                + comparison.criteria().threshold() + ".";
    }

    private void placements(List<String> notes) {
        List<ComparedCell> known = comparison.cells().stream().filter(cell -> cell.probeNanos() != null).toList();
        if (!known.isEmpty()) {
            notes.add(
                    "placement: only rounds are compared in which the CPUs lay to each other alike, by the reference probes before"
                            + " and after each: " + known.stream().map(cell -> cell.name() + " " + cell.baseline() + " and "
                                    + cell.contender() + " at " + Microseconds.withUnit(cell.probeNanos()))
                                    .collect(Collectors.joining("; "))
                            + ".");
        }
        if (!comparison.placementsMatter() && comparison.cells().stream().anyMatch(cell -> cell.verdict().isAnAnswer())) {
            notes.add("placement: not matched, as " + (comparison.criteria().across().contains(Conditions.PLACEMENT)
                    ? "was asked for" : "the runs' CPUs are not the same") + ".");
        }
        if (comparison.cells().stream().flatMap(cell -> cell.rows().stream())
                .anyMatch(row -> row.detail().startsWith("placement: "))) {
            notes.add(
                    "another placement: the CPUs moved, or spinning itself became slower or quicker, as another JDK can make it;"
                            + " --across placement compares all rounds.");
        }
    }

    private List<String> enoughRounds() {
        boolean tooFew = comparison.cells().stream().anyMatch(cell -> cell.verdict() == Verdict.TOO_FEW_ROUNDS);
        int enough = RankSum.fewestOfEach(comparison.criteria().confidence());
        return tooFew ? List.of("too few rounds: such an interval takes " + enough + " rounds in each run (--rounds " + enough
                + "); more show smaller changes.") : List.of();
    }

    private boolean placementUnknown() {
        return comparison.placementsMatter() && comparison.cells().stream()
                .anyMatch(cell -> cell.verdict().isAnAnswer() && cell.probeNanos() == null);
    }

    private Optional<Double> clockStep() {
        boolean percentiles = comparison.cells().stream().flatMap(cell -> cell.rows().stream())
                .anyMatch(row -> row.change() != null && row.figure() != Figure.MEAN);
        OptionalDouble step = sides().stream().flatMap(side -> side.run().cells().stream()).map(Cell::clock)
                .filter(Objects::nonNull).mapToDouble(Clock::granularityNanos).max();
        return percentiles && step.isPresent() ? Optional.of(step.getAsDouble()) : Optional.empty();
    }

    private long count(Verdict verdict) {
        return comparison.cells().stream().filter(cell -> cell.verdict() == verdict).count();
    }

    private List<Side> sides() {
        return List.of(new Side("baseline", baseline.label(), baseline.run()),
                new Side("contender", contender.label(), contender.run()));
    }

    private record Side(String name, String label, RunRecord run) {
    }

    /** A row's verdict with what belongs to it. */
    static String words(Row row) {
        if (row.detail().isEmpty()) {
            return row.verdict().words();
        }
        return row.verdict() == Verdict.NO_DIFFERENCE_SHOWN ? row.verdict().words() + " " + row.detail()
                : row.verdict().words() + " (" + row.detail() + ")";
    }
}
