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
}
