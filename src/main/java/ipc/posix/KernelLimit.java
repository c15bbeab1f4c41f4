package ipc.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A setting of the kernel that limits what a call gives: a file under {@code /proc/sys}, {@code proc(5)}. It is read anew each
 * time it is asked for, as an administrator may change it.
 */
final class KernelLimit {
    private static final Path SETTINGS = Path.of("/proc/sys");
    private static final String UNKNOWN = "unknown";

    private final String name;
    private final Path file;

    private KernelLimit(String name) {
        this.name = name;
        this.file = SETTINGS.resolve(name.replace('.', '/'));
    }

    /** @param name as {@code sysctl(8)} writes it, such as {@code kernel.shmmni} */
    static KernelLimit of(String name) {
        return new KernelLimit(name);
    }

    /** As it is now, several numbers one space apart; {@code unknown} where it cannot be read. */
    String value() {
        try {
            // Not readString: of a file that says it is empty it reads one byte first, and then /proc/sys has no more to say.
            return String.join("", Files.readAllLines(file)).strip().replaceAll("\\s+", " ");
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** Its number. A kernel without this limit has no such objects either, and says so when one is made: then the largest. */
    int number() {
        String value = value();
        return value.equals(UNKNOWN) ? Integer.MAX_VALUE : Integer.parseInt(value);
    }

    /** Whether it allows nothing at all. */
    boolean isZero() {
        return value().equals("0");
    }

    /** Name and value, as a message shows them. */
    @Override
    public String toString() {
        return name + " = " + value();
    }
}
