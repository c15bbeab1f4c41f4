/** Complete ways to cross from one process to another, behind one small contract: {@link ipc.transport.Endpoint}. */
package ipc.transport;
