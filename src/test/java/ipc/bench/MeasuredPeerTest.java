package ipc.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.peer.Payload;
import ipc.peer.RoleKind;
import ipc.transport.Endpoint;
import java.util.BitSet;
import net.openhft.affinity.Affinity;
import org.junit.jupiter.api.Test;

/** The comparison of counts that fails a cell, with a real peer. */
class MeasuredPeerTest {
    @Test
    void aDroppedOrMadeUpOperationFailsTheIteration() {
        try (MeasuredPeer peer = new MeasuredPeer(RoleKind.ECHO, "sysv/condvar", 64)) {
            exchange(peer, 1, 5);
            peer.startIteration();
            exchange(peer, 6, 15);
            assertThatCode(() -> peer.endIteration(9, 1)).doesNotThrowAnyException();
            assertThatThrownBy(() -> peer.endIteration(8, 1)).isInstanceOf(IllegalStateException.class).hasMessage("the peer sent 10"
                    + " messages in this iteration, but 8 latencies were recorded and 1 have none: some were dropped or made up");
            assertThatThrownBy(() -> peer.endIteration(10, 1)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theMeasuringThreadIsPinnedWhereTheForkWasTold() throws InterruptedException {
        BitSet allowed = Affinity.getAffinity();
        int cpu = allowed.nextSetBit(0);
        int other = allowed.length() - 1;
        System.setProperty("ipc.cpus", cpu + "," + other);
        BitSet[] seen = new BitSet[1];
        // A thread of its own: the test's stays as free as it was.
        Thread measuring = new Thread(() -> {
            try (MeasuredPeer peer = new MeasuredPeer(RoleKind.ECHO, "sysv/condvar", 64)) {
                peer.startIteration();
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

    private static void exchange(MeasuredPeer peer, long first, long last) {
        Endpoint endpoint = peer.endpoint();
        for (long sequence = first; sequence <= last; sequence++) {
            Payload.fill(endpoint, sequence);
            endpoint.send(sequence);
            Payload.verify(endpoint, sequence, endpoint.receive());
        }
    }
}
