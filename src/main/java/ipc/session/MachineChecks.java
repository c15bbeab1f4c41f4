package ipc.session;

import ipc.BadInputException;
import ipc.result.ResultDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether this machine, its directories and its network allow a run, and which of its cells. */
final class MachineChecks {
    private final RunOptions options;
    private final Plan plan;
    private final boolean twoCanSpin;

    MachineChecks(RunRequest request) {
        this.options = request.options();
        this.plan = request.plan();
        this.twoCanSpin = request.cpus().twoCanSpin();
    }

    /**
     * Checks everything that can be known before a run has a directory.
     *
     * @throws BadInputException with the first reason that forbids the run
     */
    void requireAll() {
        refuseTraffic();
        requireDirectories();
        requireLoopback();
    }

    /** Refuses traffic that none of the chosen transports supports. */
    private void refuseTraffic() {
        List<String> refused = plan.cells().stream().flatMap(cell -> cell.refusal().stream()).toList();
        if (!refused.isEmpty() && refused.size() == plan.cells().size()) {
            throw new BadInputException(refused.get(0));
        }
    }

    /** Refuses a directory for mapped files that cannot hold those of the chosen transports. */
    void requireRoom(Path mmapDirectory) {
        for (Cell cell : plan.cells()) {
            boolean measured = cell.refusal().isEmpty()
                    && cell.transports().stream().allMatch(transport -> transport.unavailable().isEmpty());
            if (measured) {
                cell.transports().stream()
                        .flatMap(transport -> transport.unsupportedDirectory(cell.traffic(), mmapDirectory).stream())
                        .findFirst().ifPresent(reason -> {
                            throw new BadInputException(reason);
                        });
            }
        }
    }

    /** Marks the cells that this machine cannot measure, and those whose transport does not support their traffic. */
    void findUnavailable(Measurements measurements) {
        for (Cell cell : plan.cells()) {
            cell.refusal().ifPresent(reason -> measurements.unavailable(cell, reason));
            cell.transports()
                    .forEach(transport -> transport.unavailable().ifPresent(reason -> measurements.unavailable(cell, reason)));
            if (cell.needsTwoCpus() && !twoCanSpin) {
                measurements.unavailable(cell, "only one CPU is allowed, and two spinning processes need one each");
            }
        }
    }

    /** Checks the directories that the user named. */
    private void requireDirectories() {
        if (options.mmapDirectory != null) {
            if (!Files.isDirectory(options.mmapDirectory)) {
                throw new BadInputException("--mmap-dir " + options.mmapDirectory
                        + ": there is no such directory. Name an existing one on a disk");
            }
            if (!Files.isWritable(options.mmapDirectory)) {
                throw new BadInputException("--mmap-dir " + options.mmapDirectory
                        + ": the directory cannot be written. Name one where you may write");
            }
            requireRoom(options.mmapDirectory.toAbsolutePath());
        }
        if (options.out != null) {
            ResultDirectory.requireUnused(options.out);
        }
    }

    /** JMH's forks send their results to the launcher over the loopback interface. */
    private static void requireLoopback() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket launcher = new ServerSocket(0, 1, loopback); Socket fork = new Socket()) {
            fork.connect(launcher.getLocalSocketAddress());
        } catch (IOException e) {
            throw new BadInputException("JMH's forks report over the loopback interface, and " + loopback.getHostAddress()
                    + " cannot be reached (" + e.getMessage()
                    + "); `ip address show lo` shows it, `ip link set lo up` switches it on");
        }
    }
}
