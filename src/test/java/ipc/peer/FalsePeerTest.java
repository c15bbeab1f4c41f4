package ipc.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.Harness;
import ipc.proc.ProcessFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that are started as the peer but do not follow its protocol: the fork must report them and end them. */
@Tag("faults-always")
@Timeout(Harness.HANGS_SECONDS)
class FalsePeerTest {
    /** A script that reads the handshake and answers it; the test decides what follows. */
    private static final String GREETS = "read version; read secret; echo \"ipc-peer: ready " + Handshake.PROTOCOL_VERSION
            + " ${secret#secret }\"; ";

    @TempDir
    private Path work;

    @AfterEach
    void nobodyIsLeft() {
        assertThat(ProcessHandle.current().children().filter(child -> ProcessFacts.commandLine(child.pid()).contains("no peer")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "exit 0 | died: exit code 0, but it was not asked to end",
        "exit 7 | died: exit code 7",
        "kill -SEGV $$ | died: exit code 139, signal 11",
        "echo last words >&2; exit 1 | its last output:\\nlast words",
        "echo 'ipc-peer: ready 1 0000'; sleep 60 | answered the handshake with \"ready 1 0000\", not with \"ready",
        "echo 'ipc-peer: ready 6 00112233445566778899aabbccddeeff'; sleep 60 | answered the handshake with \"ready 6 00",
        "echo 'ipc-peer: hello'; sleep 60 | answered the handshake with \"hello\"",
        "yes 'ipc-peer: hello' | the peer",
        "echo '#  SIGBUS (0x7) at pc=0x00007f, pid=1, tid=2'; kill -ABRT $$ | crashed: memory that was mapped is gone (SIGBUS)"})
    void whatIsNoPeerIsRefusedWithItsReason(String script, String reason) {
        assertThatThrownBy(() -> start(script)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(reason.replace("\\n", "\n"));
    }

    @Test
    void whatIsNoProgramIsRefused() {
        assertThatThrownBy(
                () -> PeerProcess.start(work, OptionalInt.empty(), unnoticed -> {}, List.of(work.resolve("nothing").toString())))
                .hasMessageContaining("the peer cannot be started: ").hasMessageContaining("No such file or directory");
    }

    /** A peer that answers too much is ended, and later calls give the same reason. */
    @Test
    void onePeersAnswersAreCountedAndMoreOfThemAreAFlood() {
        try (PeerProcess peer = start(GREETS + "read end; read question; yes 'ipc-peer: count 1'")) {
            for (int time = 1; time <= 2; time++) {
                assertThatThrownBy(() -> {
                    while (true) {
                        peer.sent();
                    }
                }).as("time " + time).hasMessageContaining("printed more answers than it was asked for");
            }
        }
    }

    @Test
    void whatIsNoCountIsNotTakenForOne() {
        try (PeerProcess peer = start(GREETS + "echo 'ipc-peer: count many'; sleep 60")) {
            assertThatThrownBy(peer::sent).hasMessage("the peer answered \"count many\" when asked for its count");
        }
    }

    /** Each program takes ten seconds, so they run at once. An endless line takes no more memory than one of 4 KiB. */
    @Tag("faults")
    @Test
    void whoeverDoesNotAnswerIsNotWaitedForForEver() {
        List<CompletableFuture<Void>> waits = List
                .of("sleep 60", "cat /dev/zero", "cat /dev/zero >&2", "yes", "exec 0<&- 1>&-; sleep 60")
                .stream().map(script -> CompletableFuture.runAsync(() -> assertThatThrownBy(() -> start(script)).as(script)
                        .hasMessageMatching(
                                "(?s)the peer \\(process \\d+\\) (did not answer the handshake within 10 s\nits command: .*"
                                        + "|closed its pipes\n.*)"),
                        run -> new Thread(run, script).start()))
                .toList();
        waits.forEach(CompletableFuture::join);
        System.gc();
        assertThat(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()).isLessThan(200L << 20);
    }

    @Tag("faults")
    @Test
    void onePeerThatIsStoppedDuringTheHandshakeIsEnded() {
        assertThatThrownBy(() -> start("kill -STOP $$; sleep 60"))
                .hasMessageContaining("was stopped by a signal (SIGSTOP, or Ctrl-Z) for 5 s and has been ended");
    }

    private PeerProcess start(String script) {
        return PeerProcess.start(work, OptionalInt.empty(), unnoticed -> {}, List.of("sh", "-c", script, "no peer"));
    }
}
