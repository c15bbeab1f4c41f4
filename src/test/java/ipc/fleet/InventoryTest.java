package ipc.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class InventoryTest {
    @Test
    void eachHostOnceInTheOrderOfTheGroups() throws IOException {
        assertThat(hosts("""
                {"_meta": {"hostvars": {"c": {}}}, "all": {"children": ["ungrouped", "boards", "old"]},
                 "ungrouped": {"hosts": ["c"]}, "boards": {"hosts": ["b", "a"]}, "old": {"hosts": ["a"], "children": ["boards"]}}
                """)).containsExactly("c", "b", "a");
    }

    @Test
    void anEmptyOneHasNone() throws IOException {
        assertThat(hosts("{\"_meta\": {\"hostvars\": {}}, \"all\": {\"children\": [\"ungrouped\"]}}")).isEmpty();
    }

    @Test
    void aLongChainOfGroupsIsFollowedAndMoreThanAnyInventoryIsRefused() throws IOException {
        StringBuilder chain = new StringBuilder("{\"all\": {\"children\": [\"0\"]}");
        for (int group = 0; group < 50_000; group++) {
            chain.append(",\"").append(group).append("\": {\"children\": [\"").append(group + 1).append("\"]}");
        }
        assertThat(hosts(chain + ",\"50000\": {\"hosts\": [\"last\"]}}")).containsExactly("last");
        assertThatThrownBy(() -> hosts("{\"all\": [" + "[],".repeat(1_000_000) + "[]]}")).isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("the output of ansible-inventory cannot be read: ");
        assertThatThrownBy(() -> hosts("{\"all\": 1" + " ".repeat(17 << 20) + "}")).isInstanceOf(BadInputException.class)
                .hasMessageEndingWith("it is too large (more than 16777216 bytes)");
    }

    private static List<String> hosts(String listed) throws IOException {
        return Inventory.hosts(new ByteArrayInputStream(listed.getBytes(StandardCharsets.UTF_8)));
    }
}
