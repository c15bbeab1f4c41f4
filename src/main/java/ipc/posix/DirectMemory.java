package ipc.posix;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory at an address as a direct {@link ByteBuffer}, the kind that {@code FileChannel.map} returns. JDKs before 22 have no
 * public way to create one.
 */
public final class DirectMemory {
    private DirectMemory() {
    }

    /** A direct buffer in native byte order. The memory must stay mapped while the buffer is in use. */
    public static ByteBuffer buffer(long address, long lengthBytes) {
        return new Pointer(address).getByteBuffer(0, lengthBytes).order(ByteOrder.nativeOrder());
    }
}
