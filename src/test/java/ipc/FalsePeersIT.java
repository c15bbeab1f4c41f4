package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs in which the peer of one cell is another program, or echoes wrong messages. This cell gives a reason instead of
 * figures, and the other one is measured. The fork finds its peer's {@code java} in a copy of the JDK that differs only in
 * this program.
 */
@Tag("faults")
@Timeout(Harness.HANGS_SECONDS)
class FalsePeersIT extends RealRuns {
    private static final Path JDK = Path.of(System.getProperty("java.home"));
    private static final int MESSAGE = 500;
    /** Reads its orders and says that it is ready. The test adds what follows. */
    private static final String GREETS = "read version; read secret; echo \"ipc-peer: ready ${version#version }"
            + " ${secret#secret }\"; ";
    private static final String DAMAGED = "message " + MESSAGE + " is damaged: the word at byte 16 is [0-9a-f]+, not [0-9a-f]+";
    private static final String SILENT = "the peer \\(process \\d+\\) has been silent for 10 s though it is alive, and has been"
            + " ended";

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '"', value = {
        "exec sleep 60 => did not answer the handshake within 10 s",
        "exec yes => did not answer the handshake within 10 s",
        "echo 'ipc-peer: ready 1 0000'; exec sleep 60"
                + " => answered the handshake with \\\"ready 1 0000\\\", not with \\\"ready \\d+ SECRET\\\"",
        "exec yes 'ipc-peer: hello'"
                + " => (answered the handshake with \\\"hello\\\", not with \\\"ready \\d+ SECRET\\\"|printed more answers than it was asked for)",
        "GREETS exec yes 'ipc-peer: open 1' => printed more answers than it was asked for",
        "GREETS exec cat /dev/zero >&2 => did not answer the order to open .* within 10 s",
        "exit 0 => died: exit code 0, but it was not asked to end",
        "exec 0<&-; GREETS exec sleep 60 => closed its pipes",
        "read version; read secret; exec 0<&-; echo \"ipc-peer: ready ${version#version } ${secret#secret }\";"
                + " exec 1>&- 2>&-; exec sleep 60 => closed its pipes"})
    void anotherProgramInPlaceOfThePeerFailsTheCell(String script, String reason) throws IOException {
        Harness.Finished run = withPeer(script.replace("GREETS ", GREETS), "memfd/condvar,memfd/futex", true);
        oneCellFailed(run, "memfd/(condvar|futex)", "the peer (\\(process \\d+\\) )?" + reason);
    }

    @Test
    void aPeerThatCrashesFailsTheCell() throws IOException {
        Harness.Finished run = withPeer("kill -SEGV $$", "memfd/condvar,memfd/futex", true);
        oneCellFailed(run, "memfd/(condvar|futex)", "the peer \\(process \\d+\\) died: exit code 139, signal 11");
    }

    /** The measurement ignores what the peer writes, however much it is. */
    @Test
    void aPeerThatFloodsItsErrorOutputIsMeasured() throws IOException {
        Harness.Finished run = withPeer("yes flood >&2 & exec " + JDK + "/bin/java \"$@\"", "memfd/condvar,memfd/futex", true);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("\\| memfd/condvar +\\| +\\d").containsPattern("\\| memfd/futex +\\| +\\d");
        assertThat(run.err()).doesNotContain("flood");
    }

    @Test
    void anEchoWithOneWrongBitFailsTheCell() throws IOException {
        assertThatAWrongEchoFailsTheCell(false, "memory.writeByte(17, (byte) (memory.readByte(17) ^ 1));"
                + " endpoint.send(word);", DAMAGED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "memory | turned | DAMAGED",
        "pipe | turned | DAMAGED",
        "memory | late | SILENT",
        "pipe | late | SILENT",
        "memory | missing | SILENT",
        "pipe | missing | SILENT",
        // In memory the same word again is no new message.
        "memory | twice | SILENT",
        "pipe | twice | expected message 500, received 499: late or duplicated",
        "memory | old | expected message 500, received 498: late or duplicated",
        "pipe | old | expected message 500, received 498: late or duplicated",
        "memory | skipped | expected message 500, received 501: the messages between are missing",
        "pipe | skipped | expected message 500, received 501: the messages between are missing"})
    void aWrongEchoFailsTheCell(String through, String how, String reason) throws IOException {
        assertThatAWrongEchoFailsTheCell(through.equals("pipe"), switch (how) {
            case "turned" -> "memory.writeByte(17, (byte) (memory.readByte(17) ^ 1)); endpoint.send(word);";
            case "late" -> "sleep(); endpoint.send(word);";
            case "missing" -> "";
            case "twice" -> "endpoint.send(word - 1);";
            case "old" -> "endpoint.send(word - 2);";
            default -> "endpoint.send(word + 1);";
        }, reason.equals("DAMAGED") ? DAMAGED : reason.equals("SILENT") ? SILENT : reason);
    }

    private void assertThatAWrongEchoFailsTheCell(boolean throughTheKernel, String answer, String reason)
            throws IOException {
        Path classes = compiled("""
                package ipc.peer;

                import ipc.transport.Endpoint;
                import java.util.List;
                import java.util.concurrent.atomic.AtomicLong;

                final class EchoRole extends Role {
                    EchoRole(AtomicLong sent) {
                        super(sent);
                    }

                    @Override
                    void play(List<Endpoint> endpoints) {
                        Endpoint endpoint = endpoints.get(0);
                        boolean isFalse = endpoint.getClass().getSimpleName().equals("WireEndpoint") == %s;
                        for (long expected = 1;; expected++) {
                            long word = endpoint.receive();
                            if (word != expected && word == STOP) {
                                endpoint.send(STOP);
                                return;
                            }
                            Payload.copy(endpoint);
                            countOne();
                            if (isFalse && word == %s) {
                                var memory = endpoint.outgoing();
                                %s
                            } else {
                                endpoint.send(word);
                            }
                        }
                    }

                    static void sleep() {
                        try {
                            Thread.sleep(12_000);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                }
                """.formatted(throughTheKernel, MESSAGE, answer));
        // The reference probe uses memory, whatever the transport is. So only one of two forks gets the false peer.
        Harness.Finished run = withPeer("n=$#; while [ $n -gt 0 ]; do each=$1; shift; [ \"$before\" != -cp ] || each='" + classes
                + "':$each; before=$each; set -- \"$@\" \"$each\"; n=$((n - 1)); done; exec " + JDK + "/bin/java \"$@\"",
                throughTheKernel ? "pipe,memfd/futex" : "memfd/futex,memfd/spin", !throughTheKernel);
        oneCellFailed(run, throughTheKernel ? "pipe" : "memfd/(futex|spin)", reason);
    }

    /** Removes the links first, because JUnit warns about each link that it removes. */
    @AfterEach
    void unlinkTheJdk() throws IOException {
        try (Stream<Path> files = Files.walk(work.resolve("jdk"), 2)) {
            for (Path file : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(file);
            }
        }
    }

    private Path compiled(String echoRole) throws IOException {
        Path source = Files.writeString(Files.createDirectory(work.resolve("sources")).resolve("EchoRole.java"), echoRole);
        Path classes = Files.createDirectory(work.resolve("classes"));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "--release", "17", "-cp",
                Harness.JAR.toString(), "-d", classes.toString(), source.toString())).isZero();
        return classes;
    }

    /** @param once whether only the first cell gets the false peer */
    private Harness.Finished withPeer(String script, String transports, boolean once) throws IOException {
        Path home = Files.createDirectory(work.resolve("jdk"));
        Path programs = Files.createDirectory(home.resolve("bin"));
        link(JDK, home, "bin");
        link(JDK.resolve("bin"), programs, "java");
        String real = "exec '" + JDK.resolve("bin/java") + "' \"$@\"";
        Path java = Files.writeString(programs.resolve("java"), "#!/bin/sh\ncase \"$*\" in *ipc.peer.PeerMain*) ;; *) " + real
                + " ;; esac\n" + (once ? "mkdir '" + home.resolve("once") + "' 2>/dev/null || " + real + "\n" : "") + script
                + "\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        List<String> command = new ArrayList<>(List.of(Harness.HOME.resolve("run.sh").toString(), "quick", "RoundTrip", "-p",
                "transport=" + transports, "-wi", "1", "-w", "50ms", "-i", "1", "-r", "500ms", "--out", "a", "-jvmArgsAppend",
                "-Djava.home=" + home));
        return harness.finish(harness.start(command, Map.of()));
    }

    private static void link(Path from, Path to, String except) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(each -> !each.getFileName().toString().equals(except)).toList()) {
                Files.createSymbolicLink(to.resolve(file.getFileName()), file);
            }
        }
    }

    /** The failed cell has one line with its reason, no figures and no histogram. The other cell has its figures. */
    private void oneCellFailed(Harness.Finished run, String transport, String reason) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(Harness.unwrapped(Files.readString(work.resolve("a/table.md"))).lines()
                .filter(line -> line.contains(": failed: "))).hasSize(1).first().asString()
                .matches("- round trip, " + transport + ": failed: round 1: " + reason);
        assertThat(run.out().lines().filter(line -> line.matches("\\| [\\w/]+ +\\|.*"))).hasSize(2)
                .anyMatch(line -> line.matches("\\| " + transport + " +(\\| +- ){8}\\|"))
                .anyMatch(line -> line.matches("\\| [\\w/]+ +\\| +\\d.*"));
        assertThat(Pattern.compile("failed in round 1: " + reason + "$", Pattern.MULTILINE).matcher(run.err()).results())
                .hasSize(1);
        try (Stream<Path> histograms = Files.list(work.resolve("a/histograms"))) {
            assertThat(histograms).hasSize(1);
        }
    }
}
