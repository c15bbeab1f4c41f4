package ipc.transport;

import ipc.peer.Payload;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A program that sends a message to itself through each named transport, and prints nothing. */
final class OneMessageEach {
    private OneMessageEach() {
    }

    /** @param arguments a directory, then names of transports */
    public static void main(String[] arguments) {
        Stream<Transport> transports = Stream.of(arguments).skip(1).map(Transports::get);
        transports.filter(transport -> transport.unavailable().isEmpty()).forEach(transport -> {
            Traffic traffic = Traffic.oneByOne(transport.unsupportedSize(64).isEmpty() ? 64 : 8);
            Transport.Created created = transport.create(traffic, Path.of(arguments[0]), waited -> {});
            Endpoint peer = transport.open(created.handle(), traffic, waited -> {});
            created.onPeerOpened().run();
            Payload.fill(created.endpoint(), 1);
            created.endpoint().send(1);
            Payload.verify(peer, 1, peer.receive());
            peer.close();
            created.endpoint().close();
        });
    }
}
