package ipc.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The JVM of forks and peers, their options, and options from environment variables. */
final class JavaFindings {
    /** Options that change the measurement: the interpreter, a debugger, agents, extra checks. */
    private static final String HARMFUL = "-Xint|-Xdebug|-Xrunjdwp.*|-agentlib:.*|-agentpath:.*|-javaagent:.*"
            + "|-XX:TieredStopAtLevel=[0-3]|-Xcheck:.*|-XX:\\+(LogCompilation|Verify\\w+)|-Xcomp";
    /** Environment variables that every JVM, or the java command, reads options from. */
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private JavaFindings() {
    }

    /**
     * @param forkOptions     JVM options of forks and peers
     * @param launcherOptions JVM options of this process
     * @param variables       environment of this process
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
            // Properties may hold secrets, which must not get into a shared run.json.
            List<String> texts = set.stream()
                    .map(name -> name + " (" + shown(List.of(variables.get(name).strip().split("\\s+"))) + ")").toList();
            return Subject.FLAGS.warning(String.join(", ", texts) + " is read by every JVM; " + value,
                    "unset " + String.join(" ", set));
        }
        List<String> harmful = forkOptions.stream().filter(option -> option.matches(HARMFUL)).toList();
        return harmful.isEmpty() ? Subject.FLAGS.ok(value)
                : Subject.FLAGS.warning(value, "omit " + String.join(" ", harmful));
    }

    /** JVM flags only. Properties and module options are left out, because they hold paths and permissions. */
    private static String shown(List<String> options) {
        List<String> flags = new ArrayList<>(options);
        flags.removeIf(option -> !option.startsWith("-X")
                && !option.matches("-(agent|javaagent|server|client|ea|esa|enableassertions).*"));
        return flags.isEmpty() ? "none" : String.join(" ", flags);
    }
}
