/** What a run leaves on disk: the one thing that measuring and reporting share. */
package ipc.result;
