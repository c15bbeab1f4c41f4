package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the list of components in the jar: that it is complete, has the right checksums, and names compatible licences. */
@Tag("once")
class SbomIT {
    private static final String SBOM = "META-INF/sbom/application.cdx.json";
    /** The licences of the libraries in the jar. Only Apache-2.0 and that of JMH ask for more than to be named. */
    private static final Set<String> LICENCES = Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "CC0-1.0",
            "GNU General Public License (GPL), version 2, with the Classpath exception");

    private static JsonNode sbom;

    @BeforeAll
    static void readIt() throws IOException {
        try (ZipFile jar = new ZipFile(Harness.JAR.toFile()); InputStream in = jar.getInputStream(jar.getEntry(SBOM))) {
            sbom = JsonMapper.builder().build().readTree(in);
        }
    }

    /** If this fails, a dependency or a downloaded file has changed, and {@code checks/sbom.sh} must run. */
    @Test
    void itsComponentsAreTheLibrariesInTheJarByteForByte() throws IOException, NoSuchAlgorithmException {
        Map<String, String> named = new TreeMap<>();
        for (JsonNode component : sbom.get("components")) {
            named.put(component.get("name").asText() + "-" + component.get("version").asText() + ".jar",
                    component.get("hashes").get(0).get("content").asText());
        }
        Map<String, String> found = new TreeMap<>();
        for (Path library : libraries()) {
            found.put(library.getFileName().toString(), sha256(library));
        }
        assertThat(found).isEqualTo(named);
    }

    @Test
    void itDescribesThisProgram() throws IOException {
        JsonNode program = sbom.get("metadata").get("component");
        assertThat(program.get("name").asText()).isEqualTo("ipc-roundtrip");
        assertThat(Files.readString(Harness.HOME.resolve("pom.xml")))
                .contains("<artifactId>ipc-roundtrip</artifactId>\n  <version>" + program.get("version").asText() + "</version>");
    }

    @Test
    void everyLicenceIsCompatible() {
        for (JsonNode component : sbom.get("components")) {
            // A user may choose one of several licences.
            assertThat(StreamSupport.stream(component.get("licenses").spliterator(), false).map(SbomIT::licence))
                    .as(component.get("name").asText()).isNotEmpty().anyMatch(LICENCES::contains);
        }
    }

    private static String licence(JsonNode choice) {
        JsonNode licence = choice.get("license");
        return licence.has("id") ? licence.get("id").asText() : licence.get("name").asText();
    }

    /** The libraries on the class path that have a class or another file of their own in the jar. */
    private static List<Path> libraries() throws IOException {
        Map<String, Long> packed = contents(Harness.JAR);
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(path -> path.toString().endsWith(".jar") && !path.startsWith(Harness.HOME))
                .filter(path -> contents(path).entrySet().stream()
                        .anyMatch(entry -> entry.getValue().equals(packed.get(entry.getKey()))))
                .toList();
    }

    /** The checksums of the files in a jar by their names, without files that many libraries have. */
    private static Map<String, Long> contents(Path jar) {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            return file.stream().filter(entry -> !entry.isDirectory()).filter(SbomIT::isItsOwn)
                    .collect(Collectors.toMap(ZipEntry::getName, ZipEntry::getCrc, (first, second) -> first));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isItsOwn(ZipEntry entry) {
        String name = entry.getName();
        return name.contains("/") && !name.startsWith("META-INF/") || name.startsWith("META-INF/resources/");
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
