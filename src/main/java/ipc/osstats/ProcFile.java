package ipc.osstats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of {@code /proc}, opened once and read again and again from its start, as the kernel writes it anew for each read.
 * Reading allocates nothing, so that it can be done between two measured operations. Used by one thread at a time.
 */
final class ProcFile implements AutoCloseable {
    private final FileChannel channel;
    private final ByteBuffer buffer;

    /**
     * @param capacityBytes how much of it is of interest; what lies beyond is not seen
     * @throws IOException if it cannot be opened: the thread has ended, or this kernel has no such file
     */
    ProcFile(Path path, int capacityBytes) throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.READ);
        // Direct: a channel copies any other through a buffer of its own.
        buffer = ByteBuffer.allocateDirect(capacityBytes);
    }

    private ProcFile() {
        channel = null;
        buffer = ByteBuffer.allocate(0);
    }

    /** A file that not every kernel has, or shows: where it cannot be opened, reading it is false and it holds no number. */
    static ProcFile ifThere(Path path, int capacityBytes) {
        try {
            return new ProcFile(path, capacityBytes);
        } catch (IOException e) {
            return new ProcFile();
        }
    }

    /** Reads it anew; false if it is gone or never was, and then the last content stays. */
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
     * The number at a place among the words, separated by spaces or line breaks.
     *
     * @param from  where to begin, from {@link #after}
     * @param index 0 for the first word
     * @return -1 if there is none
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

    /** The position right after the first occurrence of an ASCII text; beyond the end if there is none. */
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
            // Opened for reading only: nothing can be lost.
        }
    }
}
