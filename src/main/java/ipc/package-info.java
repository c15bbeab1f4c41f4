/** What every part may use. */
package ipc;
