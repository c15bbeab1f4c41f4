package ipc.posix;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Removes this process's System V semaphore sets when it has ended, in whatever way. The kernel does so with memory, which it
 * frees with its last user; of a semaphore set it counts no users, and one that is marked for removal is gone.
 *
 * <p>It is a small shell at the other end of a pipe. It learns every key before the set is made and again when the set is
 * removed; when the pipe closes, which {@code kill -9} does as well as any other end, it removes what is left with
 * {@code ipcrm(1)}. It ignores what a terminal sends to a whole group. It sleeps all the time and takes no CPU.
 *
 * <p>What remains possible: whoever kills this shell too, by {@code kill -9} and before its owner, keeps the set.
 * {@code ipcs -s} shows it by a key that begins with {@code 0x6970}, {@code ipcrm -s ID} removes it; the machine's or the
 * container's end does as well.
 */
final class SemaphoreJanitor {
    private static final String TOOL = "ipcrm";
    private static final String REMEMBER = "made ";
    private static final String FORGET = "removed ";
    private static final String SCRIPT = """
            trap '' INT TERM HUP QUIT
            echo ready
            keys=
            while read -r what key; do
              others=
              for each in $keys; do [ "$each" = "$key" ] || others="$others $each"; done
              keys=$others
              [ "$what" = removed ] || keys="$keys $key"
            done
            for each in $keys; do ipcrm -S "$each"; done
            """;

    private static SemaphoreJanitor instance;

    private final OutputStream pipe;

    private SemaphoreJanitor() {
        try {
            Process shell = new ProcessBuilder("/bin/sh", "-c", SCRIPT).directory(new File("/"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            pipe = shell.getOutputStream();
            // From then on it survives a terminal's signals.
            if (shell.inputReader().readLine() == null) {
                throw new IOException("it said nothing");
            }
        } catch (IOException e) {
            throw new IllegalStateException("the shell that removes System V semaphores after a crash cannot be started: "
                    + e.getMessage(), e);
        }
    }

    /** Started with the first set. */
    static synchronized SemaphoreJanitor ofThisProcess() {
        if (instance == null) {
            instance = new SemaphoreJanitor();
        }
        return instance;
    }

    /**
     * A set of this key will be made.
     *
     * @throws IllegalStateException if the shell has gone; then none may be made
     */
    void remember(String key) {
        try {
            tell(REMEMBER + key);
        } catch (IOException e) {
            throw new IllegalStateException("the shell that removes System V semaphores after a crash has gone: "
                    + e.getMessage(), e);
        }
    }

    /** There is no set of ours with this key, or no longer. */
    void forget(String key) {
        try {
            tell(FORGET + key);
        } catch (IOException e) {
            // A shell that has gone removes nothing.
        }
    }

    private synchronized void tell(String line) throws IOException {
        pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
    }

    /** Why there can be none. */
    static Optional<String> missing() {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.of(path.split(File.pathSeparator)).anyMatch(folder -> Files.isExecutable(Path.of(folder, TOOL)))
                ? Optional.empty()
                : Optional.of(TOOL + " of util-linux is not here, and without it a killed process would leave a semaphore set"
                + " behind");
    }
}
