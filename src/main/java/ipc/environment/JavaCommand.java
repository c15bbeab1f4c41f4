package ipc.environment;

import ipc.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@code java} command other than the one that runs this program. */
public final class JavaCommand {
    private static final String NAME = "java.vm.name";
    private static final String VERSION = "java.runtime.version";
    /** Most lines to read, more than any JVM prints here. Another program might print without end. */
    private static final int MOST_LINES = 10_000;
    private static final int OLDEST = 17;

    private JavaCommand() {
    }

    /**
     * Starts the command and reads name and version of its JVM, in the format of {@link Machine#java()}.
     *
     * @throws BadInputException if the command does not start, does not report its version, or is older than Java 17
     */
    public static String describe(Path command) {
        Map<String, String> said = new LinkedHashMap<>();
        try {
            Process process = new ProcessBuilder(command.toString(), "-XX:+IgnoreUnrecognizedVMOptions", "-XX:-UsePerfData",
                    "-XshowSettings:properties", "-version").redirectErrorStream(true).start();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                process.getOutputStream().close();
                String line = lines.readLine();
                for (int read = 0; line != null && read < MOST_LINES; read++) {
                    int equals = line.indexOf(" = ");
                    if (equals > 0) {
                        said.put(line.substring(0, equals).strip(), line.substring(equals + 3).strip());
                    }
                    line = lines.readLine();
                }
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new BadInputException(
                    "-jvm " + command + " cannot be started (" + e.getMessage() + "); give the path of a java command");
        }
        if (!said.containsKey(NAME) || !said.getOrDefault(VERSION, "").matches("\\d{1,9}\\b.*")) {
            throw new BadInputException("-jvm " + command + " does not report its JVM with"
                    + " -XshowSettings:properties -version; give the path of a java command");
        }
        // Versions up to 1.8.0 begin with 1.
        if (Integer.parseInt(said.get(VERSION).split("\\D", 2)[0]) < OLDEST) {
            throw new BadInputException(
                    "-jvm " + command + " is Java " + said.get(VERSION) + "; at least Java " + OLDEST + " is needed");
        }
        return said.get(NAME) + " " + said.get(VERSION);
    }
}
