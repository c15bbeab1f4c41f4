/** Memory that two processes share. There is one class per kind; each shows how its kind is created, found and freed. */
package ipc.region;
