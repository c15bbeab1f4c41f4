package ipc.result;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import ipc.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Many hosts' results: {@code fleet.json}, {@code table.md}, and for every host its result directory and log. */
public final class FleetDirectory {
    private static final String FLEET_JSON = "fleet.json";
    private static final long MOST_BYTES = 64L << 20;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private FleetDirectory() {
    }

    /** Whether this is one. */
    public static boolean is(Path path) {
        return Files.isRegularFile(path.resolve(FLEET_JSON));
    }

    /** Writes {@code fleet.json}. */
    public static void write(Path directory, FleetRecord fleet) throws IOException {
        Files.write(directory.resolve(FLEET_JSON), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(fleet));
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
            FleetRecord fleet = JSON.readValue(Files.readAllBytes(file), FleetRecord.class);
            if (fleet == null || fleet.format() != FleetRecord.FORMAT) {
                throw new BadInputException(file + " has format " + (fleet == null ? "(none)" : fleet.format())
                        + "; this program reads format " + FleetRecord.FORMAT);
            }
            if (fleet.hosts() == null || !fleet.hosts().stream().allMatch(host -> isWhole(directory, host))) {
                throw new BadInputException(file + " is malformed: a part that every fleet writes is missing, or a result is not"
                        + " in this directory");
            }
            return fleet;
        } catch (JacksonException e) {
            throw new BadInputException(file + " is malformed: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + ResultDirectory.describe(e));
        }
    }

    private static boolean isWhole(Path directory, FleetRecord.Host host) {
        return host != null && host.name() != null && host.reason() != null
                && (host.directory() == null
                || directory.resolve(host.directory()).normalize().startsWith(directory.normalize()));
    }
}
