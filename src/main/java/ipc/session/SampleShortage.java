package ipc.session;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/** The cells that have no samples for a flame graph, or too few. */
final class SampleShortage {
    /** With fewer samples than this in both processes, the widths of a graph's frames say little. */
    static final long FEWEST = 200;

    /** Samples of each event and cell. */
    private final Map<String, Map<String, Long>> samples = new LinkedHashMap<>();

    /**
     * Notes how many samples a cell has of an event after all rounds so far.
     *
     * @param cell    in words
     * @param counted of both processes, 0 or more
     */
    void count(String event, String cell, long counted) {
        samples.computeIfAbsent(event, key -> new LinkedHashMap<>()).put(cell, counted);
    }

    /** One line for each event and kind of shortage, and how to get more. */
    List<String> warnings() {
        Stream<String> none = samples.entrySet().stream()
                .map(each -> Map.entry(each.getKey(), cells(each.getValue(), counted -> counted == 0)))
                .filter(each -> !each.getValue().isEmpty())
                .map(each -> "no flame graph, because neither process had a sample of event=" + each.getKey()
                        + " while it was measured: " + String.join("; ", each.getValue().keySet()));
        Stream<String> few = samples.values().stream().map(each -> cells(each, counted -> counted > 0 && counted < FEWEST))
                .filter(each -> !each.isEmpty()).map(SampleShortage::tooFew);
        return Stream.concat(none, few).toList();
    }

    private static Map<String, Long> cells(Map<String, Long> all, LongPredicate wanted) {
        Map<String, Long> some = new LinkedHashMap<>();
        all.forEach((cell, counted) -> {
            if (wanted.test(counted)) {
                some.put(cell, counted);
            }
        });
        return some;
    }

    /** One short line. The pages say more. */
    private static String tooFew(Map<String, Long> cells) {
        long fewest = Collections.min(cells.values());
        String which = cells.size() == 1 ? "Flame graph of " + cells.keySet().iterator().next()
                : "Flame graphs of " + cells.size() + " cells";
        return which + ": only " + fewest + " samples" + (cells.size() == 1 ? "" : " or more") + ", " + FEWEST
                + " needed. Measure " + AsyncOptions.timesAsLong(fewest, FEWEST) + " times as long (-r).";
    }
}
