/**
 * What a run leaves, and its removal: the only code that does this. The launcher removes everything at its end. If it is killed,
 * its keeper does; if both are killed, {@code ./run.sh clean} does.
 */
package ipc.cleanup;
