/** The choice of a transport for a message size and rate, with the evidence for it. */
package ipc.analysis.advise;
