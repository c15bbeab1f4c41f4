package ipc.result;

import java.util.List;

/**
 * {@code fleet.json}: what became of every host that was asked to measure; beside it lie the results of those that did.
 *
 * @param format    version of this file's format: {@link #FORMAT}
 * @param tool      name and version of the program that wrote it
 * @param started   UTC, ISO 8601
 * @param finished  UTC, ISO 8601
 * @param inventory as it was named
 * @param profile   what was measured, as typed
 * @param options   behind the profile, as typed
 * @param hosts     in the inventory's order
 */
public record FleetRecord(int format, String tool, String started, String finished, String inventory, String profile,
        List<String> options, List<Host> hosts) {
    /** The version this program writes, and the one it reads. */
    public static final int FORMAT = 1;

    /**
     * A host.
     *
     * @param name      the inventory's
     * @param directory its results, below the fleet's directory; null if it left none that a table can show
     * @param reason    why it left none; empty if it did
     * @param partial   what it measured before it failed, below the fleet's directory; null if nothing
     * @param log       what its run said, below the fleet's directory; null if nobody heard it
     */
    public record Host(String name, @Nullable String directory, String reason, @Nullable String partial,
            @Nullable String log) {
    }
}
