package ipc.analysis;

import ipc.analysis.table.TimingTable;
import ipc.FileTree;
import ipc.fuzz.Outcome;
import ipc.fuzz.Scratch;
import ipc.result.ResultArchive;
import ipc.result.ResultDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An archive of a result directory; packed here, unless it is packed already. */
public final class ArchiveFuzz {
    private static final Path HOME = Scratch.directory();
    private static final Path ARCHIVE = HOME.resolve("a.tar.gz");

    private ArchiveFuzz() {
    }

    /** @param bytes the file, as it is or unpacked */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        Files.write(ARCHIVE, Scratch.packed(bytes));
        if (Outcome.of(() -> ResultDirectory.open(ARCHIVE).readRunForTables().machine().name())) {
            Outcome.of(() -> TimingTable.read(List.of(ARCHIVE), List.of(), false).format());
            Reports.report(ARCHIVE);
        }
        Path inside = Files.createDirectory(HOME.resolve("inside"));
        Outcome.of(() -> {
            ResultArchive.open(ARCHIVE).unpack(inside);
            return "";
        });
        FileTree.remove(inside);
        try (Stream<Path> left = Files.list(HOME)) {
            if (left.count() != 1) {
                throw new AssertionError("something was unpacked beside the directory");
            }
        }
    }
}
