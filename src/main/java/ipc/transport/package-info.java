/** Complete mechanisms that carry messages between two processes, behind one interface: {@link ipc.transport.Endpoint}. */
package ipc.transport;
