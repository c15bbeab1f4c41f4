package ipc.peer;

import java.util.BitSet;
import java.util.OptionalInt;
import net.openhft.affinity.Affinity;

/** Pins the calling thread to one CPU, with Chronicle's affinity library. */
public final class Pinning {
    private Pinning() {
    }

    /**
     * Pins the calling thread. Threads that it starts later inherit the pinning, so start unpinned threads first.
     *
     * @param cpu number of the CPU; empty changes nothing
     * @throws IllegalStateException if the thread is not restricted to that CPU afterwards
     */
    public static void pin(OptionalInt cpu) {
        if (cpu.isEmpty()) {
            return;
        }
        BitSet wanted = new BitSet();
        wanted.set(cpu.getAsInt());
        Affinity.setAffinity(wanted);
        // The library does nothing, without an error, if it has no implementation for this system.
        BitSet actual = Affinity.getAffinity();
        if (!wanted.equals(actual)) {
            throw new IllegalStateException("cannot pin a thread to CPU " + cpu.getAsInt() + ": it may run on " + actual);
        }
    }
}
