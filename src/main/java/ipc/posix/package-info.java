/**
 * The C library as Java sees it: direct-mapped calls, one class per topic, and errors that name the call, its arguments
 * and the reason. Nothing above this package touches JNA; addresses cross its border as plain {@code long}s.
 */
package ipc.posix;
