/** Classes that every part of the program may use. */
package ipc;
