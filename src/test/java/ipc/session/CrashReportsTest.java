package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashReportsTest {
    @TempDir
    private Path work;

    @Test
    void keepsEveryReportAndNamesTheLast() throws IOException {
        Path directory = Files.createDirectory(work.resolve("private"));
        Path results = Files.createDirectory(work.resolve("results"));
        CrashReports reports = new CrashReports(directory, results);
        assertThat(reports.keep()).isEmpty();
        assertThat(results).isEmptyDirectory();
        Files.writeString(directory.resolve("hs_err_pid1.log"), "first");
        Files.writeString(directory.resolve("hs_err_pid2.log"), "second");
        Files.writeString(directory.resolve("another"), "");
        assertThat(reports.keep()).contains(results.resolve("crashes/hs_err_pid2.log"));
        assertThat(results.resolve("crashes/hs_err_pid1.log")).hasContent("first");
        assertThat(directory.resolve("another")).exists();
        assertThat(new CrashReports(work.resolve("gone"), results).keep()).isEmpty();
    }
}
