/** Memory that two processes share: one class per kind, each showing how its kind is made, found and given back. */
package ipc.region;
