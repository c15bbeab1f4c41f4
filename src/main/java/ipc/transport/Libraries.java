package ipc.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Versions of the libraries inside this jar. The build writes them to a resource, because merged jars lose the libraries'
 * manifests.
 */
final class Libraries {
    private static final String AGRONA_BOUNDS_CHECKS = "agrona.disable.bounds.checks";
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

    /** Disables bounds checks, as Agrona and Aeron recommend for low latency. Call it before any of their classes loads. */
    static void withoutAgronaBoundsChecks() {
        if (System.getProperty(AGRONA_BOUNDS_CHECKS) == null) {
            System.setProperty(AGRONA_BOUNDS_CHECKS, "true");
        }
    }

    /**
     * The version of a library.
     *
     * @param artifact its Maven artifact id
     */
    static String version(String artifact) {
        String version = VERSIONS.getProperty(artifact);
        if (version == null) {
            throw new IllegalArgumentException("the build recorded no version of " + artifact);
        }
        return version;
    }
}
