package ipc.analysis.compare;

import ipc.analysis.run.RunCautions;
import ipc.analysis.stats.Figure;
import ipc.analysis.stats.MedianInterval;
import ipc.analysis.document.Microseconds;
import ipc.analysis.document.Section;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The facts that a reader of a comparison needs beside the verdicts. */
final class ComparisonNotes {
    private final Comparison comparison;

    ComparisonNotes(Comparison comparison) {
        this.comparison = comparison;
    }

    /** All lines, for formats that have no room for them. */
    List<String> all() {
        return Stream.of(cautions(), List.of(ComparisonDocument.headline(comparison)), warnings(), notes())
                .flatMap(List::stream).toList();
    }

    /** Reasons why the whole comparison says nothing, or less than it seems to. */
    List<String> cautions() {
        List<String> cautions = new ArrayList<>();
        comparison.differences().forEach((condition, differences) -> {
            String which = condition == Conditions.LOAD ? "other processes disturbed " + String.join(" and ", differences)
                    : condition.words() + (condition == Conditions.OPTIONS ? " differ" : " differs") + " ("
                            + String.join("; ", differences) + ")";
            cautions.add(comparison.inTheWay().contains(condition)
                    ? "Not comparable: " + which + (condition == Conditions.LOAD ? ". Measure again, or use" : ". Use")
                            + " --across " + condition.words() + " to compare all the same."
                    : "Compared all the same: " + which + ".");
        });
        List<String> doubts = bySide(RunCautions::of);
        cautions.addAll(doubts);
        if (!doubts.isEmpty() && comparison.cells().stream().anyMatch(cell -> cell.verdict().isAChange())) {
            cautions.add("So a change may come from that. Measure both again before you act on it.");
        }
        if (placementUnknown()) {
            cautions.add("Placement unknown: no reference probe shows where the CPUs were, so a change may come from them.");
        }
        return cautions;
    }

    /** The warnings of both runs; each text once. */
    List<String> warnings() {
        return bySide(RunRecord::warnings);
    }

    /** Lines about either run; a line about both is there once. */
    private List<String> bySide(Function<RunRecord, List<String>> lines) {
        Map<String, Set<String>> names = new LinkedHashMap<>();
        sides().forEach(side -> lines.apply(side.run())
                .forEach(line -> names.computeIfAbsent(line, unused -> new LinkedHashSet<>()).add(side.name())));
        return names.entrySet().stream().map(entry -> String.join(" and ", entry.getValue()) + ": " + entry.getKey()).toList();
    }

    /** The two directories in one line. */
    String runs() {
        return "Before: " + comparison.baseline().label() + " (baseline). After: " + comparison.contender().label()
                + " (contender).";
    }

    /** All notes, one after the other. */
    List<String> notes() {
        return sections().stream().flatMap(section -> section.lines().stream()).toList();
    }

    /** The notes by topic. */
    List<Section> sections() {
        return List.of(new Section("Runs", describeRuns()), new Section("Method", method()),
                new Section("Placement", placements()));
    }

    private List<String> describeRuns() {
        List<String> lines = new ArrayList<>();
        for (Side side : sides()) {
            lines.add(side.name() + ": " + side.label() + ", profile " + side.run().profile() + ", " + side.run().started() + ", "
                    + side.run().machine().name() + "; " + side.run().cpus() + ".");
        }
        String before = comparison.baseline().run().tool();
        String after = comparison.contender().run().tool();
        if (!Objects.equals(before, after)) {
            lines.add("The runs were measured by " + before + " and " + after + ".");
        }
        if (comparison.pairedCells() > 0) {
            lines.add("Paired cells are left out, because a pair holds its own comparison.");
        }
        return lines;
    }

    private List<String> method() {
        String threshold = comparison.criteria().threshold();
        List<String> lines = new ArrayList<>(List.of(
                "Latencies are those of the typical round: the median over the rounds compared.",
                "The change is the median over all pairs of rounds (Hodges-Lehmann). Its interval is exact, by ranks"
                        + " (Mann-Whitney).",
                confidence(),
                "Slower, faster: the interval excludes zero, and the change exceeds " + threshold + ". No change: the interval"
                        + " lies within " + threshold + ". Not decided: a change above " + threshold
                        + " is neither shown nor excluded; more rounds (--rounds) narrow the interval.",
                "A cell is slower if one figure is; otherwise faster if one is; otherwise without change if one is. The table"
                        + " names that figure. Each run needs " + MedianInterval.FEWEST_ROUNDS + " rounds."));
        clockStep().ifPresent(step -> lines.add(String.format(Locale.ROOT, "Percentiles come in steps of the clock (%.0f ns"
                + " here), above 2 µs in those of the histogram (0.1 %%). The intervals allow for both.", step)));
        return lines;
    }

    private String confidence() {
        int figures = comparison.criteria().figures().size();
        return figures == 1 ? "The confidence is 95 %."
                : String.format(Locale.ROOT, "The confidence is 95 %% for the %d figures of a cell together, %.1f %% for each.",
                        figures, 100 * comparison.criteria().confidence());
    }

    private List<String> placements() {
        List<String> lines = new ArrayList<>();
        List<ComparedCell> known = comparison.cells().stream().filter(cell -> cell.probeNanos() != null).toList();
        if (!known.isEmpty()) {
            lines.add("Only rounds of the same placement are compared. The reference probes before and after each round show it: "
                    + known.stream().map(cell -> cell.name() + " " + cell.baseline() + " and " + cell.contender() + " at "
                            + Microseconds.withUnit(cell.probeNanos())).collect(Collectors.joining("; "))
                    + ".");
        }
        if (!comparison.placementsMatter() && comparison.anyAnswer()) {
            lines.add("Placements are not matched: " + (comparison.criteria().across().contains(Conditions.PLACEMENT)
                    ? "--across placement asked for that." : "the runs used different CPUs."));
        }
        if (comparison.cells().stream().flatMap(cell -> cell.rows().stream())
                .anyMatch(row -> row.detail().startsWith(Comparison.PLACEMENT_MOVED))) {
            lines.add("Placement moved: the CPUs moved, or spinning itself changed, for example with another JDK. Use --across"
                    + " placement to compare all rounds.");
        }
        return lines;
    }

    private boolean placementUnknown() {
        return comparison.placementsMatter() && comparison.cells().stream()
                .anyMatch(cell -> cell.verdict().isAnAnswer() && cell.probeNanos() == null);
    }

    private OptionalDouble clockStep() {
        boolean percentiles = comparison.cells().stream().flatMap(cell -> cell.rows().stream())
                .anyMatch(row -> row.change() != null && row.figure() != Figure.MEAN);
        return !percentiles ? OptionalDouble.empty() : sides().stream().flatMap(side -> side.run().cells().stream())
                .map(Cell::clock).filter(Objects::nonNull).mapToDouble(Clock::granularityNanos).max();
    }

    private List<Side> sides() {
        return List.of(new Side("baseline", comparison.baseline().label(), comparison.baseline().run()),
                new Side("contender", comparison.contender().label(), comparison.contender().run()));
    }

    private record Side(String name, String label, RunRecord run) {
    }
}
