/**
 * The second process: how a fork starts, checks, watches and ends its peer, and the roles that a peer can play. A peer is always
 * a JVM of its own; only {@link ipc.peer.PeerThread}, a baseline, is a thread.
 */
package ipc.peer;
