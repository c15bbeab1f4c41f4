package ipc.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of result directories, and malicious archives. */
class ResultArchiveTest {
    @TempDir
    private Path work;

    private Path archive;

    @BeforeEach
    void name() {
        archive = work.resolve("a.tar.gz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "./", "run/", "./results/run/"})
    void isReadLikeTheDirectoryHoweverDeepItLies(String prefix) throws IOException {
        ResultDirectory directory = ResultDirectory.create(work.resolve("run"));
        RunRecord run = RunRecords.run("box");
        directory.writeRun(run);
        String blocks = directory.writeBlocks("cell", List.of(List.of(new Block(0, false, 1, 2, 3))));
        pack(tar -> {
            file(tar, prefix + "table.md", "before");
            for (String name : List.of("run.json", blocks)) {
                file(tar, prefix + name, Files.readAllBytes(directory.path().resolve(name)));
            }
        });
        ResultDirectory opened = ResultDirectory.open(archive);
        assertThat(opened.readRun()).isEqualTo(run);
        assertThat(opened.readBlocks(blocks)).containsExactly(new Block(0, false, 1, 2, 3));
        try (InputStream table = opened.open("table.md")) {
            assertThat(table.readAllBytes()).asString().isEqualTo("before");
        }
        assertThatThrownBy(() -> opened.open("jmh.json")).isInstanceOf(NoSuchFileException.class);
        Path unpacked = Files.createDirectory(work.resolve("unpacked"));
        ResultArchive.open(archive).unpack(unpacked);
        assertThat(ResultDirectory.open(unpacked).readRun()).isEqualTo(run);
        assertThat(unpacked.resolve(blocks)).hasSameBinaryContentAs(directory.path().resolve(blocks));
    }

    @Test
    void aTarOfTheSystemsIsRead() throws IOException, InterruptedException {
        ResultDirectory.create(work.resolve("run")).writeRun(RunRecords.run("box"));
        assertThat(new ProcessBuilder("tar", "-czf", archive.toString(), "-C", work.toString(), "run").start().waitFor())
                .isZero();
        assertThat(ResultDirectory.open(archive).readRun().machine().name()).isEqualTo("box");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "run/../../evil", "/etc/evil", "run/.."})
    void aNameThatLeadsOutsideIsRefused(String name) throws IOException {
        pack(tar -> {
            run(tar);
            file(tar, name, "evil");
        });
        refused("leads outside of it");
        assertThat(work.resolve("../evil")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_CHR, TarConstants.LF_BLK,
        TarConstants.LF_FIFO})
    void whatIsNeitherFileNorDirectoryIsRefused(byte kind) throws IOException {
        pack(tar -> {
            TarArchiveEntry link = new TarArchiveEntry("run/histograms", kind);
            link.setLinkName(work.toString());
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            file(tar, "run/histograms/evil", "evil");
            run(tar);
        });
        refused("run/histograms in it is neither a regular file nor a directory");
        assertThat(work.resolve("evil")).doesNotExist();
    }

    @Test
    void aNameMovesNoCursor() throws IOException {
        pack(tar -> file(tar, "../\u001b[2Jevil", "evil"));
        refused("../?[2Jevil in it leads outside");
    }

    @Test
    void aBombIsRefusedBeforeItIsUnpacked() throws IOException {
        pack(tar -> {
            run(tar);
            file(tar, "run/zeros", new byte[1 << 20]);
        });
        assertThatThrownBy(() -> ResultArchive.open(archive, new TarReader.Limits(1 << 20, 1 << 20, 10, 4 << 20)))
                .isInstanceOf(BadInputException.class).hasMessageContaining("unpacks to more than 1048576 bytes");
        assertThat(ResultArchive.open(archive, new TarReader.Limits(1 << 20, 2 << 20, 10, 4 << 20))).isNotNull();
    }

    @Test
    void aNameOfGigabytesIsRefusedBeforeItTakesMemory() throws IOException {
        byte[] header = header("././@LongLink", 1L << 31, TarConstants.LF_GNUTYPE_LONGNAME);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
            out.write(header);
            byte[] letters = new byte[1 << 20];
            Arrays.fill(letters, (byte) 'a');
            for (int i = 0; i < 64; i++) {
                out.write(letters);
            }
        }
        refused("is too long");
    }

