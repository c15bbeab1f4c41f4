package ipc.environment;

import java.io.IOException;
import java.nio.file.Files;

/** Which namespaces this process is in. Those the machine starts with have fixed numbers ({@code include/uapi/linux/nsfs.h}). */
final class Namespaces {
    /** Of control groups. */
    static final long FIRST_CGROUP = 4026531835L;
    /** Of process numbers. */
    static final long FIRST_PID = 4026531836L;

    private Namespaces() {
    }

    /** Whether this process certainly is in another namespace than the machine's first of its kind. */
    static boolean isInner(SystemFiles files, String kind, long first) {
        try {
            String link = Files.readSymbolicLink(files.root().resolve("proc/self/ns/" + kind)).toString();
            return !link.equals(kind + ":[" + first + "]");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
