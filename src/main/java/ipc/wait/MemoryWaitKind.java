package ipc.wait;

import ipc.region.SharedRegion;
import java.util.List;

/** A wait strategy that needs nothing but memory, so that every word has its own and neither side has anything to give back. */
public interface MemoryWaitKind extends WaitKind {
    /** Prepares the control bytes; called once, by the side that created the region, before either side binds. */
    void initialise(SharedRegion region, long controlOffset);

    /** Binds the strategy to a word on one side. */
    WaitStrategy bind(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness);

    @Override
    default List<WaitStrategy> create(SharedRegion region, List<Word> words, Liveness liveness) {
        words.forEach(word -> initialise(region, word.controlOffset()));
        return open(region, words, liveness);
    }

    @Override
    default List<WaitStrategy> open(SharedRegion region, List<Word> words, Liveness liveness) {
        return words.stream().map(word -> bind(region, word.offset(), word.controlOffset(), liveness)).toList();
    }
}
