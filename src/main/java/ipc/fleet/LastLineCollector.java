package ipc.fleet;

/** Keeps the last line of a text that is neither empty nor ssh's closing message. */
class LastLineCollector extends LineSplitter {
    private String last = "";

    @Override
    void line(String line) {
        if (!line.isEmpty() && !line.startsWith("Shared connection to ")) {
            last = line;
        }
    }

    /** The last line; empty if there is none. */
    final String last() {
        return last;
    }
}
