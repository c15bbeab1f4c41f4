package ipc.fleet;

import ipc.BadInputException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails when it exceeds a limit. */
final class LimitedInputStream extends FilterInputStream {
    private final long mostBytes;
    private long bytes;

    LimitedInputStream(long mostBytes, InputStream in) {
        super(new BufferedInputStream(in));
        this.mostBytes = mostBytes;
    }

    /** @throws BadInputException if the stream exceeds the limit */
    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    /** @throws BadInputException if the stream exceeds the limit */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int read) {
        bytes += read;
        if (bytes > mostBytes) {
            throw new BadInputException("it is too large (more than " + mostBytes + " bytes)");
        }
    }
}
