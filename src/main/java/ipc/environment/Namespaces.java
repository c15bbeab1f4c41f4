package ipc.environment;

import ipc.proc.SystemFiles;
import java.io.IOException;
import java.nio.file.Files;

/** The namespaces of this process. The initial ones have fixed numbers ({@code include/uapi/linux/nsfs.h}). */
final class Namespaces {
    /** Initial namespace of control groups. */
    static final long FIRST_CGROUP = 4026531835L;
    /** Initial namespace of process ids. */
    static final long FIRST_PID = 4026531836L;

    private Namespaces() {
    }

    /** Whether this process is certainly not in the initial namespace of this kind. */
    static boolean isInner(SystemFiles files, String kind, long first) {
        try {
            String link = Files.readSymbolicLink(files.root().resolve("proc/self/ns/" + kind)).toString();
            return !link.equals(kind + ":[" + first + "]");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
