/**
 * The kernel's statistics of the two processes: run-queue time, context switches, page faults, CPU time by kind of thread, and
 * stolen time. They are read around every measured iteration and right after long operations, so that their changes can explain a
 * long operation.
 *
 * <p>The sources are {@code /proc} (proc(5); the kernel's Documentation/scheduler/sched-stats.rst) and the CPU-time clocks
 * (clock_getcpuclockid(3)). Times are in nanoseconds. The JVM's own statistics would add nothing. They come in milliseconds,
 * cover only the JVM that asks, and mostly need {@code -XX:+UsePerfData}, which is off. The CPU time of the compiler threads is
 * the compilation time. The VM thread does all safepoint work and runs the serial collector.
 */
package ipc.osstats;
