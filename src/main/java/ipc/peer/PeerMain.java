package ipc.peer;

import ipc.transport.Endpoint;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The peer's {@code main}. Reads its {@link Orders}, opens its side of the transport, says {@code ready} and plays its
 * role on the main thread, while a second thread answers the owner's questions and notices its end.
 */
public final class PeerMain {
    /** The owner's question for the number of messages sent. */
    static final String COUNT = "count";

    private static final int FAILED = 1;
    private static final String OWNER = "the fork";

    private PeerMain() {
    }

    /** @param arguments none */
    public static void main(String[] arguments) {
        try {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            Orders orders = Orders.read(in);
            Transport transport = Transports.get(orders.transport());
            Role role = orders.role().newRole();
            Endpoint endpoint = transport.open(orders.descriptor(), orders.sizeBytes(), PeerMain::ownerIsWatched);
            answer(in, role);
            Pinning.pin(orders.cpu());
            System.out.println(Orders.ANSWER + orders.readyLine());
            role.run(endpoint);
        } catch (Throwable e) {
            // Said on standard error, whose tail the owner quotes.
            System.err.println("ipc-roundtrip: the peer failed: " + e);
            e.printStackTrace();
            Runtime.getRuntime().halt(FAILED);
        }
    }

    /** A peer may wait as long as it likes: its owner's death ends it, whatever it is doing. */
    private static void ownerIsWatched(long waitedNanos) {
        // Nothing to do: see answer().
    }

    /** Answers the owner until its pipe closes, then leaves. Started before pinning, so that it stays off that CPU. */
    private static void answer(BufferedReader in, Role role) {
        Thread control = new Thread(() -> {
            try {
                for (String question = in.readLine(); question != null; question = in.readLine()) {
                    System.out.println(Orders.ANSWER + (question.equals(COUNT) ? COUNT + " " + role.sent() : "what? " + question));
                }
            } catch (IOException e) {
                // A pipe that cannot be read has ended.
            }
            OwnerWatch.leave(OWNER);
        }, "control");
        control.setDaemon(true);
        control.start();
    }
}
