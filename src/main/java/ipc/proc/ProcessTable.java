package ipc.proc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The processes that this one can see, from {@code /proc/PID/stat} ({@code proc_pid_stat(5)}). OSHI lists processes too. But it
 * reads a dozen files of each, which would delay the start of a run on a large machine.
 */
public final class ProcessTable {
    private static final int PARENT = 1;
    private static final int USER_TICKS = 11;
    private static final int KERNEL_TICKS = 12;

    private final Map<Long, Entry> entries;

    private ProcessTable(Map<Long, Entry> entries) {
        this.entries = entries;
    }

    /**
     * One process.
     *
     * @param pid    its id
     * @param name   name in the kernel, at most 15 characters
     * @param parent id of its parent
     * @param ticks  CPU time it has used, in hundredths of a second
     */
    public record Entry(long pid, String name, long parent, long ticks) {
    }

    /** Reads all processes; none if there is no {@code /proc}. */
    public static ProcessTable read(SystemFiles files) {
        Map<Long, Entry> entries = new TreeMap<>();
        for (String name : files.names("proc")) {
            if (name.chars().allMatch(Character::isDigit)) {
                files.read("proc/" + name + "/stat").flatMap(ProcessTable::parse)
                        .ifPresent(entry -> entries.put(entry.pid(), entry));
            }
        }
        return new ProcessTable(entries);
    }

    private static Optional<Entry> parse(String stat) {
        // The name is in parentheses and may itself contain spaces and parentheses.
        int open = stat.indexOf('(');
        int close = stat.lastIndexOf(')');
        if (open < 0 || close < open) {
            return Optional.empty();
        }
        String[] rest = stat.substring(close + 1).strip().split(" ");
        try {
            return Optional.of(new Entry(Long.parseLong(stat.substring(0, open).strip()), stat.substring(open + 1, close),
                    Long.parseLong(rest[PARENT]), Long.parseLong(rest[USER_TICKS]) + Long.parseLong(rest[KERNEL_TICKS])));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** All of them, by id. */
    public List<Entry> all() {
        return new ArrayList<>(entries.values());
    }

    /** The process with an id; empty if there is none. */
    public Optional<Entry> get(long pid) {
        return Optional.ofNullable(entries.get(pid));
    }

    /** Whether a process is another one or its descendant. */
    public boolean descends(long pid, long from) {
        long current = pid;
        for (int steps = 0; steps < entries.size() + 1; steps++) {
            if (current == from) {
                return true;
            }
            Entry entry = entries.get(current);
            if (entry == null) {
                return false;
            }
            current = entry.parent();
        }
        return false;
    }
}
