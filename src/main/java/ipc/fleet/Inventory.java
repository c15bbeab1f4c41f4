package ipc.fleet;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.BadInputException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The hosts of an Ansible inventory, of whatever kind it is: Ansible reads it, and this reads what Ansible made of it. */
final class Inventory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Inventory() {
    }

    /**
     * All hosts, each once.
     *
     * @param listed what {@code ansible-inventory --list} printed
     * @throws BadInputException if it is no JSON
     */
    static List<String> hosts(String listed) {
        JsonNode groups;
        try {
            groups = JSON.readTree(listed);
        } catch (JacksonException e) {
            throw new BadInputException("what ansible-inventory printed cannot be read: " + e.getOriginalMessage());
        }
        Set<String> hosts = new LinkedHashSet<>();
        collect(groups, "all", hosts, new HashSet<>());
        return List.copyOf(hosts);
    }

    private static void collect(JsonNode groups, String group, Set<String> hosts, Set<String> visited) {
        if (visited.add(group)) {
            groups.path(group).path("hosts").forEach(host -> hosts.add(host.asText()));
            groups.path(group).path("children").forEach(child -> collect(groups, child.asText(), hosts, visited));
        }
    }
}
