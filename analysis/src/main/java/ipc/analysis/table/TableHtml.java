package ipc.analysis.table;

import ipc.analysis.document.Html;

/** A table as a page of its own. The page refers to nothing outside itself and has no scripts; all text is escaped. */
final class TableHtml {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>ipc-roundtrip</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
            .scroll { margin: 1rem 0; overflow-x: auto; }
            table { border-collapse: collapse; }
            caption { text-align: left; }
            td { font-variant-numeric: tabular-nums; }
            th, td { border: 1px solid; padding: 0.2rem 0.6rem; text-align: right; }
            .words { text-align: left; }
            thead th[colspan] { text-align: center; }
            </style>
            </head>
            <body>
            """;
    private static final String FOOT = """
            </body>
            </html>
            """;

    private TableHtml() {
    }

    static String format(TableReport report) {
        return HEAD + Html.render(report.document()) + FOOT;
    }
}
