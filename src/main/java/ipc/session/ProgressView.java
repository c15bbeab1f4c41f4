package ipc.session;

import ipc.TextWrap;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.IterationType;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Progress on a terminal: a table of finished cells, the running cell with its figures so far, and a bar with the time left. They
 * are rewritten in place, and messages stay above them. Rows that do not fit the screen are left out, the oldest first.
 *
 * <p>JMH's threads, the thread of {@link ResizeSignal} and a shutdown hook use this class.
 */
final class ProgressView extends Progress {
    private static final String HEADER = "cell (latency in µs)";
    /** A terminal of this width has room for the number of operations. */
    private static final int ROOM_FOR_OPERATIONS = 110;
    /** A terminal of this width shows the running cell in one line. */
    private static final int ROOM_FOR_ONE_LINE = 150;
    private static final int FIGURE_WIDTH = 8;
    private static final int OPERATIONS_WIDTH = 13;
    /** Columns are left out before a name is cut shorter than this. The names of pairs need it. */
    private static final int ROOM_FOR_NAMES = 46;
    private static final int LONGEST_BAR = 50;
    private static final int SHORTEST_BAR = 10;
    /** A header, the number of rows left out, and a row. */
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
     * @param screen  returns the terminal's size
     * @param colours whether text may be coloured; nothing is shown by colour alone
     */
    ProgressView(PrintStream out, Supplier<Screen> screen, boolean colours, LongSupplier nanoClock, int forks,
            long expectedForkNanos) {
        super(out, nanoClock, forks, expectedForkNanos);
        this.screen = screen;
        this.colours = colours;
        this.lines = new RewrittenLines(out);
    }

    /** The size of a terminal in characters. */
    record Screen(int columns, int rows) {
    }

    /**
     * The row of a cell.
     *
     * @param measured    the number of rounds in which the cell was measured
     * @param failed      whether it failed in a round
     * @param lastChanged grows with every change
     */
    private record Row(int measured, boolean failed, Optional<Figures> figures, long lastChanged) {
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

    /** Draws nothing, because the next iteration or the end of the fork follows at once. */
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
        Row before = table.getOrDefault(cell, new Row(0, false, Optional.empty(), 0));
        table.put(cell, new Row(before.measured + (failed ? 0 : 1), before.failed || failed,
                figures.of(cell), ++forksEnded));
        phase = "ended";
        draw("");
    }

    @Override
    synchronized void say(String text) {
        String message = wrapped(text, screen.get().columns());
        boolean coloured = colours && message.startsWith(WARNING);
        draw((coloured ? Style.fg_yellow.on() + message + Style.reset.on() : message) + "\n");
    }

    /** Wraps long lines at spaces. Indented lines, such as stack traces, stay as they are. */
    private static String wrapped(String text, int columns) {
        return text.lines().flatMap(line -> line.startsWith(" ") || line.startsWith("\t") ? Stream.of(line)
                : TextWrap.lines(line, Math.max(1, columns - 1)).stream()).collect(Collectors.joining("\n"));
    }

    @Override
    synchronized void finish() {
        finished = true;
        draw("");
    }

    /** Draws again because the terminal's size has changed. */
    synchronized void resized() {
        draw("");
    }

    private void draw(String above) {
        Screen now = screen.get();
        lines.draw(above, finished || cell == null ? List.of() : view(now), now.columns());
    }

    /** Has fewer lines than the screen has rows, each shorter than a row, so that nothing wraps or scrolls. */
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
            return List.of(plain(CUT + " " + table.size() + " measured; the terminal is too low to show them"));
        }
        Set<Cell> shown = new HashSet<>(table.keySet());
        if (table.size() > room) {
            shown.retainAll(table.entrySet().stream().sorted(Comparator.comparingLong(row -> -row.getValue().lastChanged))
                    .limit(room - 1L).map(Map.Entry::getKey).toList());
        }
        int longest = shown.stream().mapToInt(each -> name(each).length()).max().orElse(0);
        List<Column> columns = columns(width, Math.min(longest, ROOM_FOR_NAMES));
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

    /** The columns of the result, as many as fit beside a name. The median stays longest. */
    private List<Column> columns(int width, int name) {
        Column operations = new Column("operations", OPERATIONS_WIDTH, row -> figure(row, Figures::operations, Long::toString));
        Column measured = new Column("rounds", FIGURE_WIDTH, row -> row.measured + "/" + rounds);
        Column p50 = new Column("p50", FIGURE_WIDTH, row -> figure(row, Figures::p50, ProgressView::micros));
        Column min = new Column("min", FIGURE_WIDTH, row -> figure(row, Figures::min, ProgressView::micros));
        Column mean = new Column("mean", FIGURE_WIDTH, row -> figure(row, Figures::mean, ProgressView::micros));
        Column p99 = new Column("p99", FIGURE_WIDTH, row -> figure(row, Figures::p99, ProgressView::micros));
        Column max = new Column("max", FIGURE_WIDTH, row -> figure(row, Figures::max, ProgressView::micros));
        List<Column> columns = new ArrayList<>(List.of(measured, operations, min, p50, mean, p99, max));
        if (width < ROOM_FOR_OPERATIONS) {
            columns.remove(operations);
        }
        for (Column less : List.of(measured, min, max, p99, mean, p50)) {
            if (width - total(columns) < name) {
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
        return each.words() + (row.failed ? ", failed" : "");
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
                + "  mean " + micros(now.mean()) + "  p99 " + micros(now.p99()) + "  max " + micros(now.max()) + " µs")
                .orElse("no figures yet");
        String of = figures.now().map(now -> " of " + now.operations() + " operations").orElse("");
        if (width >= ROOM_FOR_ONE_LINE) {
            return List.of(what + "; " + soFar + of);
        }
        String line = "  " + soFar;
        // Cut off behind its number, the rest would leave a reader in doubt about the number.
        return List.of(what, line.length() + of.length() <= width ? line + of : line);
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
        // The style's own off sequence for bold underlines on some terminals.
        return colours ? new Line(text, style.on(), Style.reset.on()) : plain(text);
    }

    private static Line plain(String text) {
        return new Line(text, "", "");
    }

    /** Cuts a text between words, if there is a space. */
    private static String cut(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        int space = text.lastIndexOf(' ', width - 1);
        return text.substring(0, space > 0 ? space : width - 1) + CUT;
    }

    /** Three decimals below 1 µs, two below 10, one below 100, none above: at most seven characters up to 10 s. */
    private static String micros(long nanos) {
        int decimals = nanos < 1_000 ? 3 : nanos < 10_000 ? 2 : nanos < 100_000 ? 1 : 0;
        return BigDecimal.valueOf(nanos, NANOS_EXPONENT).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }
}
