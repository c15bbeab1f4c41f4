/** A run as reports speak of it: names of cells and machines, captions, cautions, verdicts on pairs. */
package ipc.analysis.run;
