package ipc.cleanup;

import ipc.ledger.CleanupLedger;
import ipc.posix.PosixException;
import ipc.posix.PosixMessageQueue;
import ipc.posix.SystemVObjects;
import ipc.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An entry of a {@link CleanupLedger} whose writer has ended. Its object is checked before it is removed: it must belong to this
 * user and match the entry.
 *
 * <p>The checks differ by kind. A path must have a name with 128 random bits and must not be a link. A System V object must have
 * the recorded key, and the recorded id if there is one. A segment has no key, so its creator's process id and its length must
 * match. No System V object may be older than its entry, because keys and process ids are reused. A segment in use is not
 * removed.
 */
public final class Orphan {
    private static final int OWNER_ONLY = 0600;
    private static final String NAME = "\\.?ipc-roundtrip-[0-9a-f]{32}";
    /** The folder's name after the clean-up has begun. No entry is added after that. */
    static final String FOLDER_DURING_CLEANUP = "gone";

    private final Path line;
    private final String text;
    private final long writtenSeconds;

    private Orphan(Path line) throws IOException {
        this.line = line;
        this.text = Files.readSymbolicLink(line).toString();
        this.writtenSeconds = Files.getLastModifiedTime(line, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.SECONDS);
    }

    /** The entries in a run's private directory. */
    public static List<Orphan> of(Path privateDirectory) {
        List<Orphan> all = new ArrayList<>();
        for (String folder : List.of(CleanupLedger.FOLDER, FOLDER_DURING_CLEANUP)) {
            try (Stream<Path> lines = Files.list(privateDirectory.resolve(folder))) {
                for (Path line : lines.filter(Files::isSymbolicLink).sorted().toList()) {
                    try {
                        all.add(new Orphan(line));
                    } catch (IOException e) {
                        // The entry was deleted meanwhile.
                    }
                }
            } catch (IOException e) {
                // There is no such folder: nothing was recorded, or it has been removed already.
            }
        }
        return all;
    }

    /**
     * Removes the objects of ended processes of a run. An object that cannot be removed keeps its entry.
     *
     * @param privateDirectory the run's
     */
    public static void removeFromEndedProcesses(Path privateDirectory) {
        of(privateDirectory).stream().filter(each -> !each.writerLives()).forEach(Orphan::tryToRemove);
    }

    private void tryToRemove() {
        try {
            remove();
        } catch (IOException | UncheckedIOException | PosixException e) {
            // A later attempt tries again.
        }
    }

    private boolean writerLives() {
        String writer = line.getFileName().toString().split(CleanupLedger.NAME_SEPARATOR)[0];
        return writer.matches("\\d{1,9}") && ProcessHandle.of(Long.parseLong(writer)).isPresent();
    }

    /** The object in words. Empty if it does not exist or does not match the entry. */
    public Optional<String> description() {
        if (text.startsWith("/")) {
            return isOurs(Path.of(text)) ? Optional.of(describe(Path.of(text))) : Optional.empty();
        }
        if (text.startsWith(CleanupLedger.POSIX_QUEUE)) {
            return isOurQueue() ? Optional.of("POSIX message queue " + queueName()) : Optional.empty();
        }
        return object().map(SystemVObjects.Entry::description);
    }

    /** The text of the entry. */
    @Override
    public String toString() {
        return text;
    }

    /**
     * Removes the object, if it exists, and then the entry.
     *
     * @throws IOException if the object cannot be removed or is a segment in use; the entry stays
     */
    public void remove() throws IOException {
        if (text.startsWith("/")) {
            if (isOurs(Path.of(text))) {
                FileTree.remove(Path.of(text));
            }
        } else if (text.startsWith(CleanupLedger.POSIX_QUEUE)) {
            if (isOurQueue()) {
                PosixMessageQueue.unlinkIfThere(queueName());
            }
        } else {
            Optional<SystemVObjects.Entry> object = object();
            if (object.isPresent() && object.get().users() > 0) {
                throw new IOException("it is in use; attached processes: " + object.get().users());
            }
            object.ifPresent(SystemVObjects.Entry::remove);
        }
        Files.deleteIfExists(line);
    }

    private String queueName() {
        return text.substring(CleanupLedger.POSIX_QUEUE.length());
    }

    private boolean isOurQueue() {
        return queueName().matches("/" + NAME)
                && PosixMessageQueue.owner(queueName()).stream().anyMatch(owner -> owner == userId());
    }

    private static String describe(Path path) {
        String kind = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? "directory " : "file ";
        return kind + path;
    }

    private static boolean isOurs(Path path) {
        return path.getFileName() != null && path.getFileName().toString().matches(NAME) && !Files.isSymbolicLink(path)
                && ownerOf(path).map(owner -> owner == userId()).orElse(false);
    }

    private static Optional<Integer> ownerOf(Path path) {
        try {
            return Optional.of((Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The user id of this process. */
    private static int userId() {
        return ownerOf(Path.of("/proc/self")).orElseThrow(() -> new IllegalStateException("/proc/self cannot be read"));
    }

    /** A segment that is already marked for removal has another mode, so it does not match. */
    private Optional<SystemVObjects.Entry> object() {
        String[] words = text.split(CleanupLedger.SEPARATOR, -1);
        try {
            SystemVObjects.Kind kind = SystemVObjects.Kind.valueOf(words[0]);
            int userId = userId();
            return SystemVObjects.list(kind).stream()
                    .filter(each -> each.creator() == userId && each.mode() == OWNER_ONLY
                            && each.changedSeconds() >= writtenSeconds - 1)
                    .filter(each -> kind == SystemVObjects.Kind.SEGMENT ? isSegment(each, words) : hasKey(each, words))
                    .findFirst();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The text is not a valid entry.
            return Optional.empty();
        }
    }

    private static boolean isSegment(SystemVObjects.Entry segment, String[] words) {
        return segment.key() == 0 && segment.creatorProcess() == Long.parseLong(words[1])
                && segment.bytes() == Long.parseLong(words[2]);
    }

    private static boolean hasKey(SystemVObjects.Entry object, String[] words) {
        return object.key() == Integer.decode(words[1]) && (words.length == 2 || object.id() == Integer.parseInt(words[2]));
    }
}
