package ipc.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.ledger.CleanupLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashedRunsTest {
    private static final Owner US = Owner.ofThisProcess();
    /** No process started at the machine's first moment and has this one's id. */
    private static final Owner DEAD = new Owner(US.process(), 0, US.boot(), US.pids());

    @TempDir
    private Path work;

    @Test
    void aRunThatHasEndedIsFoundAndRemovedWithWhatItMadeElsewhere() throws IOException {
        Path directory = made("ipc-roundtrip-dead", DEAD);
        Path elsewhere = Files.createDirectory(work.resolve("ipc-roundtrip-" + "0123456789abcdef".repeat(2)));
        Files.writeString(elsewhere.resolve("file"), "mapped");
        Files.createSymbolicLink(directory.resolve(CleanupLedger.FOLDER).resolve("1-1"), elsewhere);
        Files.write(directory.resolve("left"), new byte[2_345_678]);
        CrashedRun run = only(find());
        assertThat(run.origin()).isEqualTo("process " + US.process() + ", which has ended");
        assertThat(run.describe()).containsExactly("directory " + elsewhere, "directory " + directory + ", 2346 kB");
        assertThat(elsewhere).exists();
        assertThat(run.remove()).isEmpty();
        assertThat(directory).doesNotExist();
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void whatIsNotKnownToBeOverIsLeftAlone() throws IOException {
        Path living = made("ipc-roundtrip-living", US);
        Path without = made("ipc-roundtrip-without", null);
        Path booted = made("ipc-roundtrip-another-boot", new Owner(1, 1, "another", US.pids()));
        Path open = made("ipc-roundtrip-open", DEAD);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        made("another-name", DEAD);
        Files.createSymbolicLink(work.resolve("ipc-roundtrip-link"), made("linked", DEAD));
        Files.writeString(work.resolve("ipc-roundtrip-file"), "");
        CrashedRuns found = find();
        assertThat(found.runs()).isEmpty();
        assertThat(found.leftAlone()).containsExactly(
                booted + ": its run began before this machine was started, or on another one",
                without + ": it has no mark of a run");
        assertThat(living).exists();
    }

    @Test
    void anEmptyDirectoryOfAJvmThatDidNotBeginIsRemovedAfterAMinute() throws IOException {
        Path directory = Files.createDirectory(work.resolve("ipc-roundtrip-0123456789"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertThat(find().leftAlone()).containsExactly(directory + ": it has no mark of a run");
        Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minusSeconds(61)));
        assertThat(only(find()).origin()).isEqualTo("a JVM that did not start");
        assertThat(only(find()).remove()).isEmpty();
        assertThat(directory).doesNotExist();
    }

    @Test
    void whatCannotBeRemovedIsSaidAndKeepsItsMark() throws IOException {
        Path directory = made("ipc-roundtrip-dead", DEAD);
        // Not a name that a run of ours can have given: nothing is touched, and the line is struck off.
        Path precious = Files.createDirectory(work.resolve("precious"));
        Files.createSymbolicLink(directory.resolve(CleanupLedger.FOLDER).resolve("1-1"), precious);
        CrashedRun run = only(find());
        assertThat(run.describe()).hasSize(1);
        // A folder where the line was, which no unlink takes away.
        Path line = directory.resolve(CleanupLedger.FOLDER).resolve("1-1");
        Files.delete(line);
        Files.createDirectories(line.resolve("in the way"));
        assertThat(run.remove()).hasSize(1);
        assertThat(directory).exists();
        assertThat(precious).exists();
    }

    private CrashedRuns find() {
        return CrashedRuns.find(List.of(work, work, work.resolve("no such directory")));
    }

    private static CrashedRun only(CrashedRuns found) {
        assertThat(found.leftAlone()).isEmpty();
        assertThat(found.runs()).hasSize(1);
        return found.runs().get(0);
    }

    private Path made(String name, Owner owner) throws IOException {
        Path directory = Files.createDirectory(work.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectory(directory.resolve(CleanupLedger.FOLDER));
        if (owner != null) {
            Files.writeString(directory.resolve(Owner.FILE), owner.text());
        }
        return directory;
    }
}
