package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Real-time signals ({@code signal(7)}) that nobody else in this process uses: not the JVM, which uses none of them but the
 * last but two, by which it interrupts blocked I/O, and not a profiler in it.
 *
 * <p>A signal given out has a handler that does nothing, so that a stray one does not end the process, and none of
 * {@code SA_RESTART}, so that it ends a blocking call with {@code EINTR}. A handler may call few functions and is called at any
 * moment, so it must not be Java: it is the C library's own {@code ffs}, which takes an {@code int}, changes nothing and is on
 * {@code signal-safety(7)}'s list.
 */
final class RealTimeSignals {
    private static final String HANDLER = "ffs";
    /** {@code SIGRTMAX - 2} is its own, which it installs as it first needs it. */
    private static final int RESERVED_BY_JVM = 2;
    private static final int SIG_BLOCK = 0;
    private static final int SIG_UNBLOCK = 1;
    /** {@code sigset_t}. */
    private static final int MASK_BYTES = 128;
    /** glibc's {@code struct sigaction}, which begins with the handler. */
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
     * One that is in use nowhere else in this process.
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

    /** Gives one back. Its handler stays: a late signal must not end the process. */
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

    /** A {@code sigset_t} with one signal in it. */
    static Memory setOf(int signal) {
        Memory set = new Memory(MASK_BYTES);
        sigemptyset(set);
        sigaddset(set, signal);
        return set;
    }

    /** Whether a signal interrupts the calling thread, or stays pending until it is waited for. */
    static void interrupts(int signal, boolean interrupts) {
        try (Memory set = setOf(signal)) {
            PosixException.check("pthread_sigmask(" + (interrupts ? "SIG_UNBLOCK" : "SIG_BLOCK") + ", " + signal + ")",
                    pthread_sigmask(interrupts ? SIG_UNBLOCK : SIG_BLOCK, set, null));
        }
    }

    /** The calling thread as the kernel numbers it. */
    static int threadId() {
        return syscall(Abi.CURRENT.sysGettid());
    }
}
