package ipc.environment;

import java.nio.file.Path;
import java.util.List;

/**
 * What a run uses, or would use, of this machine.
 *
 * @param machine       where it runs
 * @param cpus          where the two processes run
 * @param mmapDirectory where mapped files lie
 * @param forkOptions   the JVM options of forks and peers, the user's included
 */
public record Setup(Machine machine, CpuChoice cpus, Path mmapDirectory, List<String> forkOptions) {
}
