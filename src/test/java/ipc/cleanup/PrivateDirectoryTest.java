package ipc.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ipc.BadInputException;
import ipc.Harness;
import ipc.ledger.CleanupLedger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The directory of a launcher that nobody gave one: each time in a process of its own. */
@Timeout(Harness.HANGS_SECONDS)
class PrivateDirectoryTest {
    @TempDir
    private Path temporary;

    @Test
    void isMadeOnceAndHoldsItsOwnerAndIsGoneAtTheEnd() throws IOException, InterruptedException {
        assertThat(run(asker("twice"))).containsExactly("the same", "drwx------", CleanupLedger.FOLDER, Owner.FILE);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void whoeverIsEndingMakesNoneAndIsToldSo() throws IOException, InterruptedException {
        assertThat(run(asker("at the end"))).containsExactly("ended by a signal before it began");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void whereThereIsNoRoomForItsOwnerNothingIsLeftHoweverOftenItIsTried() throws IOException, InterruptedException {
        List<String> namespace = List.of("unshare", "-m", "sh", "-c",
                "mount -t tmpfs -o nr_inodes=2 none '" + temporary + "' && \"$@\"; echo left: $(ls -A '" + temporary + "')",
                "sh");
        List<String> able = new ArrayList<>(namespace);
        able.add("true");
        assumeTrue(new ProcessBuilder(able).start().waitFor() == 0, "no file system can be mounted here");
        List<String> command = new ArrayList<>(namespace);
        command.addAll(asker("twice"));
        String refusal = "no temporary directory can be made in " + temporary + " (";
        assertThat(run(command)).hasSize(3).satisfies(lines -> {
            assertThat(lines.subList(0, 2))
                    .allMatch(line -> line.startsWith(refusal) && line.endsWith("; name another directory by TMPDIR"));
            assertThat(lines.get(2)).isEqualTo("left:");
        });
    }

    /** A name can be guessed, and libraries in somebody else's directory can be replaced. */
    @Test
    void aDirectoryOfTheNameThatOthersMayEnterIsRefusedAndNotTouched() throws IOException, InterruptedException {
        Path open = Files.createDirectory(temporary.resolve("named"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path precious = Files.writeString(open.resolve("precious"), "");
        assertThat(run(named(open))).hasSize(2).allMatch(line -> line.startsWith("no temporary directory can be made in "
                + temporary + " ("));
        assertThat(precious).exists();
        Path link = Files.createSymbolicLink(temporary.resolve("link"), Files.createDirectory(temporary.resolve("target"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        assertThat(run(named(link))).hasSize(2).allMatch(line -> line.startsWith("no temporary directory can be made in "));
        assertThat(temporary.resolve("target")).isEmptyDirectory();
    }

    @Test
    void theDirectoryOfAnotherRunIsRefusedAndNotTouched() throws IOException, InterruptedException {
        Path others = Files.createDirectory(temporary.resolve("others"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(others.resolve(Owner.FILE), Owner.ofThisProcess().text());
        assertThat(run(named(others))).hasSize(2).allMatch(line -> line.startsWith("no temporary directory can be made in "));
        assertThat(others.resolve(Owner.FILE)).exists();
    }

    @Test
    void anEmptyDirectoryThatTheScriptMadeIsTakenOver() throws IOException, InterruptedException {
        Path empty = Files.createDirectory(temporary.resolve("named"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertThat(run(named(empty))).containsExactly("the same", "drwx------", CleanupLedger.FOLDER, Owner.FILE);
        assertThat(temporary).isEmptyDirectory();
    }

    private List<String> named(Path directory) {
        List<String> command = new ArrayList<>(asker("twice"));
        command.add(1, "-Dipc.private.new=" + directory);
        return command;
    }

    private List<String> asker(String when) {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary, "-cp", System.getProperty("java.class.path"),
                Asker.class.getName(), when);
    }

    private static List<String> run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().toList();
    }

    /** Asks for its directory. */
    static final class Asker {
        private Asker() {
        }

        /** @param arguments when to ask: {@code twice}, or {@code at the end} */
        public static void main(String[] arguments) throws IOException {
            if (arguments[0].equals("at the end")) {
                Runtime.getRuntime().addShutdownHook(new Thread(Asker::ask));
                return;
            }
            Path first = ask();
            Path second = ask();
            if (first == null) {
                return;
            }
            System.out.println(first.equals(second) ? "the same" : first + " and " + second);
            String mode = Files.getPosixFilePermissions(first).stream().map(Enum::name).sorted().collect(Collectors.joining(" "));
            System.out.println(mode.equals("OWNER_EXECUTE OWNER_READ OWNER_WRITE") ? "drwx------" : mode);
            try (Stream<Path> files = Files.list(first)) {
                files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new))
                        .forEach(System.out::println);
            }
        }

        private static Path ask() {
            try {
                return PrivateDirectory.get();
            } catch (BadInputException e) {
                System.out.println(e.getMessage());
                return null;
            }
        }
    }
}
