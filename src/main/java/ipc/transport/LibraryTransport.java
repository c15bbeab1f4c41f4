package ipc.transport;

import ipc.Libraries;
import ipc.posix.Abi;
import ipc.region.TmpfsFileRegion;
import java.nio.file.Path;
import java.util.Optional;

/** Common parts of the transports through Java libraries: names and sizes. Each side polls, which keeps a CPU busy. */
abstract class LibraryTransport implements Transport {
    private static final String AGRONA_BOUNDS_CHECKS = "agrona.disable.bounds.checks";

    private final String name;
    private final String library;
    private final String artifact;
    private final String mechanism;

    /** Disables bounds checks, as Agrona and Aeron recommend for low latency. Call it before any of their classes loads. */
    static void withoutAgronaBoundsChecks() {
        if (System.getProperty(AGRONA_BOUNDS_CHECKS) == null) {
            System.setProperty(AGRONA_BOUNDS_CHECKS, "true");
        }
    }

    /**
     * @param library   its name
     * @param artifact  its Maven artifact id
     * @param mechanism in a few words, after name and version of the library
     */
    LibraryTransport(String name, String library, String artifact, String mechanism) {
        this.name = name;
        this.library = library;
        this.artifact = artifact;
        this.mechanism = mechanism;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String description() {
        return library + " " + Libraries.version(artifact) + " " + mechanism;
    }

    @Override
    public final boolean blocks() {
        return false;
    }

    @Override
    public final boolean needsOwnCpu() {
        return true;
    }

    @Override
    public final Optional<String> unsupportedSize(int sizeBytes) {
        return MessageLayout.unsupportedSize(sizeBytes);
    }

    @Override
    public Optional<String> unsupportedDirectory(Traffic traffic, Path directory) {
        return Optional.empty();
    }

    /** By default the files are on a tmpfs. */
    @Override
    public Optional<String> unavailable() {
        return TmpfsFileRegion.KIND.unavailable();
    }

    /** The tmpfs for the library's files. */
    final Path tmpfs() {
        return TmpfsFileRegion.tmpfs().orElseThrow(() -> new IllegalStateException(unavailable().orElseThrow()));
    }

    /** The reason why this library's buffer cannot hold the messages in flight; empty if it can. */
    static Optional<String> unsupportedWindow(Traffic traffic, long neededBytes, String longest, long longestBytes) {
        return neededBytes <= longestBytes ? Optional.empty() : Optional.of("window " + traffic.window() + " of "
                + traffic.sizeBytes() + " bytes does not fit " + longest + ", " + longestBytes + " bytes");
    }

    /** The reason why the library is unavailable on a JVM that has not 64 bits; empty if it has. */
    final Optional<String> unavailableWithout64Bits() {
        return Abi.CURRENT.wordBytes() == Long.BYTES ? Optional.empty()
                : Optional.of(library + " needs a 64-bit JVM; this one is for " + Abi.CURRENT.name());
    }

    /** The reason why the directory has not enough room for the library's files; empty if it has. */
    final Optional<String> unsupportedRoom(long neededBytes, Path directory) {
        return LibraryDirectory.unsupportedRoom(library, neededBytes, directory);
    }
}
