package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ipc.Harness.Finished;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests a fleet with the real Ansible and the real sshd, if they are installed. The only host is this machine, through a port
 * of 127.0.0.1 and a key of the test. {@code checks/fleet.sh} has hosts with separate networks, homes and faults.
 */
@Tag("once")
class FleetIT {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");
    /** sshd needs this directory if it runs as root. It stays, because another sshd may have begun to use it. */
    private static final Path EMPTY = Path.of("/run/sshd");

    @TempDir
    private Path work;

    private Harness harness;
    private Process sshd;

    @BeforeEach
    void needsAnsible() {
        harness = new Harness(work);
        assumeTrue(Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ansible-playbook"))), "ansible-playbook is missing");
        assumeTrue(Files.isExecutable(SSHD), "sshd is missing");
    }

    @AfterEach
    void stopSshd() throws IOException, InterruptedException {
        harness.awaitCleanUp();
        if (sshd != null) {
            sshd.destroy();
            sshd.waitFor();
        }
    }

    @Test
    void everyHostHasARowEvenIfAnotherOneFails() throws IOException {
        int port = startSshd();
        Path home = Files.createDirectory(work.resolve("home"));
        // The name holds everything that a shell could evaluate.
        Path tricky = Files.createDirectory(work.resolve("it's $(touch evil) \"`id`\" * {{ 1 }}"));
        String ssh = ssh(port, home);
        Path inventory = Files.writeString(work.resolve("inventory"),
                "good" + ssh + "bad" + ssh.replace("127.0.0.1", "127.0.0.2"));
        Finished run = run("fleet", inventory.toString(), "quick", "RoundTrip", "-p", "transport=mmap/condvar", "-w", "50ms",
                "-r", "500ms", "--mmap-dir", tricky.toString(), "--forks", "1", "--out", "out");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).as(run.err())
                .containsPattern("(?m)^\\| good +\\| round trip, condvar +(\\| +- ){5}(\\| +[0-9.]+ ){5}\\|$")
                .containsPattern("(?m)^\\| bad +\\| +(\\| +- ){10}\\|$").contains("- bad: no result: unreachable: ");
        assertThat(Files.readString(work.resolve("out/good/run.json"))).contains("{{ 1 }}");
        assertThat(work.resolve("out/table.md")).hasContent(run.out());
        assertThat(harness.run("table", "out").out()).isEqualTo(run.out());
        assertThat(harness.run("table", "out/g*").out()).contains("round trip, condvar").doesNotContain("bad");
        assertThat(home).isEmptyDirectory();
        assertThat(tricky).isEmptyDirectory();
        assertThat(work.resolve("evil")).doesNotExist();
        harness.assertNothingLeft();
    }

    /** The program's files on the host stay until its own clean-up has ended. */
    @Test
    void aKilledRunIsCleanedUpOnItsHost() throws IOException {
        Path home = Files.createDirectory(work.resolve("home"));
        Path inventory = Files.writeString(work.resolve("inventory"), "good" + ssh(startSshd(), home));
        Harness.Started run = harness
                .start(List.of(Harness.HOME.resolve("run.sh").toString(), "fleet", inventory.toString(), "quick",
                        "RoundTrip", "-p", "transport=sysv/condvar", "-r", "60s", "--out", "out"), Map.of());
        Harness.await("a fork on the host", () -> !harness.processes("ForkedMain").isEmpty());
        harness.processes("--machine").forEach(ProcessHandle::destroyForcibly);
        Finished finished = harness.finish(run);
        assertThat(finished.err()).contains("good: its run was ended by signal 9");
        harness.awaitCleanUp();
        assertThat(home).isEmptyDirectory();
        harness.assertNothingLeft();
    }

    private String ssh(int port, Path home) {
        return " ansible_host=127.0.0.1 ansible_port=" + port + " ansible_ssh_private_key_file=" + work.resolve("user")
                + " ansible_remote_tmp='" + home + "/.ansible/tmp' ansible_ssh_common_args='-F none -o UserKnownHostsFile="
                + work.resolve("known_hosts") + "' ipc_java_home=" + System.getProperty("java.home") + "\n";
    }

    @Test
    void badInputIsRefusedBeforeAnyHostIsContacted() throws IOException {
        assertThat(run("fleet", "nowhere", "quick").err()).startsWith("ipc-roundtrip: there is no inventory nowhere. ");
        Path empty = Files.writeString(work.resolve("empty"), "# nobody\n");
        Finished run = run("fleet", empty.toString(), "quick");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Ansible finds no host in the inventory ");
        Path broken = Files.writeString(work.resolve("broken"), "a b='x'y'\n");
        assertThat(run("fleet", broken.toString(), "quick").err()).contains("finds no host in the inventory " + broken
                + ": Failed to parse " + broken + " with ini plugin: ", "No closing quotation").hasLineCount(1);
        assertThat(run("fleet", empty.toString(), "nosuch").err()).contains("there is no profile nosuch");
        assertThat(run("fleet", empty.toString(), "quick", "-zz").err()).contains("there is no option -zz");
        assertThat(run("fleet", empty.toString(), "quick", "--machine", "x").err())
                .contains("a fleet takes the names of its hosts from the inventory");
        assertThat(run("fleet", empty.toString(), "quick", "--forks", "0").err()).contains("--forks 0: must be at least 1");
    }

    /** Starts an sshd that accepts the test's key for the user who runs the test. Returns its port. */
    private int startSshd() throws IOException {
        if ("root".equals(System.getProperty("user.name")) && !Files.exists(EMPTY)) {
            Files.createDirectories(EMPTY);
        }
        for (String key : List.of("user", "host")) {
            assertThat(harness.finish(harness.start(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key), Map.of()))
                    .exitCode()).isZero();
        }
        int port = freePort();
        while (!listens(port)) {
            // Another process has taken the port in the meantime.
            port = freePort();
        }
        Files.writeString(work.resolve("known_hosts"), "[127.0.0.1]:" + port + " "
                + Files.readString(work.resolve("host.pub"), StandardCharsets.US_ASCII));
        return port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Starts sshd. Returns false if the port is taken. */
    private boolean listens(int port) throws IOException {
        Path configuration = Files.writeString(work.resolve("sshd_config"), String.join("\n", "ListenAddress 127.0.0.1",
                "Port " + port, "HostKey " + work.resolve("host"), "AuthorizedKeysFile " + work.resolve("user.pub"),
                "PermitRootLogin prohibit-password", "PasswordAuthentication no", "UsePAM no", "StrictModes no", "PidFile none",
                // A measurement of somebody else does not make the test fail.
                "SetEnv IPC_ROUNDTRIP_LOCK=" + harness.lock() + " TMPDIR=" + harness.temporary(), "Subsystem sftp internal-sftp",
                ""));
        Path log = work.resolve("sshd.log");
        sshd = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", configuration.toString()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        Harness.await("sshd to listen", () -> !sshd.isAlive() || said(log).contains("listening on"));
        assertThat(sshd.isAlive() || said(log).contains("Address already in use")).as(said(log)).isTrue();
        return sshd.isAlive();
    }

    private static String said(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }

    private Finished run(String... arguments) {
        return harness.finish(harness.start(
                Stream.concat(Stream.of(Harness.HOME.resolve("run.sh").toString()), Stream.of(arguments)).toList(),
                Map.of("HOME", work.toString())));
    }
}