    @Test
    void whatIsNotKeptIsUnpackedAgainOnlySoOften() throws IOException {
        pack(tar -> {
            run(tar);
            file(tar, "run/histograms/small", "small");
            file(tar, "run/zeros", new byte[1 << 20]);
            file(tar, "run/last", "last");
        });
        ResultArchive opened = ResultArchive.open(archive, new TarReader.Limits(1 << 20, 2 << 20, 10, 4 << 20));
        for (int i = 0; i < 10; i++) {
            try (InputStream small = opened.open("histograms/small")) {
                assertThat(small.readAllBytes()).asString().isEqualTo("small");
            }
            assertThatThrownBy(() -> opened.open("none")).isInstanceOf(NoSuchFileException.class);
        }
        try (InputStream last = opened.open("last")) {
            assertThat(last.readAllBytes()).asString().isEqualTo("last");
        }
        opened.open("last").close();
        assertThatThrownBy(() -> opened.open("last")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("takes more than 4194304 bytes of unpacking");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 600})
    void aNameThatNoFileCanHaveIsRefused(int depth) throws IOException {
        pack(tar -> {
            run(tar);
            file(tar, depth == 1 ? "run/" + "a".repeat(256) : "run/" + "a/".repeat(depth) + "a", "");
        });
        refused("a name in it is too long");
    }

    @Test
    void tooManyFilesAreRefused() throws IOException {
        pack(tar -> {
            run(tar);
            for (int i = 0; i < 10; i++) {
                file(tar, "run/" + i, "");
            }
        });
        assertThatThrownBy(() -> ResultArchive.open(archive, new TarReader.Limits(1 << 20, 1 << 20, 10, 4 << 20)))
                .isInstanceOf(BadInputException.class).hasMessageContaining("more than 10 files");
    }

    @Test
    void aLargeArchiveIsNotEvenRead() throws IOException {
        pack(ResultArchiveTest::run);
        assertThatThrownBy(() -> ResultArchive.open(archive, new TarReader.Limits(10, 1 << 20, 10, 4 << 20)))
                .isInstanceOf(BadInputException.class).hasMessageContaining("is too large (");
    }

    @Test
    void aRunOfGigabytesIsRefused() throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
            out.write(header("run/run.json", 65L << 20, TarConstants.LF_NORMAL));
        }
        refused("run.json is too large (");
    }

    @Test
    void aFileThatIsThereTwiceIsNotOverwritten() throws IOException {
        pack(tar -> {
            run(tar);
            file(tar, "run/table.md", "one");
            file(tar, "run/table.md", "two");
        });
        Path unpacked = Files.createDirectory(work.resolve("unpacked"));
        assertThatThrownBy(() -> ResultArchive.open(archive).unpack(unpacked))
                .isInstanceOf(BadInputException.class).hasMessageContaining("twice");
        assertThat(unpacked.resolve("table.md")).hasContent("one");
    }

    @Test
    void whatStandsBesideTheResultsIsNotUnpacked() throws IOException {
        pack(tar -> {
            file(tar, "other", "other");
            run(tar);
        });
        Path unpacked = Files.createDirectory(work.resolve("unpacked"));
        ResultArchive.open(archive).unpack(unpacked);
        try (Stream<Path> files = Files.list(unpacked)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("run.json");
        }
    }

    @Test
    void severalOrNoResultDirectoriesAreRefused() throws IOException {
        pack(tar -> {
            file(tar, "a/run.json", "{}");
            file(tar, "b/run.json", "{}");
        });
        refused("holds more than one run.json");
        pack(tar -> file(tar, "a/table.md", ""));
        refused("holds no run.json");
    }

    @Test
    void damageIsSaidInOneLine() throws IOException {
        pack(ResultArchiveTest::run);
        byte[] whole = Files.readAllBytes(archive);
        for (int length = 0; length < whole.length - 8; length += 7) {
            Files.write(archive, Arrays.copyOf(whole, length));
            refused("is not a whole .tar.gz archive: ");
        }
        Files.writeString(archive, "no gzip");
        refused("is not a whole .tar.gz archive: ");
        Files.write(work.resolve("file"), whole);
        assertThatThrownBy(() -> ResultDirectory.open(work.resolve("file"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("is a file; name a result directory, or the .tar.gz archive of one");
    }

    private void refused(String why) {
        assertThatThrownBy(() -> ResultDirectory.open(archive)).isInstanceOf(BadInputException.class)
                .hasMessageContaining(why).hasMessageContaining("a.tar.gz");
    }

    @FunctionalInterface
    private interface Content {
        void write(TarArchiveOutputStream tar) throws IOException;
    }

    private void pack(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            content.write(tar);
        }
        Files.write(archive, bytes.toByteArray());
    }

    private static void run(TarArchiveOutputStream tar) throws IOException {
        file(tar, "run/run.json", "{\"format\" : 3}");
    }

    private static void file(TarArchiveOutputStream tar, String name, String text) throws IOException {
        file(tar, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void file(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    /** A header without content, so that it can announce more than any file has. */
    private static byte[] header(String name, long size, byte kind) {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind);
        entry.setSize(size);
        byte[] header = new byte[512];
        entry.writeEntryHeader(header);
        return header;
    }
}
