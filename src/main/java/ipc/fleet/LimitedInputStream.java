package ipc.fleet;

import ipc.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.io.input.BoundedInputStream;

/** A stream that fails when it exceeds a limit. */
final class LimitedInputStream {
    private LimitedInputStream() {
    }

    /** The same bytes; reading throws a {@link BadInputException} if there are more than {@code mostBytes}. */
    static InputStream of(long mostBytes, InputStream in) throws IOException {
        return BoundedInputStream.builder().setInputStream(in).setMaxCount(mostBytes + 1)
                .setOnMaxCount((most, bytes) -> {
                    throw new BadInputException("it is too large (more than " + mostBytes + " bytes)");
                }).get();
    }
}
