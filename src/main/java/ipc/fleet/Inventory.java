package ipc.fleet;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.BadInputException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The hosts of an Ansible inventory in any format that Ansible can read. */
final class Inventory {
    /** Limit for the output; a thousand hosts take less than one megabyte. */
    private static final long MOST_BYTES = 16L << 20;
    /** Limit for JSON tokens; each may take a hundred bytes of memory. */
    private static final long MOST_TOKENS = 1_000_000;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).build()).build());

    private Inventory() {
    }

    /**
     * All hosts, each once.
     *
     * @param listed output of {@code ansible-inventory --list}
     * @throws BadInputException if it is not JSON, or is too large
     */
    static List<String> hosts(InputStream listed) throws IOException {
        JsonNode groups;
        try {
            groups = JSON.readTree(UntrustedInput.limited(MOST_BYTES, listed));
        } catch (JacksonException e) {
            throw new BadInputException("the output of ansible-inventory cannot be read: " + e.getOriginalMessage());
        } catch (BadInputException e) {
            throw new BadInputException("the output of ansible-inventory cannot be read: " + e.getMessage());
        } catch (CharConversionException e) {
            throw new BadInputException("the output of ansible-inventory is not text: " + e.getMessage());
        }
        Set<String> hosts = new LinkedHashSet<>();
        Set<String> visited = new HashSet<>();
        // A stack of our own, because recursion over a long chain of groups could overflow the JVM's.
        Deque<String> next = new ArrayDeque<>(List.of("all"));
        while (!next.isEmpty()) {
            String group = next.pop();
            if (visited.add(group)) {
                groups.path(group).path("hosts").forEach(host -> hosts.add(host.asText()));
                List<String> children = new ArrayList<>();
                groups.path(group).path("children").forEach(child -> children.add(child.asText()));
                Collections.reverse(children);
                children.forEach(next::push);
            }
        }
        return List.copyOf(hosts);
    }
}
