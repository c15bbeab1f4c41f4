package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Allocates real-time signals ({@code signal(7)}) that nothing else in this process uses. The JVM uses only the third-last one,
 * to interrupt blocked I/O.
 *
 * <p>An allocated signal has an empty handler, so a stray signal does not end the process. The handler lacks {@code SA_RESTART},
 * so a blocking call returns {@code EINTR}. A handler runs at any moment and may call few functions, so it cannot be Java code.
 * It is the C library's {@code ffs}: it takes an {@code int}, has no side effects, and {@code signal-safety(7)} lists it.
 */
final class RealTimeSignals {
    private static final String HANDLER = "ffs";
    /** The JVM installs a handler for {@code SIGRTMAX - 2} when it first needs one. */
    private static final int RESERVED_BY_JVM = 2;
    private static final int SIG_BLOCK = 0;
    private static final int SIG_UNBLOCK = 1;
    /** Size of {@code sigset_t}. */
    private static final int MASK_BYTES = 128;
    /** Size of glibc's {@code struct sigaction}, which begins with the handler. */
    private static final int ACTION_BYTES = Layout.SIGACTION.bytes();

    private static final NavigableSet<Integer> GIVEN_BACK = new TreeSet<>();
    private static int next;

    static {
        Native.register(RealTimeSignals.class, Platform.C_LIBRARY_NAME);
    }

    private RealTimeSignals() {
    }

    private static native int __libc_current_sigrtmin();

    private static native int __libc_current_sigrtmax();

    private static native int sigaction(int signal, Pointer action, Pointer old);

    private static native int sigemptyset(Pointer set);

    private static native int sigaddset(Pointer set, int signal);

    private static native int pthread_sigmask(int how, Pointer set, Pointer old);

    private static native int syscall(int number);

    /**
     * Allocates a signal that is unused in this process.
     *
     * @throws IllegalStateException if all are in use
     */
    static synchronized int take() {
        if (!GIVEN_BACK.isEmpty()) {
            return GIVEN_BACK.pollFirst();
        }
        next = Math.max(next, __libc_current_sigrtmin());
        for (; next < __libc_current_sigrtmax() - RESERVED_BY_JVM; next++) {
            if (isDefault(next)) {
                install(next);
                return next++;
            }
        }
        throw new IllegalStateException("every real-time signal of this process has a handler already");
    }

    /** Releases a signal. Its handler stays, so that a late signal does not end the process. */
    static synchronized void giveBack(int signal) {
        GIVEN_BACK.add(signal);
    }

    private static boolean isDefault(int signal) {
        try (Memory old = new Memory(ACTION_BYTES)) {
            if (sigaction(signal, null, old) != 0) {
                return false;
            }
            return old.getPointer(0) == null;
        }
    }

    private static void install(int signal) {
        try (Memory action = new Memory(ACTION_BYTES)) {
            action.clear();
            action.setPointer(0, NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction(HANDLER));
            if (sigaction(signal, action, null) != 0) {
                throw new PosixException("sigaction(" + signal + ", " + HANDLER + ")", Errno.last());
            }
        }
    }

    /** A {@code sigset_t} with one signal. */
    static Memory setOf(int signal) {
        Memory set = new Memory(MASK_BYTES);
        sigemptyset(set);
        sigaddset(set, signal);
        return set;
    }

    /** Sets whether a signal interrupts the calling thread, or stays pending until the thread waits for it. */
    static void interrupts(int signal, boolean interrupts) {
        try (Memory set = setOf(signal)) {
            PosixException.check("pthread_sigmask(" + (interrupts ? "SIG_UNBLOCK" : "SIG_BLOCK") + ", " + signal + ")",
                    pthread_sigmask(interrupts ? SIG_UNBLOCK : SIG_BLOCK, set, null));
        }
    }

    /** The kernel's number of the calling thread. */
    static int threadId() {
        return syscall(Abi.CURRENT.sysGettid());
    }
}
