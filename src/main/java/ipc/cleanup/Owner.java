package ipc.cleanup;

import ipc.proc.ProcessFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names the process that a private directory belongs to. It is the content of the file {@value #FILE} in it, which {@code run.sh}
 * or {@link PrivateDirectory} writes before anything else. A process id alone is not enough, because ids are reused. Together
 * with the start of its process, as the kernel counts since this boot, it is unique on this machine. It has a meaning only for
 * processes that see the same process ids.
 *
 * @param process      the launcher's id
 * @param startedTicks when it started: {@code proc_pid_stat(5)}, field 22
 * @param boot         which start of which machine: {@code /proc/sys/kernel/random/boot_id}
 * @param pids         the namespace of its process ids
 */
record Owner(long process, long startedTicks, String boot, String pids) {
    /** Its name. */
    static final String FILE = "owner";

    private static final int LONGEST_BYTES = 1000;

    static Owner ofThisProcess() {
        long process = ProcessHandle.current().pid();
        return new Owner(process, ProcessFacts.startedTicks(process).orElse(0L), thisBoot(), thesePids());
    }

    private static String thisBoot() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static String thesePids() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException e) {
            return "";
        }
    }

    void write(Path directory) throws IOException {
        Files.writeString(directory.resolve(FILE), "process " + process + "\nstarted " + startedTicks + "\nboot " + boot
                + "\npids " + pids + "\n");
    }

    /** Empty if the directory has no such file, or something else in it. */
    static Optional<Owner> read(Path directory) {
        Path file = directory.resolve(FILE);
        Map<String, String> values = new HashMap<>();
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST_BYTES) {
                return Optional.empty();
            }
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", 2);
                values.put(words[0], words.length == 2 ? words[1] : "");
            }
            return Optional.of(new Owner(Long.parseLong(values.getOrDefault("process", "")),
                    Long.parseLong(values.getOrDefault("started", "")), values.getOrDefault("boot", ""),
                    values.getOrDefault("pids", "")));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Why nobody here can know whether it lives; empty if that can be known. */
    Optional<String> isElsewhere() {
        if (boot.isEmpty() || !boot.equals(thisBoot())) {
            return Optional.of("its run began before this machine was started, or on another one");
        }
        return pids.equals(thesePids()) ? Optional.empty() : Optional.of("its processes cannot be seen from here: it is another"
                + " container's");
    }

    /** Whether it lives; asked of one that {@link #isElsewhere} knows nothing against. */
    boolean lives() {
        return ProcessFacts.startedTicks(process).filter(started -> started == startedTicks).isPresent();
    }
}
