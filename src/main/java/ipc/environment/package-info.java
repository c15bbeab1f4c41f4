/** Facts about the machine, and how they affect the measurements. This package only reads. */
package ipc.environment;
