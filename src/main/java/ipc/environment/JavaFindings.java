package ipc.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The JVM of forks and peers, the options they get, and what the process's environment adds to them. */
final class JavaFindings {
    /** Each of these makes another measurement of it: the interpreter, a debugger, agents, sanity checks. */
    private static final String HARMFUL = "-Xint|-Xdebug|-Xrunjdwp.*|-agentlib:.*|-agentpath:.*|-javaagent:.*"
            + "|-XX:TieredStopAtLevel=[0-3]|-Xcheck:.*|-XX:\\+(LogCompilation|Verify\\w+)|-Xcomp";
    /** Variables whose text every JVM, or the java command, takes as options. */
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private JavaFindings() {
    }

    /**
     * @param forkOptions    what forks and peers run with
     * @param launcherOptions what this JVM runs with
     * @param variables      of this process's environment
     */
    static List<Finding> list(Machine machine, List<String> forkOptions, List<String> launcherOptions,
            Map<String, String> variables) {
        return List.of(Subject.JDK.ok(machine.java() + ", " + machine.architecture()),
                flags(forkOptions, launcherOptions, variables));
    }

    private static Finding flags(List<String> forkOptions, List<String> launcherOptions, Map<String, String> variables) {
        String value = "fork and peer " + shown(forkOptions) + "; launcher " + shown(launcherOptions);
        List<String> set = VARIABLES.stream().filter(variables::containsKey).toList();
        if (!set.isEmpty()) {
            // Properties may hold what is nobody's business in a shared run.json.
            List<String> texts = set.stream()
                    .map(name -> name + " (" + shown(List.of(variables.get(name).strip().split("\\s+"))) + ")").toList();
            return Subject.FLAGS.warning(String.join(", ", texts) + " reaches every JVM; " + value,
                    "unset " + String.join(" ", set));
        }
        List<String> harmful = forkOptions.stream().filter(option -> option.matches(HARMFUL)).toList();
        return harmful.isEmpty() ? Subject.FLAGS.ok(value)
                : Subject.FLAGS.warning(value, "./run.sh PROFILE without " + String.join(" ", harmful));
    }

    /** Flags alone: properties and module options are paths and permissions. */
    private static String shown(List<String> options) {
        List<String> flags = new ArrayList<>(options);
        flags.removeIf(option -> !option.startsWith("-X")
                && !option.matches("-(agent|javaagent|server|client|ea|esa|enableassertions).*"));
        return flags.isEmpty() ? "none" : String.join(" ", flags);
    }
}
