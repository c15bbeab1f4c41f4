package ipc.osstats;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The explanation of long operations by OS statistics, for one iteration or several merged ones. Not thread-safe. Adding to it
 * allocates nothing.
 */
public final class Tail implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int QUANTITIES = Quantity.values().length;

    private final long[] values = new long[QUANTITIES];

    /** The value of a quantity: nanoseconds for times, else a count. */
    public long get(Quantity quantity) {
        return values[quantity.ordinal()];
    }

    void set(Quantity quantity, long value) {
        values[quantity.ordinal()] = value;
    }

    void add(Quantity quantity, long value) {
        values[quantity.ordinal()] += value;
    }

    void clear() {
        Arrays.fill(values, 0);
    }

    Tail copy() {
        Tail copy = new Tail();
        System.arraycopy(values, 0, copy.values, 0, QUANTITIES);
        return copy;
    }

    /** The merged values of this and another tail. */
    public Tail plus(Tail other) {
        Tail sum = new Tail();
        for (Quantity quantity : Quantity.values()) {
            sum.set(quantity, quantity.merge(get(quantity), other.get(quantity)));
        }
        return sum;
    }
}
