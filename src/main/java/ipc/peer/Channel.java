package ipc.peer;

import ipc.transport.Traffic;
import ipc.transport.Transport;

/**
 * One of the ways that a {@link Link} opens.
 *
 * @param transport how messages cross
 * @param traffic   what it is to carry
 */
record Channel(Transport transport, Traffic traffic) {
    /** What the peer must know to open its side, but for the handle: words. */
    String words() {
        return transport.name() + " " + traffic.sizeBytes() + " " + traffic.windowToPeer() + " " + traffic.windowToFork();
    }
}
