package ipc.cleanup;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A small shell that outlives this process, however it ends. Then it starts {@link Tidy}, if the private directory is still
 * there.
 *
 * <p>The shell waits for the end of a pipe whose only writer is this process. The kernel closes the pipe even after {@code kill
 * -9}. The shell ignores the signals of a terminal, and it uses no CPU. If somebody kills it, this process starts another one.
 */
final class Keeper {
    private static final String SCRIPT = """
            trap '' INT TERM HUP QUIT TSTP PIPE
            echo ready
            exec >/dev/null 2>&1
            read -r end
            [ ! -d "$1" ] && exit
            shift
            exec "$@"
            """;

    private static final long READY_SECONDS = 10;
    /** Somebody who kills more of them means it. */
    private static final int MOST_STARTS = 20;

    private final Path directory;
    private Process shell;
    private int starts;
    private boolean ended;

    private Keeper(Path directory) {
        this.directory = directory;
    }

    /**
     * Starts a keeper and waits until it is ready.
     *
     * @param directory the private directory, which need not exist yet
     * @throws IOException if no process can be started
     */
    static Keeper of(Path directory) throws IOException {
        Keeper keeper = new Keeper(directory);
        keeper.start();
        return keeper;
    }

    private synchronized void start() throws IOException {
        if (ended) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "ipc-roundtrip-keeper", directory.toString()));
        command.addAll(tidyCommand(directory));
        shell = new ProcessBuilder(command).directory(new File("/")).redirectErrorStream(true).start();
        starts++;
        awaitReady(shell);
        // The result is not needed.
        CompletableFuture<Void> unused = shell.onExit().thenRun(this::startAgain);
    }

    /** The shell ignores a terminal's signals when it says that it is ready. */
    private static void awaitReady(Process shell) throws IOException {
        CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> {
            try {
                return shell.inputReader().readLine();
            } catch (IOException e) {
                return null;
            }
        });
        try {
            if (said.get(READY_SECONDS, TimeUnit.SECONDS) == null) {
                throw new IOException("it was killed");
            }
        } catch (TimeoutException e) {
            shell.destroyForcibly();
            throw new IOException("it did not begin within " + READY_SECONDS + " s", e);
        } catch (ExecutionException | InterruptedException e) {
            throw new IOException(e);
        }
    }

    private synchronized void startAgain() {
        try {
            if (starts < MOST_STARTS) {
                start();
            }
        } catch (IOException e) {
            // This process cleans up at its own end. After a kill, `clean` does.
        }
    }

    /** Ends the shell, after the directory was removed. It may be stopped, so it gets a signal that ends it anyway. */
    synchronized void end() {
        ended = true;
        shell.destroyForcibly();
    }

    /** The command that cleans up after this process. */
    static List<String> tidyCommand(Path directory) {
        String classes = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(each -> Path.of(each).toAbsolutePath().toString()).collect(Collectors.joining(File.pathSeparator));
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:+UseSerialGC",
                "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Djna.tmpdir=" + directory, "-cp", classes, Tidy.class.getName(),
                directory.toString());
    }
}
