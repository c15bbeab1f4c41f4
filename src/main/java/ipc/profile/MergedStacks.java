package ipc.profile;

import ipc.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import one.convert.Arguments;
import one.convert.FlameGraph;
import one.convert.JfrToFlame;

/**
 * The stacks of one cell: of both processes and of as many forks as were added, {@link Side#root} below each. Input and output
 * are collapsed stacks, one per line: frames from the outermost to the innermost, separated by semicolons, then a space and a
 * number of samples. {@code _[j]} and the like behind a frame's name say what kind of frame it is.
 */
public final class MergedStacks {
    /** The suffix that async-profiler adds to a Java frame when it annotates. A kernel frame always has one. */
    private static final String JAVA_KIND = "_\\[[0ij1]](?=;|$)";
    /**
     * Parts of names that differ between processes: numbers of classes that the JVM generates for lambdas and reflection, and
     * thread ids. With them, the stacks of two forks would never be one.
     */
    private static final Pattern OF_ONE_PROCESS = Pattern
            .compile("[.+/]0x\\p{XDigit}+|(?<=\\$\\$Lambda)\\$\\d+|(?<=Generated\\w{1,20}Accessor)\\d+| tid=\\d+(?=])");
    /** JNA's library, which each process unpacks and removes. */
    private static final Pattern UNPACKED_JNA = Pattern.compile("(?<=;)/[^;]*/jna\\d+\\.tmp( \\(deleted\\))?");
    private static final String BEFORE_CANVAS = "<canvas id='canvas'>";
    private static final String BEFORE_STYLE = "<style>";

    private final Map<String, Long> samples = new TreeMap<>();
    private final Map<Side, Long> total = new EnumMap<>(Side.class);

    /**
     * Adds what was sampled in one process.
     *
     * @param collapsed its stacks
     * @throws BadInputException if a line is none
     */
    public void add(Side side, String collapsed) {
        collapsed.lines().filter(line -> !line.isBlank()).forEach(line -> {
            int space = line.lastIndexOf(' ');
            long count = space <= 0 ? -1 : count(line.substring(space + 1));
            if (count < 0) {
                throw new BadInputException("\"" + line + "\" is no collapsed stack, which is frames, a space and a number");
            }
            samples.merge(named(side.root() + ";" + line.substring(0, space)), count, Long::sum);
            total.merge(side, count, Long::sum);
        });
    }

    /** A negative number if it is none. */
    private static long count(String samples) {
        try {
            return Long.parseLong(samples);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** As it is called in every process. */
    private static String named(String stack) {
        return UNPACKED_JNA.matcher(OF_ONE_PROCESS.matcher(stack).replaceAll("")).replaceAll("libjnidispatch.so");
    }

    /**
     * Adds what was recorded in one process.
     *
     * @param recording a JFR file of async-profiler's
     * @param event     of which event; the recording may have several
     * @param threads   whether each thread's stacks stand on a frame of its own
     * @param simple    whether classes lose their packages
     * @throws BadInputException if it cannot be read
     */
    public void addRecording(Side side, Path recording, String event, boolean threads, boolean simple) {
        Arguments arguments = new Arguments("--output", "collapsed");
        arguments.threads = threads;
        arguments.simple = simple;
        arguments.wall = event.equals("wall");
        arguments.alloc = event.equals("alloc");
        arguments.lock = event.equals("lock");
        arguments.nativemem = event.equals("nativemem");
        arguments.nativelock = event.equals("nativelock");
        ByteArrayOutputStream collapsed = new ByteArrayOutputStream();
        try {
            JfrToFlame.parse(recording.toString(), arguments).dump(collapsed);
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            // A recording that was cut off is read with whatever its reader's buffers and maps throw; a damaged number may be a
            // length that no memory is enough for.
            throw new BadInputException("a recording cannot be read: " + e);
        }
        add(side, collapsed.toString(StandardCharsets.UTF_8));
    }

    /** How many samples one process has. */
    public long samples(Side side) {
        return total.getOrDefault(side, 0L);
    }

    /** Whether neither process has any. */
    public boolean isEmpty() {
        return samples.isEmpty();
    }

    /**
     * A line for each stack: its frames, outermost first, parted by semicolons, and how many samples it has.
     *
     * @param annotated whether Java frames keep what says their kind
     */
    public String collapsed(boolean annotated) {
        Map<String, Long> shown = new TreeMap<>();
        samples.forEach((stack, count) -> shown.merge(annotated ? stack : stack.replaceAll(JAVA_KIND, ""), count, Long::sum));
        return text(shown);
    }

    /**
     * Writes the graph as one page that needs nothing else.
     *
     * @param title    what it shows
     * @param notes    what the reader should know, a line each
     * @param reversed whether the innermost frames are the lowest, next to the process
     * @param minWidth below how many per cent of the whole a frame is left out
     * @throws IOException as the writer does
     */
    public void writeGraph(Writer out, String title, List<String> notes, boolean reversed, double minWidth) throws IOException {
        Arguments arguments = new Arguments();
        arguments.minwidth = minWidth;
        arguments.title = escape(title);
        FlameGraph graph = new FlameGraph(arguments);
        graph.parseCollapsed(new StringReader(reversed ? reversed() : text(samples)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        graph.dump(bytes);
        StringBuilder list = new StringBuilder("<ul id='notes' style='clear: both; margin: 0 0 8px 0; padding-left: 20px'>\n");
        notes.forEach(note -> list.append("<li>").append(escape(note)).append("</li>\n"));
        list.append("</ul>\n");
        String page = bytes.toString(StandardCharsets.UTF_8);
        page = insertBefore(page, BEFORE_STYLE, "<meta name='viewport' content='width=device-width'>\n<title>" + escape(title)
                + "</title>\n");
        out.write(insertBefore(page, BEFORE_CANVAS, list.toString()));
    }

    /** The converter would put the processes on top, where nobody could tell them apart. */
    private String reversed() {
        Map<String, Long> turned = new TreeMap<>();
        samples.forEach((stack, count) -> {
            List<String> frames = new ArrayList<>(Arrays.asList(stack.split(";")));
            Collections.reverse(frames.subList(1, frames.size()));
            turned.merge(String.join(";", frames), count, Long::sum);
        });
        return text(turned);
    }

    private static String text(Map<String, Long> stacks) {
        StringBuilder text = new StringBuilder();
        stacks.forEach((stack, count) -> text.append(stack).append(' ').append(count).append('\n'));
        return text.toString();
    }

    private static String insertBefore(String page, String anchor, String text) {
        int at = page.indexOf(anchor);
        if (at < 0) {
            throw new IllegalStateException("async-profiler's page has no " + anchor);
        }
        return page.substring(0, at) + text + page.substring(at);
    }

    /** Names of machines and values of parameters come from outside. */
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
