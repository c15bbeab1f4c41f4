package ipc.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class InventoryTest {
    @Test
    void eachHostOnceInTheOrderOfTheGroups() throws IOException {
        assertThat(Inventory.hosts("""
                {"_meta": {"hostvars": {"c": {}}}, "all": {"children": ["ungrouped", "boards", "old"]},
                 "ungrouped": {"hosts": ["c"]}, "boards": {"hosts": ["b", "a"]}, "old": {"hosts": ["a"], "children": ["boards"]}}
                """)).containsExactly("c", "b", "a");
    }

    @Test
    void anEmptyOneHasNone() throws IOException {
        assertThat(Inventory.hosts("{\"_meta\": {\"hostvars\": {}}, \"all\": {\"children\": [\"ungrouped\"]}}")).isEmpty();
    }
}
