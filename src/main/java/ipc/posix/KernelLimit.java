package ipc.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A kernel setting that limits a call: a file under {@code /proc/sys} ({@code proc(5)}). Every query reads it again, because an
 * administrator may change it.
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

    /** Its current value, with single spaces between several numbers; {@code unknown} if it cannot be read. */
    String value() {
        try {
            // readString does not work here: these files report length 0, so it first reads a single byte, and the next read is
            // empty.
            return String.join("", Files.readAllLines(file)).strip().replaceAll("\\s+", " ");
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /**
     * Its value as a number, or the largest number if the kernel has no such limit. Creating an object then reports the reason.
     */
    int number() {
        String value = value();
        return value.equals(UNKNOWN) ? Integer.MAX_VALUE : Integer.parseInt(value);
    }

    /** Whether it allows nothing at all. */
    boolean isZero() {
        return value().equals("0");
    }

    /** Name and value, for messages. */
    @Override
    public String toString() {
        return name + " = " + value();
    }
}
