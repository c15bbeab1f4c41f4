/** The files of a run. Measuring and reporting share only this package. */
package ipc.result;
