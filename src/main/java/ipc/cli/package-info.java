/** The command line: commands, help, exit codes. */
package ipc.cli;
