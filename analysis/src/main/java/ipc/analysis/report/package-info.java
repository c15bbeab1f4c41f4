/** The report: one HTML page with charts, for one or several runs. */
package ipc.analysis.report;
