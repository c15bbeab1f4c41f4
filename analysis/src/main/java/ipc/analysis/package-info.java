/**
 * The reporters: read result directories, select what a table shows, decide what may be said about it, format it. They
 * know what a run leaves on disk ({@link ipc.result}) and nothing of how it was measured.
 */
package ipc.analysis;
