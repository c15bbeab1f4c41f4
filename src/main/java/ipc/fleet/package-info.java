/** Other machines: packs the program for them, and measures on many of them with Ansible. */
package ipc.fleet;
