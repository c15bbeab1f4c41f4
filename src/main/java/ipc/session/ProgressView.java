package ipc.session;

import ipc.session.RewrittenLines.Line;
import ipc.session.RunningFigures.Figures;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.IterationType;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Shows the progress on a terminal: the table of finished cells, the present cell with its figures so far, a bar and the time
 * left. It is rewritten in place, and messages stay above. Rows that do not fit the screen are left out, the oldest first. The
 * size is read before each drawing.
 *
 * <p>Used by JMH's threads, by {@link ResizeSignal}'s and, as the process is interrupted, by a shutdown hook.
 */
final class ProgressView extends Progress {
    private static final String HEADER = "cell (latency in µs)";
    /** From here on there is room for how many operations stand behind a row. */
    private static final int ROOM_FOR_OPERATIONS = 100;
    /** From here on the running cell fits one line. */
    private static final int ROOM_FOR_ONE_LINE = 140;
    private static final int FIGURE_WIDTH = 9;
    private static final int OPERATIONS_WIDTH = 13;
    /** Rather than cut a name shorter, a column is left out. */
    private static final int SHORTEST_NAME = 16;
    private static final int LONGEST_BAR = 50;
    private static final int SHORTEST_BAR = 10;
    /** A header, how many are left out, and a row. */
    private static final int FEWEST_ROWS_OF_A_TABLE = 3;
    private static final String CUT = "…";
    private static final String WARNING = "ipc-roundtrip: warning: ";
    private static final int NANOS_EXPONENT = 3;

    private final Supplier<Screen> screen;
    private final boolean colours;
    private final RewrittenLines lines;
    private final RunningFigures figures = new RunningFigures();
    private final Map<Cell, Row> table = new LinkedHashMap<>();
    private Cell cell;
    private int round;
    private int rounds;
    private String phase = "";
    private boolean failed;
    private long forksEnded;
    private boolean finished;

    /**
     * @param screen  the terminal's size, now
     * @param colours whether it may be coloured; nothing is said by colour alone
     */
    ProgressView(PrintStream out, Supplier<Screen> screen, boolean colours, LongSupplier nanoClock, int forks,
            long expectedForkNanos) {
        super(out, nanoClock, forks, expectedForkNanos);
        this.screen = screen;
        this.colours = colours;
        this.lines = new RewrittenLines(out);
    }

    /** How many characters a terminal has room for. */
    record Screen(int columns, int rows) {
    }

    /**
     * The state of a cell.
     *
     * @param measured    in how many rounds it was measured
     * @param failedIn    the first round in which it failed; 0 if none
     * @param lastChanged grows from change to change
     */
    private record Row(int measured, int failedIn, Optional<Figures> figures, long lastChanged) {
    }

    private record Column(String header, int width, Function<Row, String> text) {
    }

    @Override
    synchronized void begins(Cell begun, int ofRound, int ofRounds) {
        super.begins(begun, ofRound, ofRounds);
        cell = begun;
        round = ofRound;
        rounds = ofRounds;
        phase = "starting";
        failed = false;
        figures.begins(begun);
        draw("");
    }

    @Override
    public synchronized void iterationBegins(IterationParams iteration, int number) {
        phase = (iteration.getType() == IterationType.WARMUP ? "warming up " : "measuring ") + number + " of "
                + iteration.getCount();
        draw("");
    }

    /** Not drawn: the next iteration, or the fork's end, follows at once. */
    @Override
    public synchronized void iterationEnded(IterationParams iteration, IterationResult result) {
        figures.add(iteration.getType(), result);
    }

    @Override
    synchronized void failed() {
        failed = true;
    }

    @Override
    synchronized void ended() {
        super.ended();
        if (!failed) {
            figures.keep();
        }
        Row before = table.getOrDefault(cell, new Row(0, 0, Optional.empty(), 0));
        table.put(cell, new Row(before.measured + (failed ? 0 : 1), before.failedIn == 0 && failed ? round : before.failedIn,
                figures.of(cell), ++forksEnded));
        phase = "ended";
        draw("");
    }

    @Override
    synchronized void say(String message) {
        boolean coloured = colours && message.startsWith(WARNING);
        draw((coloured ? Style.fg_yellow.on() + message + Style.reset.on() : message) + "\n");
    }

    @Override
    synchronized void finish() {
        finished = true;
        draw("");
    }

    /** The terminal has another size. */
    synchronized void resized() {
        draw("");
    }

    private void draw(String above) {
        Screen now = screen.get();
        lines.draw(above, finished || cell == null ? List.of() : view(now), now.columns());
    }

    /** Fewer lines than the screen has rows, each shorter than a row, so that nothing wraps and nothing scrolls by itself. */
    private List<Line> view(Screen now) {
        int width = Math.max(1, now.columns() - 1);
        int height = Math.max(1, now.rows() - 1);
        List<Line> below = new ArrayList<>();
        running(width).forEach(line -> below.add(plain(line)));
        below.add(bar(width));
        List<Line> view = new ArrayList<>(table(width, height - below.size()));
        view.addAll(below);
        return view.subList(Math.max(0, view.size() - height), view.size()).stream()
                .map(line -> new Line(cut(line.text(), width), line.on(), line.off())).toList();
    }

