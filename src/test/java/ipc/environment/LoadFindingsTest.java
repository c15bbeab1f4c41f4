package ipc.environment;

import static ipc.environment.FakeMachine.OWN_PID;
import static ipc.environment.FakeMachine.find;
import static org.assertj.core.api.Assertions.assertThat;

import ipc.environment.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadFindingsTest {
    private static final String[] PEER = {"/opt/jdk/bin/java", "-cp", "ipc-roundtrip.jar", "ipc.peer.PeerMain"};
    private static final String[] FORK = {"java", "-cp", "/x/ipc-roundtrip.jar", "org.openjdk.jmh.runner.ForkedMain", "127.0.0.1",
        "1"};

    @TempDir
    private Path root;

    private FakeMachine machine;

    @BeforeEach
    void makeMachine() {
        machine = new FakeMachine(root).processor(1, 4, 1).kernel().process(1, "init", 0, 10)
                .process(OWN_PID, "java", 1, 0, "java");
    }

    @Test
    void aPeerWithoutAnOwnerIsToBeKilled() {
        machine.process(50, "java", 1, 100, PEER).process(51, "java", 60, 100, FORK)
                .process(60, "systemd", 1, 0, "systemd", "--user");
        Finding stale = find(machine.examine(() -> machine.process(50, "java", 1, 199, PEER)), "stale peers");
        assertThat(stale).returns(Level.WARNING, Finding::level)
                .returns("50 (99 % of a CPU), 51 without an owner", Finding::value)
                .returns("kill 50 51", Finding::remedy);
    }

    @Test
    void peersOfARunThatGoesOnAreNotStale() {
        machine.process(40, "java", 1, 0, "java", "-jar", "x.jar").process(41, "java", 40, 0, FORK)
                .process(42, "java", 41, 0, PEER);
        Report report = machine.examine();
        assertThat(find(report, "stale peers")).returns(Level.OK, Finding::level).returns("none", Finding::value);
        assertThat(find(report, "other measurements")).returns(Level.WARNING, Finding::level).returns("41, 42", Finding::value)
                .returns("ps -fp 41 (shows it; wait until its run ends)", Finding::remedy);
    }

    @Test
    void ourOwnAreNobodysBusiness() {
        machine.process(41, "java", OWN_PID, 0, FORK).process(42, "java", 41, 0, PEER);
        Report report = machine.examine();
        assertThat(find(report, "stale peers")).returns(Level.OK, Finding::level).returns("none", Finding::value);
        assertThat(find(report, "other measurements")).returns(Level.OK, Finding::level).returns("none", Finding::value);
    }

    @Test
    void someoneElsesJmhIsNotOurs() {
        machine.process(41, "java", 1, 0, "java", "-cp", "theirs.jar", "org.openjdk.jmh.runner.ForkedMain");
        assertThat(find(machine.examine(), "stale peers").value()).isEqualTo("none");
    }

    @Test
    void theBusiestAreNamedAndWeAreNot() {
        for (int pid = 10; pid < 15; pid++) {
            machine.process(pid, "cc1 (x) " + pid, 1, 0, "cc1");
        }
        Finding busy = find(machine.examine(() -> {
            machine.process(OWN_PID, "java", 1, 90, "java").process(9, "kworker/0:1", 2, 9);
            for (int pid = 10; pid < 15; pid++) {
                machine.process(pid, "cc1 (x) " + pid, 1, 2L * pid, "cc1");
            }
        }), "busy processes");
        assertThat(busy).returns(Level.WARNING, Finding::level)
                .returns("cc1 (x) 14 14 (28 % of a CPU), cc1 (x) 13 13 (26 % of a CPU), cc1 (x) 12 12 (24 % of a CPU) and 2 more",
                        Finding::value)
                .returns("ps -fp 14,13,12 (shows them; end them, or wait)", Finding::remedy);
    }

    @Test
    void nobodyBusyIsSaidWithTheirNumber() {
        Finding busy = find(machine.examine(() -> machine.ticks(105, 495, 0)), "busy processes");
        assertThat(busy).returns(Level.OK, Finding::level)
                .returns("none of 2 visible processes; all processes used 0.05 CPUs over 1 s", Finding::value);
    }

    @Test
    void whereOthersAreHiddenTheirUseShowsAndTheirPeersAreUnknown() {
        machine.write("proc/self/mountinfo", "22 28 0:21 / /proc rw - proc proc rw,hidepid=invisible");
        Report quiet = machine.examine(() -> machine.ticks(105, 495, 0));
        assertThat(find(quiet, "busy processes").level()).isEqualTo(Level.OK);
        assertThat(find(quiet, "stale peers")).returns(Level.UNKNOWN, Finding::level)
                .returns("unknown: /proc hides processes of other users (hidepid)", Finding::value);
        machine.ticks(100, 100, 0);
        assertThat(find(machine.examine(() -> machine.ticks(250, 350, 0)), "busy processes"))
                .returns(Level.WARNING, Finding::level)
                .returns("1.5 CPUs used by invisible processes: /proc hides processes of other users (hidepid)",
                        Finding::value);
    }

    @Test
    void rootIsNotHiddenFrom() {
        machine.write("proc/self/mountinfo", "22 28 0:21 / /proc rw - proc proc rw,hidepid=2")
                .write("proc/self/status", "Uid:\t0\t0\t0\t0");
        assertThat(find(machine.examine(), "stale peers").value()).isEqualTo("none");
    }

    @Test
    void aProcessNamespaceHidesThoseOutside() throws IOException {
        Files.delete(root.resolve("proc/self/ns/pid"));
        machine.link("proc/self/ns/pid", "pid:[4026532111]");
        Report report = machine.examine();
        assertThat(find(report, "stale peers").value()).isEqualTo("unknown: a namespace hides processes outside of it");
        assertThat(find(report, "virtualisation").value()).isEqualTo("none found, in a container (process namespace)");
    }
}
