package ipc.session;

import ipc.BadInputException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.util.Utils;

/**
 * Profiles: files of options exactly as typed on the command line, comment lines beginning with {@code #}, one folder.
 * They come from the folder {@code jmh-profiles} beside {@code run.sh}; the jar carries the same ones for when it stands
 * alone.
 */
public final class Profiles {
    private static final String FOLDER = "jmh-profiles";
    private static final String ENDING = ".profile";
    private static final String HOME = "ipc.home";
    private static final String COMMENT = "#";
    private static final String NOTE = "# note:";
    private static final long MOST_BYTES = 1 << 20;
    /** Of what may be printed; line ends are none of them. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\n\r]]");

    private Profiles() {
    }

    /** Names of all profiles, sorted. */
    public static List<String> names() {
        return inFolder(folder -> {
            try (Stream<Path> files = Files.list(folder)) {
                return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(ENDING))
                        .map(name -> name.substring(0, name.length() - ENDING.length())).sorted().toList();
            } catch (IOException e) {
                throw new BadInputException("the profiles in " + folder + " cannot be listed: " + e.getMessage());
            }
        });
    }

    /** All profiles with the first comment line of each. */
    public static Map<String, String> descriptions() {
        Map<String, String> descriptions = new TreeMap<>();
        names().forEach(name -> descriptions.put(name,
                text(name).lines().findFirst().orElse("").replaceFirst("^#\\s*", "")));
        return descriptions;
    }

    /**
     * The options of a profile.
     *
     * @throws BadInputException if there is no such profile, or it cannot be read, or says nothing
     */
    static RunOptions load(String name) {
        List<String> names = names();
        if (!names.contains(name)) {
            throw new BadInputException("no profile is called " + name + "; there are " + String.join(", ", names),
                    Suggestions.line(name, names, "./run.sh "));
        }
        List<String> tokens = text(name).lines().filter(line -> !line.strip().startsWith(COMMENT))
                .flatMap(line -> Utils.splitQuotedEscape(line).stream()).toList();
        if (tokens.isEmpty()) {
            throw new BadInputException("profile " + name + " is empty: it must hold options, such as --rounds 5");
        }
        try {
            return RunOptions.parse(tokens);
        } catch (BadInputException e) {
            throw new BadInputException("profile " + name + ": " + e.getMessage(), e.suggestion().orElse(null));
        }
    }

    /**
     * Whether a run may be asked for so, as far as another machine than its own can tell.
     *
     * @param name  the profile's
     * @param typed behind it
     * @throws BadInputException if there is no such profile or option, or the machine is given a name
     */
    public static void check(String name, List<String> typed) {
        RunOptions options = load(name).replacedBy(RunOptions.parse(typed));
        options.jmh().toJmh();
        if (options.machine != null) {
            throw new BadInputException("--machine " + options.machine + ": every host is called as in the inventory");
        }
    }

    /** The caveat a profile wants above its table: its comment lines that begin with {@code # note:}. */
    static String note(String name) {
        return text(name).lines().filter(line -> line.startsWith(NOTE))
                .map(line -> line.substring(NOTE.length()).strip()).collect(Collectors.joining(" "));
    }

    private static String text(String name) {
        return inFolder(folder -> {
            Path file = folder.resolve(name + ENDING);
            try {
                if (Files.size(file) > MOST_BYTES) {
                    throw new BadInputException("profile " + file + " is larger than any command line (" + Files.size(file)
                            + " bytes)");
                }
                return CONTROL.matcher(Files.readString(file)).replaceAll(" ");
            } catch (IOException e) {
                throw new BadInputException("profile " + file + " cannot be read ("
                        + e.getClass().getSimpleName() + "); a readable text file of options is expected");
            }
        });
    }

    private static <T> T inFolder(Function<Path, T> work) {
        String home = System.getProperty(HOME);
        if (home != null && Files.isDirectory(Path.of(home, FOLDER))) {
            return work.apply(Path.of(home, FOLDER));
        }
        URL inside = Profiles.class.getResource("/" + FOLDER);
        if (inside == null) {
            throw new BadInputException("no profiles: neither a folder " + FOLDER + " beside run.sh nor one in the jar");
        }
        try {
            URI uri = inside.toURI();
            if (uri.getScheme().equals("file")) {
                return work.apply(Path.of(uri));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return work.apply(jar.getPath("/" + FOLDER));
            }
        } catch (URISyntaxException | IOException e) {
            throw new BadInputException("the jar's own profiles cannot be read: " + e.getMessage());
        }
    }
}
