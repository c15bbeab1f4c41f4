package ipc.proc;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Facts about a process from the kernel: {@code proc_pid_stat(5)}, {@code proc_pid_cmdline(5)}. */
public final class ProcessFacts {
    private static final String STOPPED = "T";
    private static final String ZOMBIE = "Z";
    private static final int STATE = 0;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final int STARTED = 19;

    private ProcessFacts() {
    }

    /** Whether a signal has stopped it, such as {@code SIGSTOP} or Ctrl-Z. A stop by a debugger does not count. */
    public static boolean isStopped(long process) {
        return field(process, STATE).filter(STOPPED::equals).isPresent();
    }

    /** CPU time of all its threads in clock ticks. Empty if there is no such process. */
    public static OptionalLong cpuTicks(long process) {
        Optional<Long> user = field(process, USER_TICKS).map(Long::parseLong);
        Optional<Long> system = field(process, SYSTEM_TICKS).map(Long::parseLong);
        return user.isPresent() && system.isPresent() ? OptionalLong.of(user.get() + system.get()) : OptionalLong.empty();
    }

    /** Start time in clock ticks since boot. Empty if there is no such process, or if it is a zombie. */
    public static Optional<Long> startedTicks(long process) {
        return field(process, STATE).filter(state -> !state.equals(ZOMBIE)).flatMap(state -> field(process, STARTED))
                .map(Long::parseLong);
    }

    /** @param place among the fields after the command's name, which may contain spaces and brackets */
    private static Optional<String> field(long process, int place) {
        try {
            return SystemFiles.OF_THIS_MACHINE.read("proc/" + process + "/stat")
                    .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ")[place]);
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Its command and arguments. Empty if there is no such process, or if it may not be read. */
    public static List<String> commandLine(long process) {
        return SystemFiles.OF_THIS_MACHINE.read("proc/" + process + "/cmdline").map(line -> List.of(line.split("\0")))
                .orElse(List.of());
    }
}
