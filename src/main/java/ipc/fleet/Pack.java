package ipc.fleet;

import ipc.BadInputException;
import ipc.result.WholeFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.CodeSource;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Packs what a machine without Maven, sources or network needs into one {@code .tar.gz}: the jar, {@code run.sh} and the
 * profiles. The machine needs Linux with the GNU C library, Java 17 or newer (a runtime is enough), bash, tar and gzip.
 *
 * <p>The same input gives the same bytes: names are sorted, owners, modes and times are fixed, and the gzip header has no time.
 * The jar's own bytes depend on its sources and the compiler.
 */
public final class Pack {
    /** Name of the folder in the archive. */
    public static final String NAME = "ipc-roundtrip";
    /** File name of the archive. */
    public static final String FILE = NAME + ".tar.gz";
    /** File name of the checksum, which {@code sha256sum -c} reads. */
    public static final String CHECKSUM = FILE + ".sha256";

    private static final String RUN_SH = "run.sh";
    private static final String PROFILES = "jmh-profiles";
    private static final List<String> BESIDE = List.of("LICENSE", "README.md");
    /** 2026-01-01, as in the jar. tar warns about 1970. */
    private static final long TIME_MILLIS = 1_767_225_600_000L;
    private static final int PROGRAM = 0755;
    private static final int TEXT = 0644;
    private static final String HOME = "ipc.home";

    private Pack() {
    }

    /**
     * Writes the archive and its checksum. The archive appears complete or not at all.
     *
     * @param directory target directory; created if necessary
     * @return the archive
     * @throws BadInputException if it cannot be written, or a part of this program is unavailable
     */
    public static Path write(Path directory) {
        try {
            Files.createDirectories(directory);
            Path archive = directory.resolve(FILE);
            Path aside = Files.createTempFile(directory, FILE, ".part");
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                try (OutputStream out = new DigestOutputStream(Files.newOutputStream(aside), digest)) {
                    write(out);
                }
                Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rw-r--r--"));
                Files.move(aside, archive, StandardCopyOption.ATOMIC_MOVE);
                WholeFiles.writeText(directory.resolve(CHECKSUM),
                        out -> out.write(HexFormat.of().formatHex(digest.digest()) + "  " + FILE + "\n"));
            } finally {
                Files.deleteIfExists(aside);
            }
            return archive;
        } catch (IOException e) {
            throw new BadInputException("cannot write an archive to " + directory + " (" + e.getClass().getSimpleName() + ": "
                    + e.getMessage() + "); name a directory that you can write to");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the archive's bytes to a stream and leaves the stream open. */
    static void write(OutputStream out) throws IOException {
        Path home = home();
        SortedMap<String, Path> files = new TreeMap<>();
        files.put(NAME + ".jar", jar());
        files.put(RUN_SH, home.resolve(RUN_SH));
        for (String name : BESIDE) {
            if (Files.isRegularFile(home.resolve(name))) {
                files.put(name, home.resolve(name));
            }
        }
        // Without a folder beside run.sh, the profiles in the jar are used.
        if (Files.isDirectory(home.resolve(PROFILES))) {
            try (Stream<Path> profiles = Files.list(home.resolve(PROFILES))) {
                profiles.filter(Files::isRegularFile)
                        .forEach(profile -> files.put(PROFILES + "/" + profile.getFileName(), profile));
            }
        }
        GZIPOutputStream packed = new GZIPOutputStream(out);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(packed, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        for (var file : files.entrySet()) {
            TarArchiveEntry entry = new TarArchiveEntry(NAME + "/" + file.getKey());
            byte[] bytes = Files.readAllBytes(file.getValue());
            entry.setSize(bytes.length);
            entry.setMode(file.getKey().equals(RUN_SH) ? PROGRAM : TEXT);
            entry.setIds(0, 0);
            entry.setNames("", "");
            entry.setModTime(TIME_MILLIS);
            tar.putArchiveEntry(entry);
            tar.write(bytes);
            tar.closeArchiveEntry();
        }
        // Not closed: the stream belongs to the caller.
        tar.finish();
        packed.finish();
    }

    private static Path home() {
        String home = System.getProperty(HOME);
        if (home == null || !Files.isRegularFile(Path.of(home, RUN_SH))) {
            throw new BadInputException("run.sh was not found; start this program with ./run.sh");
        }
        return Path.of(home);
    }

    private static Path jar() {
        try {
            CodeSource source = Pack.class.getProtectionDomain().getCodeSource();
            Path jar = source == null ? null : Path.of(source.getLocation().toURI());
            if (jar == null || !Files.isRegularFile(jar)) {
                throw new BadInputException("the jar was not found: this program runs from " + jar + "; start it with ./run.sh");
            }
            return jar;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
