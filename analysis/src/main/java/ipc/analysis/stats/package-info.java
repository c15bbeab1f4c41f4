/** Statistics over rounds and pairs: intervals of medians, rank tests, placements of the CPUs. */
package ipc.analysis.stats;
