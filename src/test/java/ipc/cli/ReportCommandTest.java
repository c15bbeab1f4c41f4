package ipc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests where the page is written and what it does not overwrite. */
class ReportCommandTest {
    private static final String RECORD = """
            {"format": 1, "tool": "t", "started": "2026-01-02T03:04:05Z", "finished": "2026-01-02T03:04:06Z", "complete": true,
             "profile": "quick", "profileNote": "", "commandLine": [], "options": [], "seed": 1, "rounds": 1, "order": [],
             "machine": {"name": "box", "cpuModel": "c", "logicalCpus": 2, "virtualisation": "", "os": "o", "kernel": "k",
             "architecture": "a", "java": "j"}, "cpus": "CPUs 0 and 1, far", "mapping": {"directory": "d", "fileSystem": "ext4"},
             "cells": [], "warnings": []}
            """;

    @TempDir
    private Path work;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void makeRuns() throws IOException {
        for (String name : List.of("a", "b")) {
            Files.createDirectory(work.resolve(name));
            Files.writeString(work.resolve(name).resolve("run.json"), RECORD);
        }
    }

    @Test
    void ofOneRunItStandsInItsDirectoryAndMayBeWrittenAgain() throws IOException {
        Path page = work.resolve("a/report.html");
        for (int i = 0; i < 2; i++) {
            assertThat(run("report", work.resolve("a").toString())).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).endsWith(page + "\n");
            assertThat(page).content().startsWith("<!DOCTYPE html>").contains("./run.sh quick --seed 1").endsWith("</html>\n");
        }
        assertThat(err.size()).isZero();
    }

    @Test
    void nothingElseIsOverwritten() throws IOException {
        Path file = Files.writeString(work.resolve("page.html"), "<!DOCTYPE html>\nmine");
        assertThat(run("report", "--out", file.toString(), work.resolve("a").toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err()).contains("page.html is there and is no report; name another file with --out");
        assertThat(file).hasContent("<!DOCTYPE html>\nmine");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThat(run("report", "--out", file.toString(), work.resolve("a").toString())).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void severalGoWhereOneSays() {
        Path page = work.resolve("both.html");
        assertThat(run("report", "--out", page.toString(), work.resolve("a").toString(), work.resolve("b").toString())).isZero();
        assertThat(page).content().contains("<title>Round trips between processes: 2 runs</title>");
        assertThat(run("report", "--out", "-", work.resolve("a").toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith(page + "\n<!DOCTYPE html>").endsWith("</html>\n");
    }

    @Test
    void whatCannotBeReadOrWrittenIsSaidInOneLine() {
        assertThat(run("report", work.resolve("c").toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err()).contains("c: no such directory; name a result directory");
        assertThat(run("report", "--out", work.resolve("no/such.html").toString(), work.resolve("a").toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err()).contains("the report cannot be written to ", "name a file with --out");
    }

    private int run(String... arguments) {
        return new Main(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                false)
                .run(List.of(arguments));
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
