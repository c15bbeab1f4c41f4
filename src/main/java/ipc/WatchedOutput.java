package ipc;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** A stream that remembers its first failure, because a {@link java.io.PrintStream} on top of it swallows all of them. */
public final class WatchedOutput extends FilterOutputStream {
    /** A reader that closes early, such as {@code head}, has all that it wants. */
    private static final String READER_GONE = "Broken pipe";

    private IOException first;

    /** @param out receives the bytes */
    public WatchedOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int each) throws IOException {
        write(new byte[] {(byte) each}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    private synchronized IOException remembered(IOException e) {
        first = first == null ? e : first;
        return e;
    }

    /** The first failure in words; empty if there was none, or if a reader closed early. */
    public synchronized Optional<String> failure() {
        return Optional.ofNullable(first).filter(e -> !READER_GONE.equals(e.getMessage())).map(FileFailure::inWords);
    }
}
