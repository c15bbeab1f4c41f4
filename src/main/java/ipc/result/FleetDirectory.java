package ipc.result;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Many hosts' results: {@code fleet.json}, {@code table.md}, and for every host its result directory and log. */
public final class FleetDirectory {
    private static final String FLEET_JSON = "fleet.json";
    private static final long MOST_BYTES = 16L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper STRANGERS = UntrustedJson.mapper(text -> text);

    private FleetDirectory() {
    }

    /** Whether this is one. */
    public static boolean is(Path path) {
        return Files.isRegularFile(path.resolve(FLEET_JSON));
    }

    /** Writes {@code fleet.json}, whole or not at all. */
    public static void write(Path directory, FleetRecord fleet) throws IOException {
        ResultDirectory.write(directory.resolve(FLEET_JSON), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(fleet));
    }

    /**
     * Reads {@code fleet.json}.
     *
     * @throws BadInputException if it is not what this program writes
     */
    public static FleetRecord read(Path directory) {
        Path file = directory.resolve(FLEET_JSON);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new BadInputException(file + " is larger than any fleet writes (" + Files.size(file) + " bytes)");
            }
            byte[] bytes = Files.readAllBytes(file);
            UntrustedJson.requireFormat(file, bytes, FleetRecord.FORMAT);
            FleetRecord fleet = STRANGERS.readValue(bytes, FleetRecord.class);
            for (FleetRecord.Host host : fleet.hosts()) {
                requireInside(directory, host, file);
            }
            return fleet;
        } catch (JacksonException e) {
            throw new BadInputException(file + " is malformed: " + UntrustedJson.words(e));
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + ResultDirectory.describe(e));
        }
    }

    private static void requireInside(Path directory, FleetRecord.Host host, Path file) {
        try {
            if (host.directory() == null || directory.resolve(host.directory()).normalize().startsWith(directory.normalize())) {
                return;
            }
        } catch (InvalidPathException e) {
            // Refused like one that leads elsewhere.
        }
        throw new BadInputException(file + " is malformed: the result of " + host.name() + " is not in this directory");
    }
}
