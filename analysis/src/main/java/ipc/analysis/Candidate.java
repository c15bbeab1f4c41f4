package ipc.analysis;

import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Cost;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Status;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

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
 */
record Candidate(String transport, Cell cell, Metric metric, Double typicalNanos, Double mostPerSecond, Double forkPercent,
                 Double peerPercent, String against, boolean unknown) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double WHOLE_CPU_PERCENT = 100;

    /**
     * @param evidence the cell is one of it
     * @param all      every cell of the machine's runs: what the transport can carry may stand in others
     */
    static Candidate of(Cell cell, Evidence evidence, List<Cell> all, Question question) {
        String transport = CellParameters.transport(cell).orElseThrow();
        Metric metric = evidence.metric(cell).orElse(null);
        Double typical = metric == null || !question.percentile().isIn(metric.rounds()) ? null
                : MedianInterval.median(question.percentile().of(metric.rounds()));
        OptionalDouble most = mostPerSecond(transport, cell, all, question);
        Double fork = percent(cell, cell.cost() == null ? 0 : cell.cost().forkNanosPerMessage(), true, question);
        Double peer = percent(cell, cell.cost() == null ? 0 : cell.cost().peerNanosPerMessage(),
                CellParameters.rateHz(cell).isEmpty(), question);
        String against = against(cell, metric, typical, most, fork, peer, question);
        boolean unknown = metric != null
                && (typical == null || most.isEmpty() || fork == null && question.maxCpuPercent() != null);
        return new Candidate(transport, cell, metric, typical, most.isPresent() ? most.getAsDouble() : null, fork, peer, against,
                unknown);
    }

    private static String against(Cell cell, Metric metric, Double typical, OptionalDouble most, Double fork, Double peer,
                                  Question question) {
        if (metric == null) {
            String reason = RunText.firstLine(cell.reason());
            return cell.status() == Status.MEASURED ? "no round of it was finished"
                    : cell.status() == Status.MISSING ? "not on this machine: " + reason : "failed in " + reason;
        }
        if (typical == null) {
            return "a round has fewer than the " + question.percentile().fewestOperations() + " operations that "
                    + question.percentile().words() + " takes; -r 10s makes it longer";
        }
        if (most.isEmpty() || most.getAsDouble() < question.rateHz()) {
            return most.isEmpty() ? "whether it keeps the rate was not measured" : "was not seen to keep the rate";
        }
        if (question.maxCpuPercent() != null && (fork == null || Math.max(fork, peer) > question.maxCpuPercent())) {
            return fork == null ? "what it costs was not measured" : "above --max-cpu";
        }
        return "";
    }

    /** The most of what was seen: a stream, round trips one after the other, messages at a pace that was kept. */
    private static OptionalDouble mostPerSecond(String transport, Cell cell, List<Cell> all, Question question) {
        double due = CellParameters.rateHz(cell).orElse(0);
        DoubleStream paced = CostText.messagesPerSecond(cell).stream().filter(unused -> due > 0)
                .map(messages -> messages / CostText.messagesForOne(cell))
                .map(sent -> sent >= RateTables.KEPT * due ? Math.max(sent, due) : sent);
        Stream<Cell> near = all.stream().filter(other -> other.status() == Status.MEASURED && Evidence.isNear(other, question)
                && CellParameters.transport(other).filter(transport::equals).isPresent());
        return DoubleStream.concat(paced, near.flatMapToDouble(Candidate::capacity)).max();
    }

    private static DoubleStream capacity(Cell cell) {
        if (CellGroup.isThroughput(cell)) {
            return CostText.messagesPerSecond(cell).stream();
        }
        return cell.benchmark().equals(CellParameters.ROUND_TRIP)
                ? cell.metrics().stream().limit(1).mapToDouble(metric -> NANOS_PER_SECOND / Math.max(1, metric.all().mean()))
                : DoubleStream.empty();
    }

    /**
     * A side that sleeps between messages takes CPU time by the message. One that does not takes a whole CPU whatever the rate,
     * also where it was given less because others wanted it; but the sender of paced messages waits for the time, not for them.
     *
     * @param waits whether this side waits for messages
     */
    private static Double percent(Cell cell, double nanosPerMessage, boolean waits, Question question) {
        Cost cost = cell.cost();
        OptionalDouble measured = CostText.messagesPerSecond(cell);
        if (cost == null || measured.isEmpty()) {
            return null;
        }
        boolean sleeps = cell.tail() != null && cell.tail().blocks();
        double percent = CostText.percent(nanosPerMessage, sleeps ? question.rateHz() * CostText.messagesForOne(cell)
                : measured.getAsDouble());
        return sleeps || !waits ? percent : Math.max(WHOLE_CPU_PERCENT, percent);
    }

    boolean isEligible() {
        return against.isEmpty();
    }
}
