package ipc.fleet;

import ipc.BadInputException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import org.apache.commons.io.input.BoundedInputStream;

/** Streams from hosts. They fail with a {@link BadInputException} if it is the bytes that are wrong. */
final class UntrustedInput {
    private static final int BUFFER_BYTES = 1 << 16;

    private UntrustedInput() {
    }

    /** The same bytes; reading fails if there are more than {@code mostBytes}. */
    static InputStream limited(long mostBytes, InputStream in) throws IOException {
        return BoundedInputStream.builder().setInputStream(in).setMaxCount(mostBytes + 1)
                .setOnMaxCount((most, bytes) -> {
                    throw new BadInputException("it is too large (more than " + mostBytes + " bytes)");
                }).get();
    }

    /** The decoded bytes; line breaks and other foreign characters are skipped. */
    static InputStream base64(InputStream in) {
        // The decoder reads byte by byte.
        return new FilterInputStream(Base64.getMimeDecoder().wrap(new BufferedInputStream(in, BUFFER_BYTES))) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                    return super.read(bytes, offset, length);
                } catch (IOException e) {
                    throw new BadInputException("it is not base64: " + e.getMessage());
                }
            }
        };
    }
}
