package ipc.posix;

import ipc.proc.SystemFiles;

/**
 * A kernel setting that limits a call: a file under {@code /proc/sys} ({@code proc(5)}). Every query reads it again, because an
 * administrator may change it.
 */
final class KernelLimit {
    private static final String UNKNOWN = "unknown";

    private final String name;
    private final String file;

    private KernelLimit(String name) {
        this.name = name;
        this.file = "proc/sys/" + name.replace('.', '/');
    }

    /** @param name as {@code sysctl(8)} writes it, such as {@code kernel.shmmni} */
    static KernelLimit of(String name) {
        return new KernelLimit(name);
    }

    /** Its current value, with single spaces between several numbers; {@code unknown} if it cannot be read. */
    String value() {
        return SystemFiles.OF_THIS_MACHINE.read(file).map(value -> value.replaceAll("\\s+", " ")).orElse(UNKNOWN);
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
