package ipc.posix;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory at an address as the JDK's own {@link ByteBuffer}, of the kind that a mapped file is seen through. No JDK before 22
 * makes one from an address.
 */
public final class DirectMemory {
    private DirectMemory() {
    }

    /** A direct buffer over memory that stays mapped as long as the buffer is used, in the processor's byte order. */
    public static ByteBuffer buffer(long address, long lengthBytes) {
        return new Pointer(address).getByteBuffer(0, lengthBytes).order(ByteOrder.nativeOrder());
    }
}
