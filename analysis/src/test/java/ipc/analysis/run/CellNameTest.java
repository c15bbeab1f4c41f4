package ipc.analysis.run;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.Runs;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CellNameTest {
    @Test
    void aModeThatIsNotTheUsualOneIsSaid() {
        assertThat(CellName.of(cell("RoundTrip-sysv-spin-64"))).isEqualTo("round trip, sysv/spin");
        assertThat(CellName.of(cell("RoundTrip-sysv-spin-64-sample"))).isEqualTo("round trip, sysv/spin, mode sample");
        assertThat(CellName.of(cell("another program's"))).isEqualTo("round trip, sysv/spin");
    }

    private static Cell cell(String id) {
        Map<String, String> params = new LinkedHashMap<>(Map.of("transport", "sysv/spin"));
        params.put("size", "64");
        return Runs.cell(id, "RoundTrip", params, Status.MEASURED).build();
    }
}
