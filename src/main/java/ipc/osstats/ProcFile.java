package ipc.osstats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of {@code /proc} that is opened once and read repeatedly; the kernel generates its content anew for each read. Reading
 * allocates nothing, so it is possible between two measured operations. So it does not use {@code ipc.proc}. Used by one
 * thread at a time.
 */
final class ProcFile implements AutoCloseable {
    private final FileChannel channel;
    private final ByteBuffer buffer;

    /**
     * @param capacityBytes bytes to read; the rest of the file is ignored
     * @throws IOException if it cannot be opened: the thread has ended, or this kernel has no such file
     */
    ProcFile(Path path, int capacityBytes) throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.READ);
        // A direct buffer, because a channel copies any other one through a temporary buffer.
        buffer = ByteBuffer.allocateDirect(capacityBytes);
    }

    private ProcFile() {
        channel = null;
        buffer = ByteBuffer.allocate(0);
    }

    /** Opens a file that may be unavailable. If it cannot be opened, {@link #read} returns false and there are no numbers. */
    static ProcFile ifThere(Path path, int capacityBytes) {
        try {
            return new ProcFile(path, capacityBytes);
        } catch (IOException e) {
            return new ProcFile();
        }
    }

    /** Reads the file again. Returns false, and keeps the last content, if the file is unavailable. */
    boolean read() {
        if (channel == null) {
            return false;
        }
        int limit = buffer.limit();
        buffer.clear();
        try {
            if (channel.read(buffer, 0) > 0) {
                buffer.flip();
                return true;
            }
        } catch (IOException e) {
            // ESRCH: the thread has ended.
        }
        buffer.limit(limit);
        return false;
    }

    /**
     * Parses a number among words that are separated by spaces or line breaks.
     *
     * @param from  position to start from, such as a result of {@link #after}
     * @param index 0 for the first word
     * @return the number; -1 if that word is missing or is no number
     */
    long number(int from, int index) {
        int position = from;
        for (int skipped = 0; skipped < index; skipped++) {
            position = endOfWord(skipBlanks(position));
        }
        position = skipBlanks(position);
        int end = endOfWord(position);
        if (position == end || position < 0) {
            return -1;
        }
        long value = 0;
        for (; position < end; position++) {
            int digit = buffer.get(position) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value;
    }

    /** The position right after the first occurrence of an ASCII text; the end if there is none. */
    int after(String text) {
        int last = buffer.limit() - text.length();
        for (int start = 0; start <= last; start++) {
            int matched = 0;
            while (matched < text.length() && buffer.get(start + matched) == text.charAt(matched)) {
                matched++;
            }
            if (matched == text.length()) {
                return start + matched;
            }
        }
        return buffer.limit();
    }

    /** The position right after the last occurrence of a character; 0 if there is none. */
    int afterLast(char character) {
        int position = buffer.limit();
        while (position > 0 && buffer.get(position - 1) != character) {
            position--;
        }
        return position;
    }

    private int skipBlanks(int from) {
        int position = from;
        while (position < buffer.limit() && buffer.get(position) <= ' ') {
            position++;
        }
        return position;
    }

    private int endOfWord(int from) {
        int position = from;
        while (position < buffer.limit() && buffer.get(position) > ' ') {
            position++;
        }
        return position;
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The file was opened for reading only, so no data can be lost.
        }
    }
}
