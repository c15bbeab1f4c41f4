package ipc.analysis.advise;

import ipc.analysis.run.CellParameters;
import ipc.analysis.run.CostText;
import ipc.analysis.run.RunCautions;
import ipc.analysis.run.RunText;
import ipc.analysis.table.RateTables;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Status;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * A transport that may be recommended, or the reason why not.
 *
 * @param transport     its name
 * @param cell          its measurement
 * @param metric        its latencies; null if there are none
 * @param nanos         the figure of the question, over all operations, as tables show it; null if a round has too few of them
 * @param mostPerSecond the most messages a second that it carried; null if unknown
 * @param forkPercent   percent of one CPU that the fork uses at the rate of the question; null if unknown
 * @param peerPercent   the same for the peer
 * @param sleeps        whether a side that waits for a message sleeps; null if unknown
 * @param against       why it does not qualify; empty if it does
 * @param unknown       whether only a missing measurement speaks against it
 */
record Candidate(String transport, Cell cell, Metric metric, Double nanos, Double mostPerSecond, Double forkPercent,
        Double peerPercent, Boolean sleeps, String against, boolean unknown) {
    private static final String SLOW = "did not keep the rate";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double WHOLE_CPU_PERCENT = 100;
    /** The least that a process uses if it never sleeps; other processes take the rest from it. */
    private static final double BUSY_PERCENT = 90;

    /**
     * @param evidence holds the cell
     * @param all      every cell of the machine's runs; others may show how much the transport carries
     */
    static Candidate of(Cell cell, Evidence evidence, List<Cell> all, Question question) {
        String transport = CellParameters.transport(cell).orElseThrow();
        Metric metric = evidence.metric(cell).orElse(null);
        Double nanos = metric == null || !question.percentile().isIn(metric.rounds()) ? null
                : (Double) question.percentile().of(metric.all());
        List<Cell> near = all.stream().filter(other -> other.status() == Status.MEASURED && Evidence.isNear(other, question)
                && CellParameters.transport(other).filter(transport::equals).isPresent()).toList();
        OptionalDouble most = near.stream().flatMapToDouble(Candidate::perSecond).max();
        boolean untried = (most.isEmpty() || most.getAsDouble() < question.rateHz())
                && near.stream().noneMatch(other -> isLimit(other, evidence));
        boolean wasAwake = evidence.rateHz().isEmpty() && sleeps(cell).orElse(false) && wasBusy(cell);
        Double fork = wasAwake ? null
                : percent(cell, cell.cost() == null ? 0 : cell.cost().forkNanosPerMessage(), true, question);
        Double peer = wasAwake ? null : percent(cell, cell.cost() == null ? 0 : cell.cost().peerNanosPerMessage(),
                CellParameters.rateHz(cell).isEmpty(), question);
        String excluded = excluded(cell, metric, most, untried, fork, peer, question);
        if (excluded.equals(SLOW) && RunCautions.isDisturbed(evidence.run())) {
            return new Candidate(transport, cell, metric, nanos, most.orElse(0), fork, peer, sleeps(cell).orElse(null),
                    SLOW + " on a disturbed machine", true);
        }
        String wanting = !excluded.isEmpty() ? "" : wasAwake
                ? "never slept in the closed loop, so its CPU time at this rate was not measured"
                : wanting(nanos, most, untried, fork, question);
        return new Candidate(transport, cell, metric, nanos, most.isPresent() ? most.getAsDouble() : null, fork, peer,
                sleeps(cell).orElse(null), excluded + wanting, !wanting.isEmpty());
    }

    /** Why the measurements exclude it; empty if they do not. */
    private static String excluded(Cell cell, Metric metric, OptionalDouble most, boolean untried, Double fork, Double peer,
            Question question) {
        if (metric == null) {
            String reason = RunText.firstLine(cell.reason());
            return cell.status() == Status.MEASURED ? "no round was finished"
                    : cell.status() == Status.UNAVAILABLE ? "not measured: " + reason : "failed in " + reason;
        }
        if (!untried && most.orElse(0) < question.rateHz()) {
            return SLOW;
        }
        return question.maxCpuPercent() != null && fork != null && Math.max(fork, peer) > question.maxCpuPercent()
                ? "above --max-cpu" : "";
    }

    /** The missing measurement; empty if there is none. */
    private static String wanting(Double nanos, OptionalDouble most, boolean untried, Double fork, Question question) {
        if (nanos == null) {
            return "a round has fewer than " + question.percentile().fewestOperations() + " operations, too few for "
                    + question.percentile().words();
        }
        if (untried) {
            return most.isEmpty() ? "its rate was not measured"
                    : "kept " + CostText.rate(most.getAsDouble()) + " messages a second, and more was not tried";
        }
        return question.maxCpuPercent() != null && fork == null ? "its CPU time was not measured" : "";
    }

    /** Messages a second that the cell carried; the rate that was due, if it was kept. */
    private static DoubleStream perSecond(Cell cell) {
        return cell.benchmark().equals(CellParameters.ROUND_TRIP)
                ? cell.metrics().stream().limit(1).mapToDouble(metric -> NANOS_PER_SECOND / Math.max(1, metric.all().mean()))
                : CostText.messagesPerSecond(cell).stream()
                        .map(sent -> keepsItsRate(cell) ? Math.max(sent, CellParameters.rateHz(cell).orElseThrow()) : sent);
    }

    private static boolean keepsItsRate(Cell cell) {
        OptionalDouble due = CellParameters.rateHz(cell);
        return due.isPresent() && CostText.messagesPerSecond(cell).orElse(0) >= RateTables.KEPT * due.getAsDouble();
    }

    /**
     * Whether the cell shows the transport's limit. A paced sender that kept its pace shows none. Round trips show none for paced
     * messages, which need no answer.
     */
    private static boolean isLimit(Cell cell, Evidence evidence) {
        return cell.benchmark().equals(CellParameters.ROUND_TRIP) ? evidence.rateHz().isEmpty()
                : CostText.messagesPerSecond(cell).isPresent() && !keepsItsRate(cell);
    }

    /**
     * A side that sleeps between messages uses CPU time per message. A side that does not sleep uses a whole CPU at any rate, even
     * if other processes took a part of it. The sender of paced messages waits for the time, not for messages.
     *
     * @param waits whether this side waits for messages
     */
    private static Double percent(Cell cell, double nanosPerMessage, boolean waits, Question question) {
        OptionalDouble measured = CostText.messagesPerSecond(cell);
        Optional<Boolean> sleeps = sleeps(cell);
        if (sleeps.isEmpty() || measured.isEmpty()) {
            return null;
        }
        double percent = CostText.percent(nanosPerMessage, sleeps.get() ? question.rateHz() : measured.getAsDouble());
        return sleeps.get() || !waits ? percent : Math.max(WHOLE_CPU_PERCENT, percent);
    }

    /** Whether neither side slept. A hybrid that spins first does not, if the next message comes at once. */
    private static boolean wasBusy(Cell cell) {
        OptionalDouble measured = CostText.messagesPerSecond(cell);
        return measured.isPresent() && Math.min(CostText.percent(cell.cost().forkNanosPerMessage(), measured.getAsDouble()),
                CostText.percent(cell.cost().peerNanosPerMessage(), measured.getAsDouble())) >= BUSY_PERCENT;
    }

    /** Whether a side that waits for a message sleeps; empty if the run does not say. */
    private static Optional<Boolean> sleeps(Cell cell) {
        if (cell.cost() != null && cell.cost().sleeps() != null) {
            return Optional.of(cell.cost().sleeps());
        }
        // The tail of paced messages also counts the sender, which sleeps until the next message is due.
        return cell.tail() == null || CellParameters.rateHz(cell).isPresent() ? Optional.empty()
                : Optional.of(cell.tail().blocks());
    }

    boolean isEligible() {
        return against.isEmpty();
    }
}
