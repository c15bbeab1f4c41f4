package ipc.wait;

import java.util.Optional;

/** What the waits say that reach the word by another way than Chronicle Bytes, to be compared with it. */
final class SequenceWordOnly {
    private SequenceWordOnly() {
    }

    /** A payload would go through Chronicle Bytes, whatever the word does, and hide in part what is compared. */
    static Optional<String> unsupportedSize(String name, int sizeBytes) {
        return sizeBytes == Long.BYTES ? Optional.empty()
                : Optional.of("size " + sizeBytes + ": " + name + " is there to compare ways to reach the sequence word, and a"
                        + " payload would go through Chronicle Bytes; 8, which is the word alone, is right");
    }
}
