package ipc.environment;

/**
 * The kinds of things that a run measures. They decide which findings affect its numbers.
 *
 * @param spins    whether a transport waits without sleeping
 * @param blocks   whether a transport sleeps in the kernel
 * @param mapsFile whether a transport maps a file on a disk
 * @param profiles whether a profiler runs
 */
public record Measures(boolean spins, boolean blocks, boolean mapsFile, boolean profiles) {
    boolean touchedBy(Subject subject) {
        return switch (subject.touches()) {
            case EVERYTHING -> true;
            case SPINNING -> spins;
            case BLOCKING -> blocks;
            case MAPPED_FILES -> mapsFile;
            case PROFILES -> profiles;
        };
    }
}
