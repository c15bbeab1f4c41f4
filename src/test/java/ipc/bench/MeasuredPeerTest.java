package ipc.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.peer.Link;
import ipc.peer.MessageStream;
import ipc.peer.RoleKind;
import ipc.transport.Endpoint;
import ipc.transport.Traffic;
import java.util.BitSet;
import net.openhft.affinity.Affinity;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.options.TimeValue;

/** The comparison of message counts, with a real peer. */
class MeasuredPeerTest {
    private static final IterationParams MEASURED = new IterationParams(IterationType.MEASUREMENT, 1, TimeValue.seconds(1), 1);

    @Test
    void aDroppedOrMadeUpOperationFailsTheIteration() {
        try (MeasuredPeer peer = new MeasuredPeer()) {
            Link link = peer.open(Traffic.oneByOne(64), "sysv/condvar");
            exchange(link, 5);
            peer.startIteration(MEASURED);
            exchange(link, 10);
            assertThatCode(() -> peer.endIteration(9, 1)).doesNotThrowAnyException();
            assertThatThrownBy(() -> peer.endIteration(8, 1)).isInstanceOf(IllegalStateException.class)
                    .hasMessage("the peer sent 10"
                            + " messages in this iteration, but 8 latencies were recorded and 1 have none: messages were lost or counted twice");
            assertThatThrownBy(() -> peer.endIteration(10, 1)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aStreamThatIsNotWholeFailsTheIteration() {
        try (MeasuredPeer peer = new MeasuredPeer(); MessageStream stream = peer.openStream(64, 4, "sysv/futex")) {
            peer.startIteration(MEASURED);
            stream.play();
            for (int message = 0; message < 10; message++) {
                stream.send();
            }
            stream.stop();
            assertThatCode(() -> peer.endStream(10)).doesNotThrowAnyException();
            assertThatThrownBy(() -> peer.endStream(11)).isInstanceOf(IllegalStateException.class)
                    .hasMessage("the peer verified 10"
                            + " messages in this iteration, but 11 were sent: messages were lost or counted twice");
        }
    }

    @Test
    void theMeasuringThreadIsPinnedWhereTheForkWasTold() throws InterruptedException {
        BitSet allowed = Affinity.getAffinity();
        int cpu = allowed.nextSetBit(0);
        int other = allowed.length() - 1;
        System.setProperty("ipc.cpus", cpu + "," + other);
        BitSet[] seen = new BitSet[1];
        // A separate thread, so that the test's own thread is not pinned.
        Thread measuring = new Thread(() -> {
            try (MeasuredPeer peer = new MeasuredPeer()) {
                peer.startIteration(MEASURED);
                seen[0] = Affinity.getAffinity();
            }
        });
        measuring.start();
        measuring.join();
        System.clearProperty("ipc.cpus");
        BitSet wanted = new BitSet();
        wanted.set(cpu);
        assertThat(seen[0]).isEqualTo(wanted);
        assertThat(Affinity.getAffinity()).isEqualTo(allowed);
    }

    private static void exchange(Link link, long messages) {
        Endpoint endpoint = link.endpoint(0);
        link.play(RoleKind.ECHO);
        for (long sequence = 1; sequence <= messages; sequence++) {
            Exchange.roundTrip(endpoint, sequence, AddedDelay.NONE);
        }
        link.stop(endpoint);
    }
}
