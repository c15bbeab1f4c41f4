package ipc.session;

import ipc.TextWrap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The help text for {@code -prof async}. It is ours, because JMH's names defaults that this program replaces. */
final class AsyncHelp {
    private static final int TEXT_START = 24;

    private AsyncHelp() {
    }

    /**
     * The help text.
     *
     * @param events  that are tried if none is named, best first
     * @param columns of the terminal
     */
    static String text(List<String> events, int columns) {
        StringBuilder text = new StringBuilder("""
                Usage: -prof async[:NAME=VALUE[;NAME=VALUE]...]
                For example: -prof "async:event=wall;interval=1000000"

                """);
        TextWrap.lines("Samples both processes while operations are measured, without warm-up, and writes a flame graph for each"
                + " cell.", columns).forEach(line -> text.append(line).append('\n'));
        text.append('\n');
        options(events).forEach((name, words) -> text.append(TextWrap.labelled("  " + name, TEXT_START, words, columns)));
        return text.toString();
    }

    /** The options as typed, each with its meaning and default. */
    static Map<String, String> options(List<String> events) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("event=NAME", "What to sample: cpu, wall, alloc, lock, a perf event such as cache-misses, or a Java method."
                + " Default: the first of " + String.join(", ", events) + " that this machine allows.");
        options.put("interval=NANOS", "Time between two samples. Default: 10 ms of CPU time.");
        options.put("output=FORMAT", "flamegraph, collapsed, text, tree, jfr; several are separated by commas."
                + " Default: flamegraph.");
        options.put("direction=WAY", "Flame graphs from the entry point up (forward), from the sampled method up (reverse), or"
                + " both. Default: forward.");
        options.put("dir=DIR", "Where the files go. Default: flamegraphs in the result directory.");
        options.put("title=TEXT", "The title of a flame graph. Default: the cell.");
        options.put("minwidth=PERCENT", "Leaves out narrower frames. Default: 0.");
        options.put("include=TEXT", "Keeps only stacks that contain this text. Default: all stacks.");
        options.put("exclude=TEXT", "Leaves out stacks that contain this text. Default: none.");
        options.put("threads=BOOL", "Separates threads. Default: false.");
        options.put("simple=BOOL", "Class names without packages. Default: false.");
        options.put("sig=BOOL", "Shows method signatures. Default: false.");
        options.put("ann=BOOL", "Marks compiled, interpreted and inlined methods. Default: false.");
        options.put("allkernel=BOOL", "Samples the kernel only. Default: false.");
        options.put("alluser=BOOL", "Samples user code only. Default: false.");
        options.put("alloc[=BYTES]", "Samples allocations, with output=jfr also beside another event. Default: no allocations.");
        options.put("lock[=DURATION]", "Samples contended monitors, with output=jfr also beside another event."
                + " Default: no monitors.");
        options.put("jstackdepth=FRAMES", "The deepest Java stack. Default: async-profiler's.");
        options.put("cstack=MODE", "How native stacks are walked: fp, dwarf, lbr, vm, no. Default: async-profiler's.");
        options.put("framebuf=BYTES", "The buffer for frames. Default: async-profiler's.");
        options.put("filter=BOOL", "Samples only threads that register themselves. Default: false.");
        options.put("flat=N", "Methods in a text output. Default: " + AsyncOptions.TEXT_LINES + ".");
        options.put("traces=N", "Stacks in a text output. Default: " + AsyncOptions.TEXT_LINES + ".");
        options.put("libPath=FILE", "Another library of async-profiler. Default: the one in the jar.");
        options.put("rawCommand=TEXT", "Passed to async-profiler as it is. Default: nothing.");
        options.put("verbose=BOOL", "Accepted as JMH does, without effect.");
        options.put("width=PIXELS", "Accepted as JMH does, without effect.");
        return options;
    }
}
