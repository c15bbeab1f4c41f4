package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Uses the messages of JDK 17 and 25. */
class FailureMessageTest {
    @Test
    void indirectErrorsNameTheirCause() {
        assertThat(
                FailureMessage.of(new InternalError("a fault occurred in a recent unsafe memory access operation in compiled Java"
                        + " code")))
                .startsWith("memory that was mapped is gone (SIGBUS)");
        assertThat(FailureMessage.of(new OutOfMemoryError("Java heap space")))
                .startsWith("the JVM's heap is full (Java heap space)");
        assertThat(FailureMessage
                .of(new OutOfMemoryError("unable to create native thread: possibly out of memory or process/resource"
                        + " limits reached")))
                .startsWith("no further thread can be started; `ulimit -u`");
        assertThat(
                FailureMessage.of(new UnsatisfiedLinkError("Failed to create temporary file for /lib.so library: No space left on"
                        + " device")))
                .contains("No space left on device").endsWith("name another directory by TMPDIR");
    }

    @Test
    void aFullHeapOfThisProcessNamesAnotherOption() {
        assertThat(FailureMessage.ofThisProcess(new OutOfMemoryError("Java heap space")))
                .isEqualTo("this process has no memory left (Java heap space); JDK_JAVA_OPTIONS=-Xmx1g gives it more");
        assertThat(FailureMessage.ofThisProcess(new OutOfMemoryError("unable to create native thread: possibly out of memory")))
                .startsWith("no further thread can be started; `ulimit -u`");
    }

    @Test
    void aLibraryThatCannotBeUnpackedNamesTheLimit() {
        String words = "Failed to create temporary file for /x.so library: ";
        assertThat(FailureMessage.of(new UnsatisfiedLinkError(words + "No space left on device")))
                .startsWith("a native library cannot be unpacked in ").contains("`df` and `df -i` show what is left there");
        Error again = new NoClassDefFoundError("Could not initialize class com.sun.jna.Native");
        again.initCause(new ExceptionInInitializerError(
                "Exception java.lang.UnsatisfiedLinkError: " + words + "File too large [in thread \"main\"]"));
        assertThat(FailureMessage.of(again)).startsWith("a native library cannot be unpacked in ")
                .contains("(" + words + "File too large)").endsWith("`ulimit -f` limits the size of files");
        assertThat(FailureMessage.explains(again)).isTrue();
        assertThat(FailureMessage.explains(new BadInputException("x"))).isTrue();
        assertThat(FailureMessage.explains(new VerifyError("x"))).isFalse();
        assertThat(FailureMessage.explains(new IllegalStateException("x"))).isFalse();
    }

    @Test
    void otherErrorsKeepTheirMessage() {
        assertThat(FailureMessage.of(new IllegalStateException("expected message 1, received 2")))
                .isEqualTo("expected message 1, received 2");
        assertThat(FailureMessage.of(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
        assertThat(FailureMessage.of(new VerifyError("x"))).isEqualTo("java.lang.VerifyError: x");
    }

    @Test
    void theLastWordsOfAJvmAreFound() {
        assertThat(FailureMessage.crash(List.of("#", "# A fatal error has been detected by the Java Runtime Environment:", "#",
                "#  SIGBUS (0x7) at pc=0x00007f1a7c0d2a5b, pid=17, tid=18", "#")))
                .hasValueSatisfying(words -> assertThat(words).startsWith("crashed: memory that was mapped is gone (SIGBUS)"));
        assertThat(FailureMessage.crash(List.of("#  SIGSEGV (0xb) at pc=0x0000000000000000, pid=17, tid=18")))
                .contains("crashed: SIGSEGV");
        assertThat(FailureMessage.crash(List.of("Error occurred during initialization of VM", "Too small maximum heap")))
                .contains("did not start: Too small maximum heap");
        assertThat(
                FailureMessage.crash(List.of("Unrecognized VM option 'X'", "Error: Could not create the Java Virtual Machine.")))
                .contains("did not start: Unrecognized VM option 'X'");
        assertThat(FailureMessage.crash(List.of("Error occurred during initialization of VM",
                "java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached.")))
                .hasValueSatisfying(words -> assertThat(words).startsWith("did not start: no further thread can be started"));
        assertThat(FailureMessage.crash(List.of("Error occurred during initialization of VM",
                "Cannot create VM thread. Out of system resources.")))
                .hasValueSatisfying(words -> assertThat(words).startsWith("did not start: no further thread can be started"));
        assertThat(FailureMessage.crash(List.of("The futex facility returned an unexpected error code.", "")))
                .hasValueSatisfying(words -> assertThat(words).startsWith("crashed: memory that was mapped is gone under the C"));
        assertThat(FailureMessage.crash(List.of("# There is insufficient memory for the Java Runtime Environment to continue.")))
                .hasValueSatisfying(words -> assertThat(words).startsWith("crashed: the system gave it no more memory"));
        assertThat(FailureMessage.crash(List.of("Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space")))
                .hasValueSatisfying(words -> assertThat(words).startsWith("failed: the JVM's heap is full"));
        assertThat(FailureMessage.crash(List.of("java.lang.OutOfMemoryError: Metaspace")))
                .contains("failed: out of memory: Metaspace");
        assertThat(FailureMessage.crash(List.of("Caused by: java.lang.OutOfMemoryError: Cannot reserve 8 bytes of direct buffer"
                + " memory"))).contains("failed: out of memory: Cannot reserve 8 bytes of direct buffer memory");
        assertThat(
                FailureMessage.crash(List.of("Exception: java.lang.OutOfMemoryError thrown from the UncaughtExceptionHandler")))
                .hasValueSatisfying(words -> assertThat(words).startsWith("failed: the JVM's heap is full"));
        assertThat(FailureMessage.crash(List.of("[0.1s][info][gc] Using Serial", "all is well", ""))).isEmpty();
    }
}
