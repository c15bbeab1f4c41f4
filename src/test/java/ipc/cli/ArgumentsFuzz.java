package ipc.cli;

import ipc.fuzz.Outcome;
import ipc.session.Session;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A command line, an argument a line, as far as it can be followed without measuring, writing or starting anything. There are no
 * slashes in it, so that nothing is read but what lies in the working directory.
 */
public final class ArgumentsFuzz {
    private static final Set<String> HARMLESS = Set.of("table", "compare", "advise", "list", "help", "completion", "--version");
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    private ArgumentsFuzz() {
    }

    /** @param bytes see above */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        List<String> arguments = new ArrayList<>(
                new String(bytes, StandardCharsets.UTF_8).replace("\0", "").lines().toList());
        if (!arguments.isEmpty() && HARMLESS.contains(arguments.get(0))) {
            arguments.replaceAll(argument -> argument.replace("/", ""));
            command(arguments);
        } else {
            Outcome.of(() -> {
                new Session("quick", arguments, "test", NOWHERE, (directory, run) -> run);
                return "";
            });
        }
    }

    private static void command(List<String> arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int exitCode = new Main(NOWHERE, new PrintStream(said, true, StandardCharsets.UTF_8), false).run(arguments);
        String text = said.toString(StandardCharsets.UTF_8);
        if (text.contains("\tat ") || text.startsWith("ipc-roundtrip: this program cannot run here")) {
            throw new AssertionError(text);
        }
        if (exitCode == ExitCode.BAD_INPUT) {
            if (text.lines().count() > 2) {
                throw new AssertionError("more than one line and a suggestion: " + text);
            }
            text.lines().forEach(Outcome::requireClear);
        }
    }
}
