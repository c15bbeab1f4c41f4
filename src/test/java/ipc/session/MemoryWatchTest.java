package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class MemoryWatchTest {
    @Test
    void aThreadThatEndsForWantOfMemoryIsTheReason() throws InterruptedException {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        try (MemoryWatch watch = new MemoryWatch()) {
            run(() -> {
                throw new IllegalStateException("one that the tests' output is to show");
            });
            assertThat(watch.reason()).isEmpty();
            run(() -> {
                throw new OutOfMemoryError("Java heap space");
            });
            assertThat(watch.reason())
                    .contains("this process has no memory left (Java heap space); JDK_JAVA_OPTIONS=-Xmx1g gives it more");
        }
        assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
    }

    @Test
    void anErrorThatFollowsFromAFullHeapIsTheReasonToo() throws InterruptedException {
        for (Error error : List.of(new InternalError("java.lang.OutOfMemoryError: Java heap space"),
                new BootstrapMethodError(new OutOfMemoryError("Java heap space")), new CannotPrint())) {
            try (MemoryWatch watch = new MemoryWatch()) {
                run(() -> {
                    throw error;
                });
                assertThat(watch.reason()).as(error.getClass().getName()).isPresent();
            }
        }
    }

    /** As an error is whose classes no longer fit into the heap. */
    private static final class CannotPrint extends Error {
        private static final long serialVersionUID = 1;

        @Override
        public void printStackTrace() {
            throw new NoClassDefFoundError("java/lang/Throwable$WrappedPrintStream");
        }
    }

    @Test
    void whatJmhCallsByReflectionIsWatchedToo() {
        OutputFormat jmh = OutputFormatFactory.createFormatInstance(new PrintStream(new OutputStream() {
            @Override
            public void write(int b) {
                if (b == 'x') {
                    throw new OutOfMemoryError("Java heap space");
                }
                throw new IllegalStateException("full");
            }
        }), VerboseMode.NORMAL);
        try (MemoryWatch watch = new MemoryWatch()) {
            OutputFormat watched = watch.watched(jmh);
            assertThatThrownBy(() -> watched.write('y')).isInstanceOf(IllegalStateException.class).hasMessage("full");
            assertThat(watch.reason()).isEmpty();
            assertThatThrownBy(() -> watched.write('x')).isInstanceOf(OutOfMemoryError.class);
            assertThat(watch.reason()).isPresent();
        }
    }

    private static void run(Runnable work) throws InterruptedException {
        Thread thread = new Thread(work);
        thread.start();
        thread.join();
    }
}
