/**
 * The benchmarks: one question per class, written against {@link ipc.transport.Endpoint}. {@link ipc.bench.RoundTrip} is the
 * simplest one.
 */
package ipc.bench;
