/**
 * The one reader of {@code /proc}, {@code /sys} and what the kernel says about processes, mounts and sets of CPUs. Pure Java, at
 * the bottom. Only {@code ipc.osstats.ProcFile} reads there too, because it must not allocate.
 */
package ipc.proc;
