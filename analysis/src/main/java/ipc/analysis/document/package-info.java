/**
 * The one model of everything that reporters tell: a {@link ipc.analysis.document.Document} of tables, findings, warnings and
 * notes, and the renderers that turn it into Markdown (which is also what a terminal shows), HTML, CSV and JSON. A renderer never
 * reads what another one wrote.
 */
package ipc.analysis.document;
