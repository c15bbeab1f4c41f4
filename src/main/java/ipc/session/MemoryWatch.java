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
    private volatile OutOfMemoryError failure;

    /** Watches until it is closed; one at a time. */
    MemoryWatch() {
        Thread.setDefaultUncaughtExceptionHandler(this);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (thrown instanceof OutOfMemoryError noMemory) {
            failure = noMemory;
        } else {
            // As the JVM does, if nobody says otherwise.
            System.err.print("Exception in thread \"" + thread.getName() + "\" ");
            thrown.printStackTrace();
        }
    }

    /** The same, but watched: JMH calls it by reflection, and says no more than that the link to the fork has failed. */
    OutputFormat watched(OutputFormat output) {
        return (OutputFormat) Proxy.newProxyInstance(MemoryWatch.class.getClassLoader(), new Class<?>[] {OutputFormat.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(output, arguments);
                    } catch (InvocationTargetException e) {
                        if (e.getCause() instanceof OutOfMemoryError noMemory) {
                            failure = noMemory;
                        }
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
