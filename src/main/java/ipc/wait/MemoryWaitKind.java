package ipc.wait;

import ipc.region.SharedRegion;
import java.util.List;

/** A wait strategy that needs only memory. Every word has its own control bytes, and neither side has anything to close. */
public interface MemoryWaitKind extends WaitKind {
    /** Prepares the control bytes. The side that created the region calls it once, before either side binds. */
    void initialise(SharedRegion region, long controlOffset);

    /** Binds one side's strategy to a word. */
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
