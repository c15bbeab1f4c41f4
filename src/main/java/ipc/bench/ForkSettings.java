package ipc.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What the harness tells a fork beside JMH's parameters, as system properties. Plain JMH gives none of them: then nothing
 * is pinned, and a mapped file lies in the working directory.
 *
 * @param forkCpu       where the measuring thread is pinned; empty leaves it to the scheduler
 * @param peerCpu       where the peer's thread is pinned
 * @param mmapDirectory where mapped files lie
 * @param addedNanos    a delay put into the way of every message, of a pair into the contender's only; usually none
 */
public record ForkSettings(OptionalInt forkCpu, OptionalInt peerCpu, Path mmapDirectory, OptionalDouble addedNanos) {
    private static final String CPUS = "ipc.cpus";
    private static final String MMAP_DIRECTORY = "ipc.mmapDir";
    private static final String ADDED_NANOS = "ipc.addedNanos";

    /** What this fork was told. */
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
            throw new IllegalArgumentException("-D" + CPUS + "=" + cpus + ": two CPU numbers, such as 0,1, are expected");
        }
        return new ForkSettings(
                OptionalInt.of(Integer.parseInt(pair[0])), OptionalInt.of(Integer.parseInt(pair[1])), directory,
                addedNanos);
    }

    /** The JVM options that carry these settings to a fork. */
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
