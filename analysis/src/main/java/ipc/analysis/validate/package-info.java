/** Checks of a run that was made to validate the program on a machine. */
package ipc.analysis.validate;
