package ipc.fleet;

import ipc.fuzz.Outcome;
import java.io.ByteArrayInputStream;

/** What Ansible printed of an inventory. */
public final class InventoryFuzz {
    private InventoryFuzz() {
    }

    /** @param bytes what it printed */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        Outcome.of(() -> {
            Inventory.hosts(new ByteArrayInputStream(bytes));
            return "";
        });
    }
}
