package ipc.session;

import ipc.FailureMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.openjdk.jmh.runner.format.OutputFormat;

/**
 * Whether this very process, and not the fork, lacks memory. JMH hears of its fork by threads of its own; where one of them ends for
 * want of memory, JMH says of the fork that it failed.
 */
final class MemoryWatch implements AutoCloseable, Thread.UncaughtExceptionHandler {
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    /** For errors that follow from a full heap and do not carry its own; made while there is memory. */
    private final OutOfMemoryError followed = new OutOfMemoryError("Java heap space");
    private volatile OutOfMemoryError failure;

    /** Watches until it is closed; one at a time. */
    MemoryWatch() {
        Thread.setDefaultUncaughtExceptionHandler(this);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (!isForWantOfMemory(thrown)) {
            try {
                // As the JVM does, if nobody says otherwise.
                System.err.print("Exception in thread \"" + thread.getName() + "\" ");
                thrown.printStackTrace();
            } catch (OutOfMemoryError | LinkageError e) {
                // With a full heap not even the classes that print a stack trace can be loaded.
                failure = followed;
            }
        }
    }

    /** Whether it is, or follows from, a full heap, which is then kept as the reason. The JDK wraps some in an InternalError. */
    private boolean isForWantOfMemory(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof OutOfMemoryError noMemory) {
                failure = noMemory;
                return true;
            }
            if (each instanceof InternalError && String.valueOf(each.getMessage()).contains("OutOfMemoryError")) {
                failure = followed;
                return true;
            }
        }
        return false;
    }

    /** The same, but watched: JMH calls it by reflection, and says no more than that the link to the fork has failed. */
    OutputFormat watched(OutputFormat output) {
        return (OutputFormat) Proxy.newProxyInstance(MemoryWatch.class.getClassLoader(), new Class<?>[] {OutputFormat.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(output, arguments);
                    } catch (InvocationTargetException e) {
                        isForWantOfMemory(e.getCause());
                        throw e.getCause();
                    }
                });
    }

    /** It did, and how it gets more; empty if none did. */
    Optional<String> reason() {
        return Optional.ofNullable(failure).map(FailureMessage::ofThisProcess);
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}
