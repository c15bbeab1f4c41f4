package ipc.transport;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that keeps both sides of every available transport open until its standard input ends. */
final class AllOpen {
    private AllOpen() {
    }

    /** @param arguments a directory for mapped files */
    public static void main(String[] arguments) throws IOException {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Transport transport : Transports.list()) {
            Traffic traffic = Traffic.oneByOne(transport.unsupportedSize(64).isEmpty() ? 64 : 8);
            if (transport.unavailable().isEmpty() && transport.unsupported(traffic).isEmpty()) {
                Transport.Created created = transport.create(traffic, Path.of(arguments[0]), waited -> {});
                endpoints.add(transport.open(created.handle(), traffic, waited -> {}));
                created.onPeerOpened().run();
                endpoints.add(created.endpoint());
            }
        }
        System.out.println(endpoints.size() + " sides are open");
        System.in.read();
        endpoints.forEach(Endpoint::close);
    }
}
