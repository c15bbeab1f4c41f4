package ipc.peer;

import java.util.BitSet;
import java.util.OptionalInt;
import net.openhft.affinity.Affinity;

/** Keeps the calling thread on one CPU, by Chronicle's affinity library. */
public final class Pinning {
    private Pinning() {
    }

    /**
     * Pins the calling thread. Threads it starts afterwards inherit that; so start them before.
     *
     * @param cpu the CPU's number; empty changes nothing
     * @throws IllegalStateException if the thread is not on that CPU alone afterwards
     */
    public static void pin(OptionalInt cpu) {
        if (cpu.isEmpty()) {
            return;
        }
        BitSet wanted = new BitSet();
        wanted.set(cpu.getAsInt());
        Affinity.setAffinity(wanted);
        // Where the library finds no implementation it pins nothing and says nothing.
        BitSet actual = Affinity.getAffinity();
        if (!wanted.equals(actual)) {
            throw new IllegalStateException("cannot pin a thread to CPU " + cpu.getAsInt() + ": it may run on " + actual);
        }
    }
}
