package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.Optional;

/** Size of a terminal in characters: {@code ioctl_tty(2)}, TIOCGWINSZ. It may change at any time. */
public final class TerminalSize {
    /** The generic number of this ioctl, valid on x86-64, AArch64 and 32-bit ARM. */
    private static final long TIOCGWINSZ = 0x5413;
    /** Size of {@code struct winsize}: rows, columns, and two unused fields, 16 bits each. */
    private static final int WINSIZE_BYTES = 8;
    private static final int COLUMNS = 2;

    static {
        Native.register(TerminalSize.class, Platform.C_LIBRARY_NAME);
    }

    private final int columns;
    private final int rows;

    private TerminalSize(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
    }

    private static native int ioctl(int fd, WordArgument request, Pointer size);

    /**
     * The size of the terminal behind a file descriptor.
     *
     * @return empty if there is none, or if its size is unknown, as on a serial line
     */
    public static Optional<TerminalSize> of(int fd) {
        try (Memory size = new Memory(WINSIZE_BYTES)) {
            size.clear();
            if (ioctl(fd, new WordArgument().of(TIOCGWINSZ), size) != 0) {
                return Optional.empty();
            }
            TerminalSize found = new TerminalSize(Short.toUnsignedInt(size.getShort(COLUMNS)),
                    Short.toUnsignedInt(size.getShort(0)));
            return found.columns > 0 && found.rows > 0 ? Optional.of(found) : Optional.empty();
        }
    }

    /** Number of columns. */
    public int columns() {
        return columns;
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }
}
