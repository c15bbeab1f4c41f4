package ipc.osstats;

import java.io.Serializable;
import java.util.Arrays;

/** What the OS statistics say about the long operations of an iteration, or of several merged. Adding to it allocates nothing. */
public final class Tail implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int QUANTITIES = Quantity.values().length;

    private final long[] values = new long[QUANTITIES];

    /** One of its figures. */
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

    /** This and another together. */
    public Tail plus(Tail other) {
        Tail sum = new Tail();
        for (Quantity quantity : Quantity.values()) {
            sum.set(quantity, quantity.merge(get(quantity), other.get(quantity)));
        }
        return sum;
    }
}
