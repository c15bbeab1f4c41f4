/**
 * The second process: how a fork starts, greets, watches and ends its peer, and the roles a peer can play. A peer is a
 * JVM of its own, never a thread.
 */
package ipc.peer;
