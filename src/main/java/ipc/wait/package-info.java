/** Ways for one side to learn that the other has written: one class per strategy. */
package ipc.wait;
