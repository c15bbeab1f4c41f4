package ipc.osstats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder of files in the format of {@code /proc}. */
final class FakeProc {
    private final Path root;

    FakeProc(Path root) {
        this.root = root;
    }

    Path task(long pid) {
        return root.resolve(Long.toString(pid)).resolve("task");
    }

    Path stat() {
        return root.resolve("stat");
    }

    void thread(long pid, long tid, String name, long runNanos, long waitNanos) {
        Path thread = task(pid).resolve(Long.toString(tid));
        write(thread.resolve("comm"), name + "\n");
        write(thread.resolve("schedstat"), runNanos + " " + waitNanos + " 7\n");
    }

    /** The other files that are read of a measuring thread. */
    void measuring(long pid, long tid, long voluntary, long involuntary, long minorFaults, long majorFaults) {
        Path thread = task(pid).resolve(Long.toString(tid));
        write(thread.resolve("stat"), tid + " (a) name (x) R 1 2 3 4 5 6 " + minorFaults + " 99 " + majorFaults
                + " 98 10 11 12 13 14 15 16 17 424242 18 19\n");
        write(thread.resolve("status"), "Name:\tjava\nUmask:\t0022\nTgid:\t" + pid + "\nvoluntary_ctxt_switches:\t" + voluntary
                + "\nnonvoluntary_ctxt_switches:\t" + involuntary + "\n");
    }

    void steal(long cpu0, long cpu1) {
        write(stat(), "cpu  1 2 3 4 5 6 7 " + (cpu0 + cpu1) + " 0 0\ncpu0 1 2 3 4 5 6 7 " + cpu0
                + " 0 0\ncpu1 1 2 3 4 5 6 7 " + cpu1 + " 0 0\nintr 5 6\n");
    }

    void end(long pid, long tid) {
        Path thread = task(pid).resolve(Long.toString(tid));
        try {
            for (String file : new String[] {"comm", "schedstat"}) {
                Files.delete(thread.resolve(file));
            }
            Files.delete(thread);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes all files of a name, like a kernel without the option. */
    void remove(String name) {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.filter(path -> path.endsWith(name)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
