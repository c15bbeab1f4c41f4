package ipc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import one.convert.Arguments;
import one.convert.FlameGraph;

/** Reads a flame graph back from its page, by async-profiler's own converter. */
public final class FlameGraphPage {
    private FlameGraphPage() {
    }

    /** Its stacks, a line each, sorted, without what says a frame's kind: frames from the lowest up, a space, and samples. */
    public static List<String> stacks(Path page) throws IOException {
        ByteArrayOutputStream collapsed = new ByteArrayOutputStream();
        FlameGraph.parse(page.toString(), new Arguments("--output", "collapsed")).dump(collapsed);
        return collapsed.toString(StandardCharsets.UTF_8).lines()
                .map(line -> line.replaceAll("_\\[.](?=[; ])", "")).sorted().toList();
    }

    /** Of stacks with this frame anywhere, below these processes only: how many samples. */
    public static long samples(List<String> stacks, String process, String frame) {
        return stacks.stream().filter(stack -> stack.startsWith(process + ";") && stack.contains(frame))
                .mapToLong(stack -> Long.parseLong(stack.substring(stack.lastIndexOf(' ') + 1))).sum();
    }
}
