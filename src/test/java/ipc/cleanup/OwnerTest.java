package ipc.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.Harness;
import ipc.proc.ProcessFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerTest {
    @TempDir
    private Path work;

    @Test
    void thisProcessLivesAndIsHere() throws IOException {
        Owner us = Owner.ofThisProcess();
        Owner.claim(work);
        assertThat(Owner.read(work)).contains(us);
        assertThat(us.lives()).isTrue();
        assertThat(us.isElsewhere()).isEmpty();
    }

    @Test
    void aProcessIdThatWasGivenAgainIsAnotherProcess() {
        Owner us = Owner.ofThisProcess();
        assertThat(new Owner(us.process(), us.startedTicks() - 1, us.boot(), us.pids()).lives()).isFalse();
        assertThat(new Owner(999_999_999, us.startedTicks(), us.boot(), us.pids()).lives()).isFalse();
    }

    @Test
    void ofOthersNothingIsKnown() {
        Owner us = Owner.ofThisProcess();
        assertThat(new Owner(us.process(), us.startedTicks(), "another", us.pids()).isElsewhere()).isPresent();
        assertThat(new Owner(us.process(), us.startedTicks(), "", us.pids()).isElsewhere()).isPresent();
        assertThat(new Owner(us.process(), us.startedTicks(), us.boot(), "pid:[1]").lives()).isFalse();
    }

    @Test
    void whatIsNoMarkIsNone() throws IOException {
        assertThat(Owner.read(work)).isEmpty();
        for (String text : new String[] {"", "process\n", "process 1\nstarted x\n", "process 99999999999999999999\nstarted 1\n",
            "\u0000",
            "x".repeat(2000)}) {
            Files.writeString(work.resolve(Owner.FILE), text);
            assertThat(Owner.read(work)).as(text).isEmpty();
        }
        Files.write(work.resolve(Owner.FILE), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(Owner.read(work)).isEmpty();
        Files.delete(work.resolve(Owner.FILE));
        Files.createDirectory(work.resolve(Owner.FILE));
        assertThat(Owner.read(work)).isEmpty();
    }

    /** As where a container's first process does not look after those whose parents have ended. */
    @Test
    void oneOfWhichOnlyTheExitCodeIsLeftDoesNotLive() throws IOException {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; exec sleep 60").start();
        try {
            long child = Long.parseLong(parent.inputReader().readLine());
            Owner us = Owner.ofThisProcess();
            Owner owner = new Owner(child, ProcessFacts.startedTicks(child).orElseThrow(), us.boot(), us.pids());
            assertThat(owner.lives()).isTrue();
            // A shell that is still a shell may fetch the exit code; sleep never does.
            Harness.await("sleep in place of the shell", () -> ProcessFacts.commandLine(parent.pid()).contains("sleep"));
            ProcessHandle.of(child).orElseThrow().destroyForcibly();
            Harness.await("its end", () -> !owner.lives());
            assertThat(ProcessHandle.of(child)).isPresent();
        } finally {
            parent.destroyForcibly();
        }
    }
}
