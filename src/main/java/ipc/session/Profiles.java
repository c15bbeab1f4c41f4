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
 * Profiles are files of options as typed on the command line. Comment lines begin with {@code #}; the first one holds the
 * duration and a description. The folder {@code jmh-profiles} beside {@code run.sh} holds them, and the jar has a copy.
 */
public final class Profiles {
    private static final String FOLDER = "jmh-profiles";
    private static final String ENDING = ".profile";
    private static final String HOME = "ipc.home";
    private static final String COMMENT = "#";
    private static final String NOTE = "# note:";
    private static final long MOST_BYTES = 1 << 20;
    /** Control characters other than line ends. */
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

    /** The first comment line of each profile: its duration and what it measures. */
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
            throw new BadInputException("there is no profile " + name + ". Profiles are " + String.join(", ", names),
                    Suggestions.line(name, names, "./run.sh "));
        }
        List<String> tokens = text(name).lines().filter(line -> !line.strip().startsWith(COMMENT))
                .flatMap(line -> Utils.splitQuotedEscape(line).stream()).toList();
        if (tokens.isEmpty()) {
            throw new BadInputException("profile " + name + " is empty. Write options into it, such as --rounds 6");
        }
        try {
            return RunOptions.parse(tokens);
        } catch (BadInputException e) {
            throw new BadInputException("profile " + name + ": " + e.getMessage(), e.suggestion().orElse(null));
        }
    }

    /**
     * Checks the options of a run for other machines.
     *
     * @param name  the profile's name
     * @param typed the options typed after it
     * @throws BadInputException if there is no such profile or option, or if the machine is given a name
     */
    public static void check(String name, List<String> typed) {
        RunOptions options = load(name).replacedBy(RunOptions.parse(typed));
        options.jmh().toJmh();
        if (options.machine != null) {
            throw new BadInputException(
                    "--machine " + options.machine + ": a fleet takes the names of its hosts from the inventory. Leave it out");
        }
    }

    /** The caution that a profile prints with its table: its comment lines that begin with {@code # note:}. */
    static String note(String name) {
        return text(name).lines().filter(line -> line.startsWith(NOTE))
                .map(line -> line.substring(NOTE.length()).strip()).collect(Collectors.joining(" "));
    }

    private static String text(String name) {
        return inFolder(folder -> {
            Path file = folder.resolve(name + ENDING);
            try {
                if (Files.size(file) > MOST_BYTES) {
                    throw new BadInputException("profile " + file + " has " + Files.size(file) + " bytes. It must have at most "
                            + MOST_BYTES);
                }
                return CONTROL.matcher(Files.readString(file)).replaceAll(" ");
            } catch (IOException e) {
                throw new BadInputException("profile " + file + " cannot be read ("
                        + e.getClass().getSimpleName() + "). It must be a readable text file of options");
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
            throw new BadInputException("there are no profiles. The folder " + FOLDER + " must be beside run.sh or in the jar");
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
            throw new BadInputException("the profiles in the jar cannot be read: " + e.getMessage());
        }
    }
}
