package ipc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Versions of the libraries inside this jar. The build writes them to a resource, because merged jars lose the libraries'
 * manifests.
 */
public final class Libraries {
    private static final Properties VERSIONS = new Properties();

    static {
        try (InputStream in = Libraries.class.getResourceAsStream("libraries.properties")) {
            VERSIONS.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Libraries() {
    }

    /**
     * The version of a library.
     *
     * @param artifact its Maven artifact id
     */
    public static String version(String artifact) {
        String version = VERSIONS.getProperty(artifact);
        if (version == null) {
            throw new IllegalArgumentException("the build recorded no version of " + artifact);
        }
        return version;
    }
}
