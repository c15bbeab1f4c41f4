package ipc.cleanup;

import ipc.BadInputException;
import ipc.FileFailure;
import ipc.FileTree;
import ipc.ledger.CleanupLedger;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The run's own temporary directory, mode 0700. The JVMs unpack and write their files there, and the {@link CleanupLedger} lies
 * in it. The launcher makes it and removes it at its end, together with all that the ledger names. If the launcher is killed, its
 * {@link Keeper} does that.
 */
public final class PrivateDirectory {
    /** The start of the names of crash reports, as the JVM's own default has it. The process id follows. */
    public static final String CRASH_REPORT = "hs_err_pid";

    private static final String GIVEN = CleanupLedger.PRIVATE;
    private static final String JNA_DIRECTORY = "jna.tmpdir";
    private static final String TEMPORARY = "java.io.tmpdir";
    /** {@code run.sh} names it, because the JVM reads {@value #TEMPORARY} only once. For JDK 20 and later, it also makes it. */
    private static final String NAMED_BY_SCRIPT = "ipc.private.new";
    /**
     * Characters that this directory's path must not have. libffi, inside JNA, finds its own file in {@code /proc/self/maps} and reads
     * the path up to the first blank. It would map, and run, the file of that shorter name. Commas and semicolons divide the options
     * of async-profiler and of JMH; the JVM and async-profiler replace what follows a {@code %}. {@code run.sh} avoids the same ones.
     */
    private static final Pattern UNUSABLE = Pattern.compile("[\\s,;%]");
    private static final Path ALWAYS_USABLE = Path.of("/tmp");
    private static final String OWNER_ONLY = "rwx------";
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int NAME_LETTERS = 10;

    private static Path made;
    private static Keeper keeper;

    private PrivateDirectory() {
    }

    /**
     * The directory. The first call makes it, unless this process was given one. It must come before anything loads a library.
     *
     * @throws BadInputException if none can be made, or if this process is ending
     */
    public static synchronized Path get() {
        String given = System.getProperty(GIVEN);
        if (given != null) {
            return Path.of(given);
        }
        String named = System.getProperty(NAMED_BY_SCRIPT);
        Path directory = named != null ? Path.of(named).toAbsolutePath()
                : usable(Path.of(System.getProperty(TEMPORARY)).toAbsolutePath()).resolve("ipc-roundtrip-" + randomLetters());
        try {
            make(directory);
        } catch (IOException e) {
            throw new BadInputException("no temporary directory can be made in " + directory.getParent() + " ("
                    + FileFailure.inWords(e)
                    + "); name another directory by TMPDIR");
        }
        // JNA, which is not loaded yet, would make a folder of its own beside it.
        System.setProperty(JNA_DIRECTORY, made.toString());
        System.setProperty(TEMPORARY, made.toString());
        System.setProperty(GIVEN, made.toString());
        return made;
    }

    /** The given directory; another one, with a message, if native libraries or their options do not take its path. */
    static Path usable(Path parent) {
        if (!UNUSABLE.matcher(real(parent).toString()).find()) {
            return parent;
        }
        System.err.println(
                "ipc-roundtrip: " + ALWAYS_USABLE + " is used instead of " + TEMPORARY + ", because native libraries do not"
                        + " take blanks, commas, semicolons or % in its path");
        return ALWAYS_USABLE;
    }

    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            // It cannot be used either way, and what is made in it says why.
            return directory;
        }
    }

    /** The directory that this process made; empty if it made none. */
    static synchronized Optional<Path> ofThisProcess() {
        return Optional.ofNullable(made);
    }

    /** The hook and the keeper come first, so that nothing stays if this process is ended while the directory is being made. */
    private static void make(Path directory) throws IOException {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(PrivateDirectory::removeMade, "private-directory"));
        } catch (IllegalStateException shuttingDown) {
            throw new BadInputException("ended by a signal before it began");
        }
        try {
            keeper = Keeper.of(directory);
        } catch (IOException e) {
            removeUnclaimed(directory);
            throw new BadInputException("the process that cleans up after a crash cannot be started: " + e.getMessage());
        }
        boolean claimed = false;
        try {
            createOrTakeOver(directory);
            Owner.claim(directory);
            claimed = true;
            Files.createDirectory(directory.resolve(CleanupLedger.FOLDER));
        } catch (IOException e) {
            if (claimed) {
                FileTree.remove(directory);
            } else {
                removeUnclaimed(directory);
            }
            keeper.end();
            throw e;
        }
        made = directory;
    }

    /** A directory that {@code run.sh} made is this user's alone. Libraries are never unpacked into another one. */
    private static void createOrTakeOver(Path directory) throws IOException {
        try {
            Files.createDirectory(directory,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        } catch (FileAlreadyExistsException e) {
            if (!isThisUsersAlone(directory)) {
                throw e;
            }
        }
    }

    /** Whether it is a directory, not a link to one, that belongs to this user and that nobody else may enter. */
    static boolean isThisUsersAlone(Path directory) {
        try {
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(Path.of("/proc/self")))
                    && PosixFilePermissions.toString(Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS))
                            .equals(OWNER_ONLY);
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes it only if it is empty, because it may be another run's. */
    private static void removeUnclaimed(Path directory) {
        try {
            if (isThisUsersAlone(directory)) {
                Files.delete(directory);
            }
        } catch (IOException e) {
            // It has content, so it is not this run's.
        }
    }

    /** JVM options for a process that this one starts. Empty if its own command line has them already. */
    public static synchronized List<String> optionsOfChildren() {
        return made == null ? List.of() : jvmOptions(made);
    }

    private static String randomLetters() {
        return new SecureRandom().ints(NAME_LETTERS, 0, LETTERS.length()).mapToObj(LETTERS::charAt).map(Object::toString)
                .collect(Collectors.joining());
    }

    /** The keeper and {@code clean} try again to remove the rest. */
    private static synchronized void removeMade() {
        if (made != null) {
            CrashedRun.ending(made).remove();
            if (!Files.exists(made, LinkOption.NOFOLLOW_LINKS)) {
                keeper.end();
            }
        }
    }

    /** JVM options that send a fork's and a peer's files there, and what a JVM writes when it crashes. */
    public static List<String> jvmOptions(Path directory) {
        return List.of("-D" + TEMPORARY + "=" + directory, "-D" + JNA_DIRECTORY + "=" + directory, "-D" + GIVEN + "=" + directory,
                "-XX:ErrorFile=" + directory.resolve(CRASH_REPORT) + "%p.log", "-XX:-CreateCoredumpOnCrash");
    }
}
