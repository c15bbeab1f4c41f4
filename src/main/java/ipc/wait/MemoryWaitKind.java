package ipc.wait;

import ipc.region.SharedRegion;
import java.util.List;

/**
 * A wait strategy that needs only memory. Every word has its own control bytes, and neither side has anything to close.
 *
 * @param spec        the catalogue's entry
 * @param preparation prepares the control bytes of a word
 * @param binding     binds one side's strategy to a word
 */
public record MemoryWaitKind(WaitSpec spec, Preparation preparation, Binding binding) implements WaitKind {
    /** Prepares the control bytes. The side that created the region calls it once, before either side binds. */
    @FunctionalInterface
    interface Preparation {
        void initialise(SharedRegion region, long controlOffset);
    }

    /** Binds one side's strategy to a word. */
    @FunctionalInterface
    interface Binding {
        WaitStrategy bind(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness);
    }

    /** A kind whose zeroed control bytes need no preparation. */
    static MemoryWaitKind of(WaitSpec spec, Binding binding) {
        return new MemoryWaitKind(spec, (region, controlOffset) -> {}, binding);
    }

    /** Prepares the control bytes of a word. */
    public void initialise(SharedRegion region, long controlOffset) {
        preparation.initialise(region, controlOffset);
    }

    /** Binds one side's strategy to a word. */
    public WaitStrategy bind(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness) {
        return binding.bind(region, wordOffset, controlOffset, liveness);
    }

    @Override
    public List<WaitStrategy> create(SharedRegion region, List<Word> words, Liveness liveness) {
        words.forEach(word -> initialise(region, word.controlOffset()));
        return open(region, words, liveness);
    }

    @Override
    public List<WaitStrategy> open(SharedRegion region, List<Word> words, Liveness liveness) {
        return words.stream().map(word -> bind(region, word.offset(), word.controlOffset(), liveness)).toList();
    }
}
