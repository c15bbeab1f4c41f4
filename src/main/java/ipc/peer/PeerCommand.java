package ipc.peer;

import ipc.FailureMessage;
import ipc.cleanup.PrivateDirectory;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a peer, and its exit code in words. */
final class PeerCommand {

    private PeerCommand() {
    }

    /** A peer gets the JVM options of its fork. */
    static List<String> withOptionsOfThisJvm() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // Two processes cannot use the same debugger port.
            if (!option.startsWith("-agentlib:jdwp") && !option.startsWith("-Xrunjdwp")) {
                command.add(option);
            }
        }
        // Standard output belongs to the handshake. The thread dump that SIGQUIT asks for goes elsewhere.
        command.add("-XX:+DisplayVMOutputToStderr");
        command.addAll(PrivateDirectory.optionsOfChildren());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(PeerMain.class.getName());
        return command;
    }

    /** An exit code, and the signal behind it. */
    static String describeExit(int code) {
        if (code == 0) {
            return "exit code 0, but it was not asked to end";
        }
        return FailureMessage.ofExit(code);
    }
}
