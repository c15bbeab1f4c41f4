package ipc.fleet;

import ipc.fuzz.Outcome;
import java.io.ByteArrayInputStream;

/** Fuzzes the output of ansible-inventory. */
public final class InventoryFuzz {
    private InventoryFuzz() {
    }

    /** @param bytes the output */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        Outcome.of(() -> {
            Inventory.hosts(new ByteArrayInputStream(bytes));
            return "";
        });
    }
}
