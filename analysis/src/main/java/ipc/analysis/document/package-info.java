/**
 * The one model of everything that reporters tell: a {@link ipc.analysis.document.Document} of tables, findings, warnings and
 * notes. Renderers turn it into HTML, CSV, JSON and Markdown, which a terminal also shows. A renderer never reads what another
 * one wrote.
 */
package ipc.analysis.document;
