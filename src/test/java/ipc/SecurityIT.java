package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.bench.ForkJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests permissions under a umask that forbids nothing. Other tests cover the rest. {@code FalsePeerTest}, {@code
 * KernelTransportsTest} and {@code PosixTest} test processes
 * without the secret. {@code ResultArchiveTest} tests archives with paths that lead outside. {@code CleanupLedgerTest} and
 * {@code CleanIT} test links. {@code ReportTest}, {@code TableFormatTest} and {@code FleetIT} test hostile names and paths.
 */
@Tag("once")
@Tag("faults")
class SecurityIT extends RealRuns {
    private static final Path TEST_CLASSES = Harness.HOME.resolve("target/test-classes");
    private static final int OTHERS = 0077;
    private static final int PERMISSIONS = 0777;
    /** The upper half of the key of a System V object of this program: "ip". */
    private static final int KEYS_OF_OURS = 0x6970;
    /** Text that a shell would execute. */
    private static final String HOSTILE = "$(touch evaluated) `touch evaluated`; touch evaluated & touch evaluated | *";

    @Test
    void everyObjectOfATransportIsPrivateToItsOwner() throws IOException {
        Path directory = Files.createDirectory(work.resolve("mapped files"));
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 000; exec \"$@\"", "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ForkJvm.options(List.of(), false));
        command.addAll(List.of("-Djna.tmpdir=" + work, "-cp", Harness.JAR + ":" + TEST_CLASSES, "ipc.transport.AllOpen",
                directory.toString()));
        Harness.Started program = harness.start(command, Map.of());
        Harness.await("all transports to be open", () -> said(program).contains(" sides are open")
                || !program.process().isAlive());

        Map<String, Integer> modes = openFiles(program.process().pid(), directory);
        assertThat(modes.keySet()).anyMatch(file -> file.startsWith("/memfd:")).anyMatch(file -> file.startsWith("/dev/shm/"))
                .anyMatch(file -> file.startsWith(directory + "/#")).anyMatch(file -> file.contains("/.ipc-roundtrip-"))
                .anyMatch(file -> file.startsWith("/ipc-roundtrip-")).anyMatch(file -> file.startsWith("pipe:"));
        assertThat(modes).allSatisfy((file, mode) -> assertThat(mode & OTHERS).as(file).isZero());
        for (Path place : List.of(directory, Path.of("/dev/shm"))) {
            Map<Path, Integer> named = ours(place);
            // Objects of other runs may lie beside them. They are files.
            named.keySet().removeIf(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
            assertThat(named).as("libraries' directories in " + place).isNotEmpty();
            assertThat(named).allSatisfy((path, mode) -> assertThat(mode).as(path.toString()).isEqualTo(0700));
        }
        systemVObjects(program.process().pid()).forEach((kind, objects) -> {
            assertThat(objects).as(kind).isNotEmpty().allMatch(object -> object.endsWith("600"));
        });

        program.process().getOutputStream().close();
        assertThat(harness.finish(program).exitCode()).as(said(program)).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void filesOfARunHaveSafePermissionsAndTextIsNeverExecuted() throws IOException {
        Path program = Files.createDirectories(work.resolve("program/jmh-profiles")).getParent();
        Path runSh = Files.copy(Harness.HOME.resolve("run.sh"), program.resolve("run.sh"));
        Files.copy(Harness.JAR, program.resolve("ipc-roundtrip.jar"));
        Files.writeString(program.resolve("jmh-profiles/hostile.profile"), "# " + HOSTILE + "\n# note: " + HOSTILE
                + "\nRoundTrip -p transport=chronicle-queue -wi 1 -w 50ms -i 1 -r 500ms --rounds 1\n--machine \"" + HOSTILE
                + "\"\n");
        Harness.Started run = harness.start(List.of("sh", "-c", "umask 000; exec \"$@\"", "sh", runSh.toString(), "hostile",
                "--out", "a", "-jvmArgsAppend", "-Dtext=" + HOSTILE.replace(' ', '_')), Map.of());
        Path result = work.resolve("a");
        Harness.await("a queue", () -> !ours(result).isEmpty() || !run.process().isAlive());
        assertThat(ours(result)).hasSize(1).allSatisfy((path, mode) -> assertThat(mode).as(path.toString()).isEqualTo(0700));
        assertThat(ours(work.resolve("tmp"))).hasSize(1)
                .allSatisfy((path, mode) -> assertThat(mode).as(path.toString()).isEqualTo(0700));
        Path precious = Files.writeString(work.resolve("precious"), "precious");
        for (String file : List.of("run.json.part", "jmh.json.part", "table.md.part", "report.html.part", "table.md")) {
            Files.createSymbolicLink(result.resolve(file), precious);
        }
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).as(finished.err()).isZero();

        assertThat(precious).hasContent("precious");
        assertThat(Files.readString(result.resolve("run.json"))).contains("\"name\" : \"" + HOSTILE + "\"");
        try (Stream<Path> tree = Files.walk(work)) {
            assertThat(tree.map(file -> file.getFileName().toString())).doesNotContain("evaluated");
        }
        try (Stream<Path> tree = Files.walk(result)) {
            assertThat(tree).hasSizeGreaterThan(5).allSatisfy(path -> assertThat(mode(path))
                    .as(path.toString()).isEqualTo(Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? 0755 : 0644));
        }
    }

    /** Permissions of the files that a process of ours has open, except files inside a library's private directory. */
    private static Map<String, Integer> openFiles(long process, Path directory) throws IOException {
        Map<String, Integer> modes = new TreeMap<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(process), "fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String file = Files.readSymbolicLink(descriptor).toString();
                if (Stream.of("/memfd:", "/dev/shm/", "/ipc-roundtrip-", "pipe:", directory.toString()).anyMatch(file::startsWith)
                        && !file.matches(".*/ipc-roundtrip-[0-9a-f]{32}/.*")) {
                    modes.put(file, (Integer) Files.getAttribute(descriptor, "unix:mode") & PERMISSIONS);
                }
            }
        }
        return modes;
    }

    /** Files with a name of ours in a directory, and their permissions. */
    private static Map<Path, Integer> ours(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("ipc-roundtrip-"))
                    .collect(Collectors.toMap(file -> file, SecurityIT::mode));
        } catch (IOException e) {
            return Map.of();
        }
    }

    private static int mode(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & PERMISSIONS;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Ids and permissions by kind: of the segments of a process, and of the sets and queues with keys of ours. */
    private static Map<String, Set<String>> systemVObjects(long process) throws IOException {
        Map<String, Set<String>> all = new TreeMap<>();
        for (String kind : List.of("shm", "sem", "msg")) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/sysvipc", kind))) {
                all.put(kind, lines.skip(1).map(line -> line.strip().split("\\s+"))
                        .filter(words -> kind.equals("shm") ? words[4].equals(Long.toString(process))
                                : Integer.parseInt(words[0]) >>> 16 == KEYS_OF_OURS)
                        .map(words -> words[1] + " " + words[2])
                        .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        return all;
    }

    private static String said(Harness.Started program) {
        try {
            return Files.readString(program.out()) + Files.readString(program.err());
        } catch (IOException e) {
            return "";
        }
    }
}
