package ipc.analysis.run;

import ipc.result.RunRecord;
import ipc.result.RunRecord.Status;
import ipc.result.Summary;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The line above a table: where and how its runs were measured. */
public final class RunCaption {
    private static final int MOST_SIZES = 3;

    private RunCaption() {
    }

    /** The profile, if all runs have the same; else empty. */
    public static String title(List<RunRecord> runs) {
        List<String> profiles = present(runs).stream().map(RunRecord::profile).distinct().toList();
        return profiles.size() == 1 ? profiles.get(0) : "";
    }

    /** Such as {@code AMD EPYC, 2 CPUs, KVM, Debian 12, Linux 6.18; 64-byte messages, 6 rounds, 3:39}. */
    public static String of(List<RunRecord> runs) {
        List<RunRecord> present = present(runs);
        List<String> machines = present.stream().map(run -> MachineBrief.of(run.machine())).distinct().toList();
        List<String> how = present.stream().map(RunCaption::how).distinct().toList();
        return List.of(machines, how).stream().filter(each -> each.size() == 1).map(each -> each.get(0))
                .filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
    }

    private static List<RunRecord> present(List<RunRecord> runs) {
        return runs.stream().filter(run -> run.absence().isEmpty()).toList();
    }

    private static String how(RunRecord run) {
        return List.of(sizes(run), rounds(run), took(run).orElse("")).stream().filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String sizes(RunRecord run) {
        SortedSet<Integer> sizes = new TreeSet<>();
        run.cells().forEach(cell -> CellParameters.sizeBytes(cell).ifPresent(sizes::add));
        if (sizes.size() <= 1) {
            return sizes.isEmpty() ? "" : sizes.first() + "-byte messages";
        }
        return "messages of " + (sizes.size() <= MOST_SIZES
                ? sizes.stream().map(Objects::toString).collect(Collectors.joining(", "))
                : sizes.first() + " to " + sizes.last()) + " bytes";
    }

    private static String rounds(RunRecord run) {
        return run.complete() ? RunText.count(run.rounds(), "round")
                : finished(run) + " of " + RunText.count(run.rounds(), "round");
    }

    /** How many rounds the cells have finished, such as {@code 2}, or {@code 1 to 2} if they differ. */
    static String finished(RunRecord run) {
        int most = finishedRounds(run);
        int fewest = run.cells().stream().filter(cell -> cell.status() == Status.MEASURED)
                .flatMap(cell -> cell.metrics().stream())
                .mapToInt(metric -> metric.rounds().size()).min().orElse(most);
        return fewest == most ? Integer.toString(most) : fewest + " to " + most;
    }

    /** How many rounds the cell with the most of them has finished. */
    static int finishedRounds(RunRecord run) {
        return run.cells().stream().flatMap(cell -> cell.metrics().stream()).map(metric -> metric.rounds())
                .mapToInt(List<Summary>::size).max().orElse(0);
    }

    /** From the start of the run to its last write, such as {@code 3:39}; empty if the times are not usable. */
    static Optional<String> took(RunRecord run) {
        try {
            Duration took = Duration.between(Instant.parse(run.started()), Instant.parse(run.finished()));
            String minutes = took.toHours() > 0 ? String.format(Locale.ROOT, "%d:%02d", took.toHours(), took.toMinutesPart())
                    : Long.toString(took.toMinutes());
            return took.isNegative() ? Optional.empty()
                    : Optional.of(String.format(Locale.ROOT, "%s:%02d", minutes, took.toSecondsPart()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
