package ipc.wait;

import java.util.Optional;

/** Limits the waits that reach the word without Chronicle Bytes to 8-byte messages. */
final class SequenceWordOnly {
    private SequenceWordOnly() {
    }

    /**
     * The reason why a message of this size is unsupported. A payload would go through Chronicle Bytes and hide part of the
     * difference.
     */
    static Optional<String> unsupportedSize(String name, int sizeBytes) {
        return sizeBytes == Long.BYTES ? Optional.empty()
                : Optional.of("size " + sizeBytes + ": " + name + " compares only how the sequence word is reached;"
                        + " use size 8, which has no payload");
    }
}
