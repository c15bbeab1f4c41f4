package ipc.fleet;

import ipc.BadInputException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file that is read only as far as anything is that belongs there. */
final class LimitedInputStream extends FilterInputStream {
    private final long mostBytes;
    private long bytes;

    LimitedInputStream(long mostBytes, InputStream in) {
        super(new BufferedInputStream(in));
        this.mostBytes = mostBytes;
    }

    /** @throws BadInputException if there is more */
    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    /** @throws BadInputException if there is more */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int read) {
        bytes += read;
        if (bytes > mostBytes) {
            throw new BadInputException("it is larger than anything that belongs there (more than " + mostBytes + " bytes)");
        }
    }
}
