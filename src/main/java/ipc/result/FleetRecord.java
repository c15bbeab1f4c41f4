package ipc.result;

import java.util.List;

/**
 * The content of {@code fleet.json}: the outcome of every host. The results of successful hosts are in the same directory.
 *
 * @param format    version of the format: {@link #FORMAT}
 * @param tool      name and version of the program that wrote it
 * @param started   UTC, ISO 8601
 * @param finished  UTC, ISO 8601
 * @param inventory the inventory, as typed
 * @param profile   the profile, as typed
 * @param options   options after the profile, as typed
 * @param hosts     hosts in the inventory's order
 */
public record FleetRecord(int format, String tool, String started, String finished, String inventory, String profile,
        List<String> options, List<Host> hosts) {
    /** The version that this program writes and reads. */
    public static final int FORMAT = 1;

    /**
     * The outcome of a host.
     *
     * @param name      name in the inventory
     * @param directory its results, relative to the fleet's directory; null if there is no complete result
     * @param reason    why there is no complete result; empty if there is one
     * @param partial   results of a failed run, relative to the fleet's directory; null if there are none
     * @param log       log of its run, relative to the fleet's directory; null if none was received
     */
    public record Host(String name, @Nullable String directory, String reason, @Nullable String partial,
            @Nullable String log) {
    }
}
