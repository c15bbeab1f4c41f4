package ipc.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Settings that the harness passes to a fork as system properties, besides JMH's parameters. Plain JMH sets none of them: then
 * nothing is pinned, and mapped files are in the working directory.
 *
 * @param forkCpu       CPU of the measuring thread; empty leaves it to the scheduler
 * @param peerCpu       CPU of the peer's thread; empty leaves it to the scheduler
 * @param mmapDirectory directory of mapped files
 * @param addedNanos    delay to add to every message, of a pair to the contender's only; usually empty
 */
public record ForkSettings(OptionalInt forkCpu, OptionalInt peerCpu, Path mmapDirectory, OptionalDouble addedNanos) {
    private static final String CPUS = "ipc.cpus";
    private static final String MMAP_DIRECTORY = "ipc.mmapDir";
    private static final String ADDED_NANOS = "ipc.addedNanos";

    /** Reads the settings from this fork's system properties. */
    static ForkSettings ofThisFork() {
        String cpus = System.getProperty(CPUS, "");
        Path directory = Path.of(System.getProperty(MMAP_DIRECTORY, "."));
        String added = System.getProperty(ADDED_NANOS);
        OptionalDouble addedNanos = added == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(added));
        if (cpus.isEmpty()) {
            return new ForkSettings(OptionalInt.empty(), OptionalInt.empty(), directory, addedNanos);
        }
        String[] pair = cpus.split(",", -1);
        if (pair.length != 2) {
            throw new IllegalArgumentException("-D" + CPUS + "=" + cpus + ": must be two CPU numbers, such as 0,1");
        }
        return new ForkSettings(
                OptionalInt.of(Integer.parseInt(pair[0])), OptionalInt.of(Integer.parseInt(pair[1])), directory,
                addedNanos);
    }

    /** The JVM options that pass these settings to a fork. */
    public List<String> toJvmOptions() {
        List<String> options = new ArrayList<>();
        if (forkCpu.isPresent() && peerCpu.isPresent()) {
            options.add("-D" + CPUS + "=" + forkCpu.getAsInt() + "," + peerCpu.getAsInt());
        }
        options.add("-D" + MMAP_DIRECTORY + "=" + mmapDirectory);
        addedNanos.ifPresent(nanos -> options.add("-D" + ADDED_NANOS + "=" + nanos));
        return options;
    }
}
