/** Recording the latency of every operation in the fork, and carrying the histograms home as JMH results. */
package ipc.histogram;
