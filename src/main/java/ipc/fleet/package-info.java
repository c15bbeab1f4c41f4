/** Other machines: what they need to measure, packed; and measuring on many of them by Ansible. */
package ipc.fleet;
