/**
 * The C library for Java: direct-mapped calls, one class per topic. Errors name the call, its arguments and the reason.
 *
 * <p>No other package uses JNA. Addresses are plain {@code long}s outside this package.
 */
package ipc.posix;
