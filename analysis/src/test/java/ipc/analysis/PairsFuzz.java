package ipc.analysis;

import ipc.fuzz.Scratch;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The blocks of a paired cell that a run left undecided; packed here, unless they are packed already. */
public final class PairsFuzz {
    private static final String BLOCKS = "pairs/x.csv.gz";
    private static final Path RESULT = Reports
            .result(Runs.cell("x", "Paired", Map.of("pair", "sysv/spin:mmap/spin", "size", "64"), Status.MEASURED)
                    .metrics(Runs.measured("Paired", "sysv/spin", List.of(), 120, 121, 122).metrics()).pairs(BLOCKS).build());

    private PairsFuzz() {
    }

    /** @param bytes the file, as it is or unpacked */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        Files.write(RESULT.resolve(BLOCKS), Scratch.packed(bytes));
        Reports.tables(RESULT);
        Reports.report(RESULT);
    }
}