    private List<Line> table(int width, int height) {
        int room = height - 1;
        if (table.isEmpty()) {
            return List.of();
        }
        if (table.size() > room && height < FEWEST_ROWS_OF_A_TABLE) {
            return List.of(plain(CUT + " " + table.size() + " measured, for whose figures the terminal is too low"));
        }
        Set<Cell> shown = new HashSet<>(table.keySet());
        if (table.size() > room) {
            shown.retainAll(table.entrySet().stream().sorted(Comparator.comparingLong(row -> -row.getValue().lastChanged))
                    .limit(room - 1L).map(Map.Entry::getKey).toList());
        }
        List<Column> columns = columns(width);
        int longest = shown.stream().mapToInt(each -> name(each).length()).max().orElse(0);
        int nameWidth = Math.max(1, Math.min(Math.max(longest, HEADER.length()), width - total(columns)));
        List<Line> text = new ArrayList<>();
        text.add(coloured(row(nameWidth, HEADER, columns, Column::header), Style.bold));
        if (shown.size() < table.size()) {
            text.add(plain(CUT + " " + (table.size() - shown.size()) + " more, measured before these"));
        }
        table.forEach((each, row) -> {
            if (shown.contains(each)) {
                text.add(plain(row(nameWidth, name(each), columns, column -> column.text.apply(row))));
            }
        });
        return text;
    }

    /** The right ones of those there are: what a name needs is not taken by what matters less. */
    private List<Column> columns(int width) {
        Column operations = new Column("operations", OPERATIONS_WIDTH, row -> figure(row, Figures::operations, Long::toString));
        Column measured = new Column("rounds", FIGURE_WIDTH, row -> row.measured + "/" + rounds);
        Column p50 = new Column("p50", FIGURE_WIDTH, row -> figure(row, Figures::p50, ProgressView::micros));
        Column p99 = new Column("p99", FIGURE_WIDTH, row -> figure(row, Figures::p99, ProgressView::micros));
        Column max = new Column("max", FIGURE_WIDTH, row -> figure(row, Figures::max, ProgressView::micros));
        List<Column> columns = new ArrayList<>(List.of(measured, operations, p50, p99, max));
        if (width < ROOM_FOR_OPERATIONS) {
            columns.remove(operations);
        }
        for (Column less : List.of(measured, max, p99, p50)) {
            if (width - total(columns) < SHORTEST_NAME) {
                columns.remove(less);
            }
        }
        return columns;
    }

    private static int total(List<Column> columns) {
        return columns.stream().mapToInt(Column::width).sum();
    }

    private String name(Cell each) {
        Row row = table.get(each);
        return each.words() + (row.failedIn == 0 ? "" : ", failed in round " + row.failedIn);
    }

    private static String row(int nameWidth, String name, List<Column> columns, Function<Column, String> text) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-" + nameWidth + "s", cut(name, nameWidth)));
        columns.forEach(column -> row.append(String.format(Locale.ROOT, "%" + column.width + "s", text.apply(column))));
        return row.toString();
    }

    private static String figure(Row row, ToLongFunction<Figures> figure, LongFunction<String> text) {
        return row.figures.map(all -> text.apply(figure.applyAsLong(all))).orElse("-");
    }

    private List<String> running(int width) {
        String what = cell.words() + ", round " + round + " of " + rounds + ", " + phase;
        String soFar = figures.now().map(now -> (now.warmUp() ? "warm-up so far: " : "so far: ") + "p50 " + micros(now.p50())
                + "  p99 " + micros(now.p99()) + "  max " + micros(now.max()) + " µs of " + now.operations() + " operations")
                .orElse("no figures yet");
        return width >= ROOM_FOR_ONE_LINE ? List.of(what + "; " + soFar) : List.of(what, "  " + soFar);
    }

    private Line bar(int width) {
        String text = percent() + " %, " + left();
        int length = Math.min(LONGEST_BAR, width - text.length() - "[] ".length());
        if (length < SHORTEST_BAR) {
            return plain(text);
        }
        int full = length * percent() / 100;
        return coloured("[" + "=".repeat(full) + "-".repeat(length - full) + "] " + text, Style.fg_green);
    }

    private Line coloured(String text, Style style) {
        // Not the style's own off: that of bold underlines on some terminals.
        return colours ? new Line(text, style.on(), Style.reset.on()) : plain(text);
    }

    private static Line plain(String text) {
        return new Line(text, "", "");
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + CUT;
    }

    /** Three decimals below a microsecond, two below 10, one below 100, none above: in no more than seven characters. */
    private static String micros(long nanos) {
        int decimals = nanos < 1_000 ? 3 : nanos < 10_000 ? 2 : nanos < 100_000 ? 1 : 0;
        return BigDecimal.valueOf(nanos, NANOS_EXPONENT).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }
}
