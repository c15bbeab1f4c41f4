/**
 * async-profiler around what is measured: how a process of a cell is profiled, and how the stacks of fork and peer of all rounds
 * become one flame graph.
 */
package ipc.profile;
