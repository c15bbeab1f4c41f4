package ipc.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import one.profiler.AsyncProfiler;

/**
 * async-profiler in this process, told to start and stop around what is measured. It writes to files, which the run collects when
 * the process has ended.
 *
 * <p>A thread that async-profiler starts may run where the caller may: call from one that is not pinned.
 */
public final class ProcessProfiler {
    private final Side side;
    private final ProfilerSettings settings;
    private final AsyncProfiler profiler;

    /** The orders to a profiler. */
    public enum Order {
        /** Start, and forget what was sampled before. */
        START,
        /** Start, and keep it. */
        RESUME,
        /** Stop, and write what was sampled since the last {@link #START}. */
        STOP
    }

    private ProcessProfiler(Side side, ProfilerSettings settings) {
        this.side = side;
        this.settings = settings;
        this.profiler = AsyncProfiler.getInstance(settings.library().toString());
    }

    /**
     * Loads the profiler, if this process is to be profiled.
     *
     * @param side which of the two this is
     */
    public static Optional<ProcessProfiler> ofThisProcess(Side side) {
        return ProfilerSettings.ofThisProcess().map(settings -> new ProcessProfiler(side, settings));
    }

    /**
     * Carries out an order.
     *
     * @throws IllegalStateException if async-profiler refuses, with its reason
     */
    public void obey(Order order) {
        switch (order) {
            case START -> start("start");
            case RESUME -> start("resume");
            case STOP -> stop();
            default -> throw new AssertionError(order);
        }
    }

    private void start(String command) {
        String recording = settings.outputs().contains(Output.JFR) ? ",jfr,file=" + path(Output.JFR.file(side)) : "";
        // Its warnings say what the machine does not allow; on standard output nobody would see them.
        execute(command + "," + settings.options() + recording + ",loglevel=warn,log=" + path(ProfilerSettings.logFile(side)));
    }

    private void stop() {
        execute("stop,loglevel=none");
        // The stacks of a recording are taken from that.
        if (!settings.outputs().contains(Output.JFR)
                && (settings.outputs().contains(Output.FLAMEGRAPH) || settings.outputs().contains(Output.COLLAPSED))) {
            // Annotated, so that the graph can tell compiled from interpreted frames.
            write(Output.COLLAPSED, "collapsed,ann");
        }
        if (settings.outputs().contains(Output.TREE)) {
            write(Output.TREE, "tree");
        }
        if (settings.outputs().contains(Output.TEXT)) {
            write(Output.TEXT, settings.summary());
        }
    }

    private void write(Output output, String command) {
        String text = execute(command + "," + settings.options() + ",loglevel=none");
        try {
            Files.writeString(path(output.file(side)), text);
        } catch (IOException e) {
            throw new IllegalStateException("what async-profiler sampled cannot be written: " + e.getMessage(), e);
        }
    }

    private Path path(String file) {
        return settings.directory().resolve(file);
    }

    private String execute(String command) {
        try {
            return profiler.execute(command);
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            throw new IllegalStateException("async-profiler refused \"" + command + "\" in the " + side.root() + ": "
                    + e.getMessage(), e);
        }
    }
}
