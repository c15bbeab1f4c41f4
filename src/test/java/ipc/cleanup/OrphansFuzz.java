package ipc.cleanup;

import ipc.FileTree;
import ipc.fuzz.Outcome;
import ipc.fuzz.Scratch;
import ipc.ledger.CleanupLedger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The marks of a run that has crashed: the bytes up to the first NUL are its owner's, those up to each further one a line of its
  * ledger. {@code BOOT} and {@code PIDS} stand for those of here and now. Nothing is removed.
 */
public final class OrphansFuzz {
    private static final Path TEMPORARY = Scratch.directory();
    private static final Owner HERE = Owner.ofThisProcess();

    private OrphansFuzz() {
    }

    /** @param bytes see above */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        Path directory = Files.createDirectory(TEMPORARY.resolve("ipc-roundtrip-1"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            // One character for each byte, so that any bytes reach the file.
            String[] parts = new String(bytes, StandardCharsets.ISO_8859_1).split("\0");
            String owner = parts.length == 0 ? "" : parts[0].replace("BOOT", HERE.boot()).replace("PIDS", HERE.pids());
            Files.write(directory.resolve(Owner.FILE), owner.getBytes(StandardCharsets.ISO_8859_1));
            Path ledger = Files.createDirectory(directory.resolve(CleanupLedger.FOLDER));
            for (int line = 1; line < parts.length; line++) {
                write(ledger.resolve("1-" + line), parts[line]);
            }
            Outcome.of(() -> {
                CrashedRuns found = CrashedRuns.find(List.of(TEMPORARY));
                StringBuilder text = new StringBuilder(String.join("\n", found.leftAlone()));
                found.runs().forEach(run -> text.append(String.join("\n", run.describe())));
                return text.toString();
            });
        } finally {
            FileTree.remove(directory);
        }
    }

    private static void write(Path link, String text) {
        try {
            Files.createSymbolicLink(link, Path.of(text));
        } catch (InvalidPathException | IOException e) {
            // No link can say that.
        }
    }
}
