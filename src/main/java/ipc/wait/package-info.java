/** Wait strategies: how one side learns that the other side has written. There is one class per strategy. */
package ipc.wait;
