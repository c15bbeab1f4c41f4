package ipc.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What the processes of a run make that does not end with them, if only for the moment until its name is taken away. Each thing
 * is written down before it is made and struck off after it was removed: what a killed process left is found by {@link Orphan},
 * as long as the private directory is there. A line may name what never came to be.
 *
 * <p>A line is a symbolic link in a folder of the run's private directory, for a link is made in one step, whole or not at all. It
 * leads to the path of a file or directory, or says in words what else it is. Without a private directory, as with plain JMH,
 * nothing is written down.
 */
public final class CleanupLedger {
    /** The system property that names the private directory. */
    public static final String PRIVATE = "ipc.private";
    /** The folder of lines; whoever makes the private directory makes it too. {@code run.sh} knows the name. */
    public static final String FOLDER = "elsewhere";

    static final String POSIX_QUEUE = "mq:";
    static final String SEGMENT = "SEGMENT:";
    static final String SEPARATOR = ":";
    /** Between the writer's process id and a number in a line's name. */
    static final String NAME_SEPARATOR = "-";

    private static final Entry NOT_WRITTEN = new Entry(null, "");
    private static final AtomicLong NEXT = new AtomicLong();

    private CleanupLedger() {
    }

    /** A line, to be struck off. */
    public static final class Entry {
        private final String text;
        private Path link;

        private Entry(Path link, String text) {
            this.link = link;
            this.text = text;
        }

        /** The object has got its id: from now on it is known by that. */
        void made(int id) {
            if (link != null) {
                Path first = link;
                link = write(text + SEPARATOR + id).link;
                delete(first);
            }
        }

        /** What stands here is gone, or never was. */
        public void delete() {
            if (link != null) {
                delete(link);
            }
        }

        /** Makes the thing, takes its name away and strikes the line off, whatever becomes of it. */
        public <T> T during(Supplier<T> life) {
            try {
                return life.get();
            } finally {
                delete();
            }
        }

        private static void delete(Path link) {
            try {
                Files.deleteIfExists(link);
            } catch (IOException e) {
                // It goes with its folder.
            }
        }
    }

    /**
     * A file, a directory or a FIFO.
     *
     * @param path absolute; its name is one of {@link FileMapping#unguessableName()}
     */
    public static Entry path(String path) {
        return write(path);
    }

    /** A POSIX message queue. */
    static Entry posixQueue(String name) {
        return write(POSIX_QUEUE + name);
    }

    /** A System V segment, which has no key: whoever looks for it later goes by who made it, when, and how long it is. */
    public static Entry segment(long lengthBytes) {
        return write(SEGMENT + ProcessHandle.current().pid() + SEPARATOR + lengthBytes);
    }

    /** Another System V object. */
    static Entry object(SystemVCleaner.Kind kind, int key) {
        return write(kind + SEPARATOR + SystemVCleaner.written(key));
    }

    private static Entry write(String text) {
        String directory = System.getProperty(PRIVATE);
        if (directory == null) {
            return NOT_WRITTEN;
        }
        while (true) {
            Path link = Path.of(directory, FOLDER, ProcessHandle.current().pid() + NAME_SEPARATOR + NEXT.incrementAndGet());
            try {
                return new Entry(Files.createSymbolicLink(link, Path.of(text)), text);
            } catch (FileAlreadyExistsException e) {
                // An earlier process of this run had the same id; the next number.
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "nothing that could outlast this process is made, because it cannot be written down"
                                + " in " + link.getParent() + " (" + e + ")",
                        e);
            }
        }
    }
}
