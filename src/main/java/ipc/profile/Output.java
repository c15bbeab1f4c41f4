package ipc.profile;

/** The values of {@code -prof async:output=NAME}, and the file that a process writes for each. */
public enum Output {
    /** One graph of both processes and all rounds, which takes their collapsed stacks. */
    FLAMEGRAPH(".collapsed"),
    /** These stacks, a line each, with the number of samples. */
    COLLAPSED(".collapsed"),
    /** A recording of each process and round, which JDK Mission Control opens, and the graph made of all of them. */
    JFR(".jfr"),
    /** async-profiler's own call tree of one process. */
    TREE("-tree.html"),
    /** async-profiler's own summary of one process. */
    TEXT("-summary.txt");

    private final String suffix;

    Output(String suffix) {
        this.suffix = suffix;
    }

    /** Whether a process writes its stacks for it, which go into one file with those of the other process and all rounds. */
    public boolean isMerged() {
        return this == FLAMEGRAPH || this == COLLAPSED;
    }

    /** The file's name. */
    public String file(Side side) {
        return side.root() + suffix;
    }
}
