/** The comparison of two runs, cell by cell. */
package ipc.analysis.compare;
