/** The tables: selection of cells, rows and columns, and what a run prints. */
package ipc.analysis.table;
