package ipc.osstats;

import java.util.List;

/** What a thread of a JVM is for, by the name HotSpot gives it; the kernel keeps its first 15 characters. */
enum ThreadKind {
    /** C1 and C2. */
    COMPILER("C1 CompilerThre", "C2 CompilerThre"),
    /** Safepoint operations, the serial collector, and the threads of the other collectors. */
    VM("VM Thread", "GC Thread", "G1 ", "ZDriver", "ZDirector", "ZWorker", "XDriver", "XDirector", "XWorker", "Shenandoah"),
    /** All others but the measuring one. */
    OTHER;

    private final List<String> beginnings;

    ThreadKind(String... beginnings) {
        this.beginnings = List.of(beginnings);
    }

    /** @param name the thread's, from {@code comm} */
    static ThreadKind of(String name) {
        for (ThreadKind kind : values()) {
            if (kind.beginnings.stream().anyMatch(name::startsWith)) {
                return kind;
            }
        }
        return OTHER;
    }
}
