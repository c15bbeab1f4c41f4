package ipc.analysis;

import java.util.List;

/**
 * The published measurements: plusk01/tests, folder {@code unix_ipc}. Microseconds, as printed there: one way, a message
 * every 2 ms, process-shared mutex and condition variable, unpinned, one run each.
 */
final class PublishedTable {
    /** Says how the rows were taken. */
    static final String NOTE = "(published) rows: plusk01/tests, unix_ipc, in C++: one way, a message every 2 ms to a sleeping"
            + " receiver, unpinned, one run; compare them with rows `one way, condvar`. The Flight Pro offers no shared memory.";

    /** Label and six cells each. */
    static final List<List<String>> ROWS = List.of(
            List.of("Ubuntu 16.04 i7 Desktop (published)", "15", "58", "333", "5", "48", "609"),
            List.of("Snapdragon Flight, Eagle, 8074 (published)", "38", "136", "4878", "40", "150", "2081"),
            List.of("Snapdragon Flight Pro, Excelsior, 8096 (published)", "-", "-", "-", "80", "390", "11000"));

    private PublishedTable() {
    }
}
