package ipc.result;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.BadInputException;
import ipc.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The results of many hosts: {@code fleet.json}, {@code table.md}, and the result directory and log of every host. */
public final class FleetDirectory {
    private static final String FLEET_JSON = "fleet.json";
    private static final long MOST_BYTES = 16L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper UNTRUSTED = UntrustedJson.mapper(text -> text);

    private FleetDirectory() {
    }

    /** Whether a path is the directory of a fleet. */
    public static boolean is(Path path) {
        return Files.isRegularFile(path.resolve(FLEET_JSON));
    }

    /** Writes {@code fleet.json}; the file appears complete or not at all. */
    public static void write(Path directory, FleetRecord fleet) throws IOException {
        WholeFiles.write(directory.resolve(FLEET_JSON), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(fleet));
    }

    /**
     * Reads {@code fleet.json}.
     *
     * @throws BadInputException if it is malformed, too large or of another format
     */
    public static FleetRecord read(Path directory) {
        Path file = directory.resolve(FLEET_JSON);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new BadInputException(file + " is too large (" + Files.size(file) + " bytes)");
            }
            byte[] bytes;
            try (InputStream in = RegularFile.open(file)) {
                bytes = in.readAllBytes();
            }
            UntrustedJson.requireFormat(file, bytes, FleetRecord.FORMAT);
            FleetRecord fleet = UNTRUSTED.readValue(bytes, FleetRecord.class);
            for (FleetRecord.Host host : fleet.hosts()) {
                requireInside(directory, host, file);
            }
            return fleet;
        } catch (JacksonException e) {
            throw new BadInputException(file + " is malformed: " + UntrustedJson.words(e));
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + FileFailure.inWords(e));
        }
    }

    private static void requireInside(Path directory, FleetRecord.Host host, Path file) {
        try {
            if (host.directory() == null || directory.resolve(host.directory()).normalize().startsWith(directory.normalize())) {
                return;
            }
        } catch (InvalidPathException e) {
            // Rejected below, like a path that leaves the directory.
        }
        throw new BadInputException(file + " is malformed: the result of " + host.name() + " is not in this directory");
    }
}
