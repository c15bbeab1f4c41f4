/**
 * The kernel's own statistics of the two processes, read around every measured iteration and right after any long operation, so
 * that what moved during it can explain it: time on the run queue, switches, faults, CPU time by kind of thread, stolen time.
 *
 * <p>All of it comes from {@code /proc} (proc(5); the kernel's Documentation/scheduler/sched-stats.rst) and from the CPU-time
 * clocks (clock_getcpuclockid(3)), for both processes, in nanoseconds. The JVM's OS statistics would add nothing: compilation and
 * collection times come in milliseconds and, like safepoint times, only for the JVM that asks, and most of them rest on
 * {@code -XX:+UsePerfData}, which is off. A compiler thread's CPU time is the compilation time, and all safepoint work, and the
 * serial collector, is the VM thread's.
 */
package ipc.osstats;
