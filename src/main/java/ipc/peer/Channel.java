package ipc.peer;

import ipc.transport.Traffic;
import ipc.transport.Transport;

/**
 * One transport of a {@link Link}, with the messages that it will carry.
 *
 * @param transport how messages cross
 * @param traffic   size and number of the messages in each direction
 */
record Channel(Transport transport, Traffic traffic) {
    /** This channel in the command {@link PeerMain#OPEN}, without the handle: transport, size and the two windows. */
    String words() {
        return transport.name() + " " + traffic.sizeBytes() + " " + traffic.windowToPeer() + " " + traffic.windowToFork();
    }
}
