package ipc.fleet;

/** The last line of a text that is not empty, nor ssh's farewell. */
class LastLineCollector extends LineSplitter {
    private String last = "";

    @Override
    void line(String line) {
        if (!line.isEmpty() && !line.startsWith("Shared connection to ")) {
            last = line;
        }
    }

    /** It; empty if there is none. */
    final String last() {
        return last;
    }
}
