/** Records the latency of every operation in the fork and returns the histograms as JMH results. */
package ipc.histogram;
