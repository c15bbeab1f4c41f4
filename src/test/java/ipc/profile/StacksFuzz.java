package ipc.profile;

import ipc.fuzz.Outcome;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Collapsed stacks of a process, added to themselves, and the graph of them. */
public final class StacksFuzz {
    private StacksFuzz() {
    }

    /** @param bytes the file */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        String collapsed = new String(bytes, StandardCharsets.UTF_8);
        MergedStacks stacks = new MergedStacks();
        Outcome.of(() -> {
            stacks.add(Side.FORK, collapsed);
            stacks.add(Side.PEER, collapsed);
            return "";
        });
        stacks.collapsed(false);
        stacks.writeGraph(Writer.nullWriter(), "a graph", List.of("a note"), false, 0);
        stacks.writeGraph(Writer.nullWriter(), "a graph", List.of("a note"), true, 1);
    }
}
