package ipc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import one.convert.Arguments;
import one.convert.FlameGraph;

/** Reads a flame graph from its page with async-profiler's own converter. */
public final class FlameGraphPage {
    private FlameGraphPage() {
    }

    /**
     * The stacks, sorted, one per line: frames from the lowest up, a space, and the number of samples. Marks for the kind of
     * a frame are removed.
     */
    public static List<String> stacks(Path page) throws IOException {
        ByteArrayOutputStream collapsed = new ByteArrayOutputStream();
        FlameGraph.parse(page.toString(), new Arguments("--output", "collapsed")).dump(collapsed);
        return collapsed.toString(StandardCharsets.UTF_8).lines()
                .map(line -> line.replaceAll("_\\[.](?=[; ])", "")).sorted().toList();
    }

    /** Number of samples of one process in stacks that contain a frame. */
    public static long samples(List<String> stacks, String process, String frame) {
        return stacks.stream().filter(stack -> stack.startsWith(process + ";") && stack.contains(frame))
                .mapToLong(stack -> Long.parseLong(stack.substring(stack.lastIndexOf(' ') + 1))).sum();
    }
}
