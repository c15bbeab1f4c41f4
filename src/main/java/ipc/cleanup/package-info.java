/**
 * The only code that removes the objects of a run. The launcher removes everything at its end. If it is killed,
 * its keeper does; if both are killed, {@code ./run.sh clean} does.
 */
package ipc.cleanup;
