package ipc.session;

import ipc.BadInputException;
import ipc.cleanup.PrivateDirectory;
import ipc.posix.TerminalSize;
import java.util.Optional;

/** The width of the user's terminal, for commands that print text. */
public final class TerminalColumns {
    private static final int STANDARD_OUTPUT = 1;

    private TerminalColumns() {
    }

    /** The width of the terminal behind standard output; empty if there is none. */
    public static Optional<Integer> ofStandardOutput() {
        PrivateDirectory.get();
        try {
            return TerminalSize.of(STANDARD_OUTPUT).map(TerminalSize::columns);
        } catch (LinkageError | BadInputException e) {
            // JNA cannot load its library here. Help must not fail for that.
            return Optional.empty();
        }
    }
}
