/** The cleanup ledger: what a run creates that could outlast its processes, written before it is created. */
package ipc.ledger;
