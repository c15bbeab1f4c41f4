package ipc.analysis;

import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Status;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * A transport that may be recommended, or why not.
 *
 * @param transport     its name
 * @param cell          what was measured of it
 * @param metric        its latencies; null if there are none
 * @param typicalNanos  of the figure asked for, the median over the rounds; null if there is none
 * @param mostPerSecond messages a second that it was seen to carry; null if nobody counted
 * @param forkPercent   of one CPU, what the fork takes at the rate asked for; null if nobody knows
 * @param peerPercent   likewise the peer
 * @param against       why it does not qualify; empty if it does
 * @param unknown       whether that is for want of a measurement: another one might make it the best
 * @param untried       whether it is because nobody tried the rate asked for
 */
record Candidate(String transport, Cell cell, Metric metric, Double typicalNanos, Double mostPerSecond, Double forkPercent,
        Double peerPercent, String against, boolean unknown, boolean untried) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double WHOLE_CPU_PERCENT = 100;
    /** What a process that never slept took at least; the rest is what others took from it. */
    private static final double BUSY_PERCENT = 90;

    /**
     * @param evidence the cell is one of it
     * @param all      every cell of the machine's runs: what the transport can carry may stand in others
     */
    static Candidate of(Cell cell, Evidence evidence, List<Cell> all, Question question) {
        String transport = CellParameters.transport(cell).orElseThrow();
        Metric metric = evidence.metric(cell).orElse(null);
        Double typical = metric == null || !question.percentile().isIn(metric.rounds()) ? null
                : MedianInterval.median(question.percentile().of(metric.rounds()));
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
        String wanting = !excluded.isEmpty() ? "" : wasAwake
                ? "was busy all the while in the closed loop; sleeping between slower messages was not measured"
                : wanting(typical, most, untried, fork, question);
        return new Candidate(transport, cell, metric, typical, most.isPresent() ? most.getAsDouble() : null, fork, peer,
                excluded + wanting, !wanting.isEmpty(), !wanting.isEmpty() && untried);
    }

    /** What the measurements have against it; empty if nothing. */
    private static String excluded(Cell cell, Metric metric, OptionalDouble most, boolean untried, Double fork, Double peer,
            Question question) {
        if (metric == null) {
            String reason = RunText.firstLine(cell.reason());
            return cell.status() == Status.MEASURED ? "no round of it was finished"
                    : cell.status() == Status.UNAVAILABLE ? "not measured: " + reason : "failed in " + reason;
        }
        if (!untried && most.orElse(0) < question.rateHz()) {
            return "was not seen to keep the rate";
        }
        return question.maxCpuPercent() != null && fork != null && Math.max(fork, peer) > question.maxCpuPercent()
                ? "above --max-cpu" : "";
    }

    /** What was not measured of it; empty if everything was. */
    private static String wanting(Double typical, OptionalDouble most, boolean untried, Double fork, Question question) {
        if (typical == null) {
            return "a round has fewer than the " + question.percentile().fewestOperations() + " operations that "
                    + question.percentile().words() + " takes; -r 10s makes it longer";
        }
        if (untried) {
            return most.isEmpty() ? "whether it keeps the rate was not measured"
                    : "kept " + CostText.rate(most.getAsDouble()) + " a second; more was not tried";
        }
        return question.maxCpuPercent() != null && fork == null ? "what it costs was not measured" : "";
    }

    /** What was seen: a stream, messages or round trips one after the other, messages at a pace; what was due if it was kept. */
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
     * Whether the transport did in this cell what it could, so that it cannot be said that more was not tried. A paced sender
     * that kept its pace did not; round trips say no more of messages that need no answer than that so many were kept.
     */
    private static boolean isLimit(Cell cell, Evidence evidence) {
        return cell.benchmark().equals(CellParameters.ROUND_TRIP) ? evidence.rateHz().isEmpty()
                : CostText.messagesPerSecond(cell).isPresent() && !keepsItsRate(cell);
    }

    /**
     * A side that sleeps between messages takes CPU time by the message. One that does not takes a whole CPU whatever the rate,
     * also where it was given less because others wanted it; but the sender of paced messages waits for the time, not for them.
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

    /** Whether neither side slept, such as one that spins for a while first where the next message comes at once. */
    private static boolean wasBusy(Cell cell) {
        OptionalDouble measured = CostText.messagesPerSecond(cell);
        return measured.isPresent() && Math.min(CostText.percent(cell.cost().forkNanosPerMessage(), measured.getAsDouble()),
                CostText.percent(cell.cost().peerNanosPerMessage(), measured.getAsDouble())) >= BUSY_PERCENT;
    }

    /** Whether a side that waits for a message does; empty if nobody wrote it down. */
    private static Optional<Boolean> sleeps(Cell cell) {
        if (cell.cost() != null && cell.cost().sleeps() != null) {
            return Optional.of(cell.cost().sleeps());
        }
        // Of paced messages, the tail says that a side sleeps also where that is the sender, until the next one is due.
        return cell.tail() == null || CellParameters.rateHz(cell).isPresent() ? Optional.empty()
                : Optional.of(cell.tail().blocks());
    }

    boolean isEligible() {
        return against.isEmpty();
    }
}
