/**
 * A run: profile and typed options to cells, cells to interleaved rounds, each cell of a round one JMH run with one fork,
 * the results merged and written.
 */
package ipc.session;
