package ipc.transport;

import ipc.region.MappedFileRegion;
import ipc.region.MemfdRegion;
import ipc.region.PosixRegion;
import ipc.region.RegionKind;
import ipc.region.SystemVRegion;
import ipc.region.TmpfsFileRegion;
import ipc.wait.CondvarWait;
import ipc.wait.ForeignFutexWait;
import ipc.wait.ForeignSpinWait;
import ipc.wait.FutexWait;
import ipc.wait.HybridWait;
import ipc.wait.SemaphoreWait;
import ipc.wait.SpinWait;
import ipc.wait.VarHandleSpinWait;
import ipc.wait.WaitKind;
import ipc.wait.YieldWait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The catalogue: every transport there is, by name. */
public final class Transports {
    private static final List<RegionKind> REGIONS = List.of(SystemVRegion.KIND, PosixRegion.KIND, MemfdRegion.KIND,
            MappedFileRegion.KIND, TmpfsFileRegion.KIND);
    private static final List<WaitKind> WAITS = List.of(SpinWait.KIND, YieldWait.KIND, FutexWait.KIND, HybridWait.KIND,
            CondvarWait.KIND, SemaphoreWait.KIND);
    /** Other ways to reach the same word, there to be paired with the usual one. */
    private static final List<RegionKind> ACCESSED_REGIONS = List.of(SystemVRegion.KIND, MappedFileRegion.KIND);
    private static final List<WaitKind> ACCESSING_WAITS = List.of(VarHandleSpinWait.KIND, ForeignSpinWait.KIND,
            ForeignFutexWait.KIND);
    /** What a Java program would take from a library. */
    private static final List<Transport> LIBRARIES = List.of(new AeronIpcTransport(), new ChronicleQueueTransport(false),
            new ChronicleQueueTransport(true), new AgronaRingTransport(), new MappedBytesTransport());
    private static final List<Transport> ORDINARY = Stream.of(combine(REGIONS, WAITS), LIBRARIES).flatMap(List::stream).toList();
    private static final List<Transport> ALL = Stream.of(ORDINARY, combine(ACCESSED_REGIONS, ACCESSING_WAITS))
            .flatMap(List::stream).toList();

    private Transports() {
    }

    private static List<Transport> combine(List<RegionKind> regions, List<WaitKind> waits) {
        List<Transport> transports = new ArrayList<>();
        for (RegionKind region : regions) {
            for (WaitKind wait : waits) {
                transports.add(new MemoryTransport(region, wait));
            }
        }
        return List.copyOf(transports);
    }

    /** All of them, in the order in which tables and lists show them. */
    public static List<Transport> list() {
        return ALL;
    }

    /** Those one would choose between, in the same order: without those that are there to be compared with one of them alone. */
    public static List<Transport> ordinary() {
        return ORDINARY;
    }

    /** The transport of that name, if there is one. */
    public static Optional<Transport> find(String name) {
        return ALL.stream().filter(transport -> transport.name().equals(name)).findFirst();
    }

    /**
     * The transport of that name.
     *
     * @throws IllegalArgumentException naming those there are
     */
    public static Transport get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no transport is called " + name + "; there are "
                + String.join(", ", ALL.stream().map(Transport::name).toList())));
    }
}
