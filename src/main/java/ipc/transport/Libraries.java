package ipc.transport;

import ipc.posix.Abi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * The versions of the libraries inside this jar. The build writes them down as it resolves them: what a library says of itself
 * in its jar's manifest is lost where many jars become one.
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

    /** As Agrona's and Aeron's documentation recommend for low latency; to be called before a class of theirs is loaded. */
    static void withoutAgronaBoundsChecks() {
        if (System.getProperty(AGRONA_BOUNDS_CHECKS) == null) {
            System.setProperty(AGRONA_BOUNDS_CHECKS, "true");
        }
    }

    /** Why a library that takes 64 bits for granted is missing; empty where the JVM has them. */
    static Optional<String> unavailableWithout64Bits(String library) {
        return Abi.CURRENT.wordBytes() == Long.BYTES ? Optional.empty()
                : Optional.of(library + " needs a 64-bit JVM, and " + Abi.CURRENT.name() + "'s is none");
    }

    /**
     * The version of a library.
     *
     * @param artifact as Maven calls it
     */
    static String version(String artifact) {
        String version = VERSIONS.getProperty(artifact);
        if (version == null) {
            throw new IllegalArgumentException("the build wrote down no version of " + artifact);
        }
        return version;
    }
}
