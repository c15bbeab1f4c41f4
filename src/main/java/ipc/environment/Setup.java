package ipc.environment;

import java.nio.file.Path;
import java.util.List;

/**
 * The parts of this machine that a run uses.
 *
 * @param machine       the machine
 * @param cpus          CPUs of the two processes
 * @param mmapDirectory directory of mapped files
 * @param forkOptions   JVM options of forks and peers, including the user's
 */
public record Setup(Machine machine, CpuChoice cpus, Path mmapDirectory, List<String> forkOptions) {
}
