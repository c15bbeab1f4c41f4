/** What is measured, and nothing else: one benchmark per class, written once against {@link ipc.transport.Endpoint}. */
package ipc.bench;
