package ipc.analysis;

import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * A table as a page of its own: what the markdown says, for whoever has no reader of it. It refers to nothing outside itself and
 * runs nothing; names from outside, of machines for instance, can bring no HTML into it.
 */
final class TableHtml {
    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder().extensions(TABLES).escapeHtml(true).sanitizeUrls(true)
            .build();
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
            table { border-collapse: collapse; display: block; margin: 1rem 0; overflow-x: auto; }
            td { font-variant-numeric: tabular-nums; }
            th, td { border: 1px solid; padding: 0.2rem 0.6rem; text-align: left; }
            th + th, td + td { text-align: right; }
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

    static String format(TableReport table) {
        return HEAD + RENDERER.render(PARSER.parse(table.text().markdown())) + FOOT;
    }
}
