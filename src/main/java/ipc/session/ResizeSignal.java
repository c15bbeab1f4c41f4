package ipc.session;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * {@code SIGWINCH}, which the kernel sends when a terminal was resized. It costs nothing until it comes, where asking for the
 * size now and then would wake a thread on a measured CPU.
 *
 * <p>By reflection, since javac warns of {@code sun.misc.Signal} and cannot be told not to. It belongs to module {@code
 * jdk.unsupported}. Without that module the view adapts a little later, with the next iteration.
 */
final class ResizeSignal {
    private static final String NAME = "WINCH";

    private ResizeSignal() {
    }

    /** From now on, for as long as the process lives. */
    static void listen(Runnable resized) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handler);
            handle.invoke(null, signal.getConstructor(String.class).newInstance(NAME),
                    Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        resized.run();
                        return null;
                    }));
        } catch (ReflectiveOperationException e) {
            // Signals are somebody else's (-Xrs), or the runtime lacks the module.
        }
    }
}
