package ipc.transport;

import ipc.region.MappedFileRegion;
import ipc.region.MemfdRegion;
import ipc.region.PosixRegion;
import ipc.region.RegionKind;
import ipc.region.SystemVRegion;
import ipc.region.TmpfsFileRegion;
import ipc.wait.CondvarWait;
import ipc.wait.FutexWait;
import ipc.wait.HybridWait;
import ipc.wait.SemaphoreWait;
import ipc.wait.SpinWait;
import ipc.wait.WaitKind;
import ipc.wait.YieldWait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The catalogue: every transport there is, by name. */
public final class Transports {
    private static final List<RegionKind> REGIONS = List.of(SystemVRegion.KIND, PosixRegion.KIND, MemfdRegion.KIND,
            MappedFileRegion.KIND, TmpfsFileRegion.KIND);
    private static final List<WaitKind> WAITS = List.of(SpinWait.KIND, YieldWait.KIND, FutexWait.KIND, HybridWait.KIND,
            CondvarWait.KIND, SemaphoreWait.KIND);
    private static final List<Transport> KERNEL = List.of(
            new PipeTransport(false), new PipeTransport(true), new FifoTransport(),
            new UnixStreamTransport(false), new UnixStreamTransport(true),
            new UnixDatagramTransport(false), new UnixDatagramTransport(true),
            new UnixSeqpacketTransport(false), new UnixSeqpacketTransport(true),
            new TcpTransport(false), new TcpTransport(true), new UdpTransport(false), new UdpTransport(true),
            new PosixQueueTransport(false), new PosixQueueTransport(true),
            new SystemVQueueTransport(false), new SystemVQueueTransport(true), new SignalTransport());
    private static final List<Transport> ALL = all();

    private Transports() {
    }

    private static List<Transport> all() {
        List<Transport> transports = new ArrayList<>();
        for (RegionKind region : REGIONS) {
            for (WaitKind wait : WAITS) {
                transports.add(new MemoryTransport(region, wait));
            }
        }
        transports.addAll(KERNEL);
        return List.copyOf(transports);
    }

    /** All of them, in the order in which tables and lists show them. */
    public static List<Transport> list() {
        return ALL;
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
