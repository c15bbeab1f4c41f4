/** Facts about the machine, and what they mean for the numbers. Reads, never changes. */
package ipc.environment;
