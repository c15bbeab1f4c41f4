package ipc.result;

import ipc.BadInputException;
import ipc.FileFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Finds the results that a user names: result directories, {@code .tar.gz} archives of one, a fleet's directory, and globs of
 * these. A glob can use {@code *}, {@code ?}, {@code [a-z]} and {@code {a,b}} within one folder's name. Globs are for names that
 * no shell has expanded, because they came from a file or were too many for a command line.
 */
public final class Results {
    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

    private Results() {
    }

    /**
     * A result, or the reason why there is none.
     *
     * @param path   a result directory or the archive of one; null if there is none
     * @param host   name of a fleet's host without a result; null if there is a path
     * @param reason why the host has no result
     */
    public record Named(Path path, String host, String reason) {
        /**
         * Reads the parts of the run that tables show. For a host without a result the run is
         * {@linkplain RunRecord#absent absent}.
         */
        public RunRecord readForTables() {
            return path == null ? RunRecord.absent(host, reason) : ResultDirectory.open(path).readRunForTables();
        }

        /** The directory to read the other files from; empty if there is none. */
        public Optional<ResultDirectory> open() {
            return Optional.ofNullable(path).map(ResultDirectory::open);
        }
    }

    /**
     * All named results, in the order typed. The results of a glob are sorted by name, those of a fleet are in the inventory's
     * order.
     *
     * @throws BadInputException if a glob matches nothing
     */
    public static List<Named> find(List<Path> typed) {
        List<Named> found = new ArrayList<>();
        for (Path each : typed) {
            for (Path path : expand(each)) {
                if (FleetDirectory.is(path)) {
                    FleetDirectory.read(path).hosts().forEach(host -> found.add(new Named(
                            host.directory() == null ? null : path.resolve(host.directory()), host.name(), host.reason())));
                } else {
                    found.add(new Named(path, null, ""));
                }
            }
        }
        return found;
    }

    /**
     * The single result that a user names.
     *
     * @throws BadInputException if a glob matches none or several
     */
    public static Path one(Path typed) {
        List<Path> found = expand(typed);
        if (found.size() > 1) {
            throw new BadInputException(typed + " matches " + found.size() + " results; name one of them, such as "
                    + found.get(0));
        }
        return found.get(0);
    }

    private static List<Path> expand(Path typed) {
        if (!GLOB.matcher(typed.toString()).find() || Files.exists(typed, LinkOption.NOFOLLOW_LINKS)) {
            return List.of(typed);
        }
        List<Path> found = List.of(typed.isAbsolute() ? typed.getRoot() : Path.of(""));
        for (Path part : typed) {
            List<Path> deeper = new ArrayList<>();
            for (Path folder : found) {
                deeper.addAll(GLOB.matcher(part.toString()).find() ? matching(typed, folder, part.toString())
                        : existing(folder.resolve(part)));
            }
            found = deeper;
        }
        List<Path> results = found.stream().filter(path -> Files.isDirectory(path) || ResultArchive.isNamedSo(path)).toList();
        if (results.isEmpty()) {
            throw new BadInputException(typed + " matches no directory and no .tar.gz archive");
        }
        return results;
    }

    private static List<Path> existing(Path path) {
        return Files.exists(path) ? List.of(path) : List.of();
    }

    /** Matches like a shell: sorted, and a leading dot only if the pattern has one. */
    private static List<Path> matching(Path typed, Path folder, String pattern) {
        Path listed = folder.toString().isEmpty() ? Path.of(".") : folder;
        if (!Files.isDirectory(listed)) {
            return List.of();
        }
        List<Path> matching = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(listed, pattern)) {
            for (Path entry : entries) {
                Path name = entry.getFileName();
                if (pattern.startsWith(".") || !name.toString().startsWith(".")) {
                    matching.add(folder.resolve(name));
                }
            }
        } catch (PatternSyntaxException e) {
            throw new BadInputException(typed + " is not a valid pattern: " + e.getDescription());
        } catch (IOException e) {
            throw new BadInputException(listed + " cannot be listed: " + FileFailure.inWords(e));
        }
        matching.sort(null);
        return matching;
    }
}
