package ipc;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains failures that the JVM reports in technical terms: an error that stands for {@code SIGBUS}, a limit, or a crash. */
public final class FailureMessage {
    private static final String MEMORY_GONE = "memory that was mapped is gone (SIGBUS): the file behind it was truncated, or its disk"
            + " or /dev/shm is full";
    /** The C library's last message before it aborts: the kernel could not read the word of a condition variable or mutex. */
    private static final String FUTEX_FAILED = "The futex facility returned an unexpected error code";
    private static final String FUTEX_GONE = "memory that was mapped is gone under the C library's futex: the file behind it was"
            + " truncated, or the kernel refused the call for an unknown reason";
    /** The first line of the JVM's crash report, on standard output. */
    private static final Pattern CRASH = Pattern.compile("#\\s+(SIG\\w+) \\(0x\\w+\\) at pc=\\w+.*");
    private static final String NO_THREAD = "no further thread can be started; `ulimit -u` says how many this user may have,"
            + " pids.max how many this control group may";
    /** A JVM's words if it cannot start one of its own threads. */
    private static final String NO_THREAD_AT_START = "Cannot create VM thread";
    /** A process that a signal ended has this exit code plus the signal's number. */
    private static final int SIGNAL_BASE = 128;
    private static final Pattern FIRST_LINK_ERROR = Pattern
            .compile("Exception java\\.lang\\.UnsatisfiedLinkError: (.*?)(?: \\[in thread .*)?", Pattern.DOTALL);
    private static final String NO_SPACE = "No space left on device";
    private static final String TOO_LARGE = "File too large";
    private static final String NOT_INITIALISED = "Error occurred during initialization of VM";
    private static final String NOT_CREATED = "Error: Could not create the Java Virtual Machine";
    private static final Pattern NO_MEMORY = Pattern.compile(".*java\\.lang\\.OutOfMemoryError(?:: (.*)| thrown from .*)?");
    private static final String OUT_OF_MEMORY = "There is insufficient memory for the Java Runtime Environment to continue";

    private FailureMessage() {
    }

    /**
     * Explains a failure in one line. Without an explanation it returns the failure's own message, which may have several lines.
     */
    public static String of(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof InternalError && message.contains("unsafe memory access")) {
            return MEMORY_GONE;
        }
        if (failure instanceof OutOfMemoryError) {
            return outOfMemory(message);
        }
        if (failure instanceof UnsatisfiedLinkError && message.contains("temporary file")) {
            return "a native library cannot be unpacked in " + System.getProperty("jna.tmpdir", "the temporary directory") + " ("
                    + message + "); " + remedy(message);
        }
        if (failure instanceof UnsatisfiedLinkError && message.contains("failed to map segment")) {
            return "a native library cannot be used where it was unpacked, as on a file system mounted noexec (" + message
                    + "); name another directory by TMPDIR";
        }
        if (failure instanceof NoClassDefFoundError && failure.getCause() != null) {
            // The class was tried before. The JVM kept the words of that failure.
            Matcher first = FIRST_LINK_ERROR.matcher(String.valueOf(failure.getCause().getMessage()));
            if (first.matches()) {
                return of(new UnsatisfiedLinkError(first.group(1)));
            }
        }
        return failure instanceof Error || failure.getMessage() == null ? failure.toString() : message;
    }

    private static String remedy(String message) {
        if (message.contains(TOO_LARGE)) {
            return "`ulimit -f` limits the size of files";
        }
        return (message.contains(NO_SPACE) ? "`df` and `df -i` show what is left there; " : "")
                + "name another directory by TMPDIR";
    }

    /** Whether the explanation says all: a stack trace would add nothing. */
    public static boolean explains(Throwable failure) {
        return failure instanceof Error && !of(failure).equals(failure.toString()) || failure instanceof BadInputException;
    }

    /**
     * Explains in one line that this process, the command line's own, has no memory left. Options of a fork do not apply to it.
     */
    public static String ofThisProcess(OutOfMemoryError failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("native thread") ? outOfMemory(message)
                : "this process has no memory left (" + message + "); JDK_JAVA_OPTIONS=-Xmx1g gives it more";
    }

    private static Optional<String> outOfMemoryIn(String line) {
        if (line.startsWith(NO_THREAD_AT_START)) {
            return Optional.of(NO_THREAD);
        }
        Matcher said = NO_MEMORY.matcher(line);
        // A JVM without enough memory to name the kind has a full heap.
        return said.matches()
                ? Optional.of(outOfMemory(said.group(1) == null ? "Java heap space" : said.group(1)))
                : Optional.empty();
    }

    private static String outOfMemory(String message) {
        if (message.contains("native thread")) {
            return NO_THREAD;
        }
        if (message.contains("heap") || message.contains("GC overhead")) {
            return "the JVM's heap is full (" + message + "); -jvmArgsAppend -Xmx1g gives it more";
        }
        return "out of memory: " + message;
    }

    /** An exit code, and the signal behind it, such as {@code exit code 137, signal 9}. */
    public static String ofExit(int code) {
        return "exit code " + code + (code > SIGNAL_BASE ? ", signal " + (code - SIGNAL_BASE) : "");
    }

    /** Explains why a JVM ended, from its output; empty if the output does not tell. */
    public static Optional<String> crash(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(NOT_INITIALISED) && i + 1 < lines.size()) {
                String reason = lines.get(i + 1);
                return Optional.of("did not start: " + outOfMemoryIn(reason).orElse(reason));
            }
            if (lines.get(i).startsWith(NOT_CREATED) && i > 0) {
                return Optional.of("did not start: " + lines.get(i - 1));
            }
            Optional<String> crash = crash(lines.get(i));
            if (crash.isPresent()) {
                return crash;
            }
        }
        return lines.stream().map(FailureMessage::outOfMemoryIn).flatMap(Optional::stream).findFirst()
                .map(words -> "failed: " + words);
    }

    /** Explains a JVM's crash, from one line of its output; empty if the line reports none. */
    public static Optional<String> crash(String line) {
        Matcher crash = CRASH.matcher(line);
        if (crash.matches()) {
            return Optional.of(crash.group(1).equals("SIGBUS") ? "crashed: " + MEMORY_GONE : "crashed: " + crash.group(1));
        }
        if (line.contains(FUTEX_FAILED)) {
            return Optional.of("crashed: " + FUTEX_GONE);
        }
        return line.contains(OUT_OF_MEMORY) ? Optional.of("crashed: the system gave it no more memory; `free`, `ulimit -v` and"
                + " memory.max of the control group say how much there is") : Optional.empty();
    }
}
