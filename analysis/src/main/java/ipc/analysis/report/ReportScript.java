package ipc.analysis.report;

import java.util.List;
import java.util.stream.Collectors;

/** The script of the report's page: its parts, joined into one. */
final class ReportScript {
    /** A part may use the constants of the parts before it, and the functions of all. */
    private static final List<String> PARTS = List.of("theme", "words", "elements", "axes", "plugins", "looks", "figure",
            "series", "percentiles", "distribution", "cost", "growth", "pairs", "time", "tracks", "page");

    private ReportScript() {
    }

    /** One function that runs at once, so that no name of a part meets a name of the chart library. */
    static String text() {
        return PARTS.stream().map(part -> ReportPage.resource(part + ".js"))
                .collect(Collectors.joining("\n", "'use strict';\n(() => {\n", "})();\n"));
    }
}
