package ipc.analysis.advise;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Advice for programs: nanoseconds, percent of one CPU and messages a second, unrounded; null if something is not known.
 *
 * <p>The root has {@code format}, {@code machines} and {@code notAdvised}. Each machine has {@code machine}, {@code question}
 * (sizeBytes, rateHz, maxCpuPercent, percentile), {@code decided}, {@code choice} (a transport's name), {@code reason} and {@code
 * measured} (profile, started, rounds, sizeBytes, rateHz, null for a closed loop). It also has {@code shortlist} (fastest first),
 * {@code leftOut} and {@code followUp} (command, seconds, askAgain). Candidates have {@code transport}, {@code nanos}, {@code
 * messagesPerSecond}, {@code forkCpuPercent}, {@code peerCpuPercent} and {@code sleeps}. Those of the shortlist also have {@code
 * standing} ({@code first}, {@code slower}, {@code not separated}, {@code too few rounds}) and {@code atLeastTimes}. Those left
 * out have {@code reason} and {@code unknown}: whether a measurement is missing.
 */
final class AdviceData {
    /** Version of the format; a field's meaning never changes within one. */
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private AdviceData() {
    }

    static String json(List<Advice> advice, List<String> notAdvised, String followUpDirectory) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        ArrayNode machines = root.putArray("machines");
        advice.forEach(each -> machine(machines.addObject(), each, followUpDirectory));
        notAdvised.forEach(root.putArray("notAdvised")::add);
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void machine(ObjectNode node, Advice advice, String followUpDirectory) {
        Question question = advice.question();
        node.put("machine", advice.machine());
        node.putObject("question").put("sizeBytes", question.sizeBytes()).put("rateHz", question.rateHz())
                .put("maxCpuPercent", question.maxCpuPercent()).put("percentile", question.percentile().words());
        node.put("decided", advice.recommended().isPresent());
        node.put("choice", advice.recommended().map(Candidate::transport).orElse(null));
        node.put("reason", AdviceDocument.reason(advice));
        Evidence evidence = advice.evidence();
        node.putObject("measured").put("profile", evidence.run().profile()).put("started", evidence.run().started())
                .put("rounds", evidence.run().rounds()).put("sizeBytes", evidence.sizeBytes())
                .put("rateHz", evidence.rateHz().isPresent() ? (Double) evidence.rateHz().getAsDouble() : null);
        ArrayNode shortlist = node.putArray("shortlist");
        for (int i = 0; i < advice.ranked().size(); i++) {
            ObjectNode candidate = candidate(shortlist.addObject(), advice.ranked().get(i));
            Separation separation = i == 0 ? null : advice.separations().get(i - 1);
            candidate.put("standing", separation == null ? "first" : separation.answer().words());
            candidate.put("atLeastTimes", separation == null || separation.answer() != Separation.Answer.SLOWER ? null
                    : (Double) (1 + separation.change().low() / 100));
        }
        ArrayNode leftOut = node.putArray("leftOut");
        advice.out().forEach(candidate -> candidate(leftOut.addObject(), candidate).put("reason", candidate.against())
                .put("unknown", candidate.unknown()));
        advice.followUp().ifPresentOrElse(
                followUp -> node.putObject("followUp").put("command", followUp.command(followUpDirectory))
                        .put("seconds", followUp.estimatedSeconds()).put("askAgain", followUp.askAgain(followUpDirectory)),
                () -> node.putNull("followUp"));
    }

    private static ObjectNode candidate(ObjectNode node, Candidate candidate) {
        return node.put("transport", candidate.transport()).put("nanos", candidate.nanos())
                .put("messagesPerSecond", candidate.mostPerSecond()).put("forkCpuPercent", candidate.forkPercent())
                .put("peerCpuPercent", candidate.peerPercent()).put("sleeps", candidate.sleeps());
    }
}
