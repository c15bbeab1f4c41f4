package ipc.osstats;

import java.util.List;

/** Purpose of a JVM thread, found by the name that HotSpot gives it. The kernel keeps the first 15 characters. */
enum ThreadKind {
    /** The C1 and C2 compilers. */
    COMPILER("C1 CompilerThre", "C2 CompilerThre"),
    /** Safepoint operations, the serial collector, and the threads of the other collectors. */
    VM("VM Thread", "GC Thread", "G1 ", "ZDriver", "ZDirector", "ZWorker", "XDriver", "XDirector", "XWorker", "Shenandoah"),
    /** All others except the measuring thread. */
    OTHER;

    private final List<String> beginnings;

    ThreadKind(String... beginnings) {
        this.beginnings = List.of(beginnings);
    }

    /** @param name name of the thread, from {@code comm} */
    static ThreadKind of(String name) {
        for (ThreadKind kind : values()) {
            if (kind.beginnings.stream().anyMatch(name::startsWith)) {
                return kind;
            }
        }
        return OTHER;
    }
}
