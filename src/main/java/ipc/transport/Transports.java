package ipc.transport;

import ipc.region.HugetlbfsFileRegion;
import ipc.region.MappedFileRegion;
import ipc.region.MemfdRegion;
import ipc.region.PosixRegion;
import ipc.region.PrivateRegion;
import ipc.region.RegionKind;
import ipc.region.SystemVRegion;
import ipc.region.TmpfsFileRegion;
import ipc.wait.CondvarWait;
import ipc.wait.EventWait;
import ipc.wait.ForeignWaits;
import ipc.wait.FutexWait;
import ipc.wait.HybridWait;
import ipc.wait.SemaphoreWait;
import ipc.wait.SpinWait;
import ipc.wait.SystemVSemaphoreWait;
import ipc.wait.VarHandleSpinWait;
import ipc.wait.WaitKind;
import ipc.wait.YieldWait;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The catalogue of all transports, by name. */
public final class Transports {
    private static final List<RegionKind> REGIONS = List.of(SystemVRegion.KIND, PosixRegion.KIND, MemfdRegion.KIND,
            MappedFileRegion.KIND, TmpfsFileRegion.KIND, SystemVRegion.HUGE, PosixRegion.HUGE, MemfdRegion.HUGE,
            HugetlbfsFileRegion.KIND);
    private static final List<WaitKind> WAITS = List.of(SpinWait.KIND, YieldWait.KIND, FutexWait.KIND, HybridWait.KIND,
            CondvarWait.KIND, SemaphoreWait.KIND, SystemVSemaphoreWait.KIND, EventWait.KIND);
    private static final Group KERNEL = new Group("kernel", "copied into the kernel and out again", Optional::empty, List.of(
            new PipeTransport(false), new PipeTransport(true), new FifoTransport(),
            new UnixStreamTransport(false), new UnixStreamTransport(true),
            new UnixDatagramTransport(false), new UnixDatagramTransport(true),
            new UnixSeqpacketTransport(false), new UnixSeqpacketTransport(true),
            new TcpTransport(false), new TcpTransport(true), new UdpTransport(false), new UdpTransport(true),
            new PosixQueueTransport(false), new PosixQueueTransport(true),
            new SystemVQueueTransport(false), new SystemVQueueTransport(true),
            new SignalTransport(false), new SignalTransport(true)));
    private static final Group LIBRARIES = new Group("libraries", "Java libraries for messages between processes",
            Optional::empty, List.of(new AeronIpcTransport(), new ChronicleQueueTransport(false),
                    new ChronicleQueueTransport(true), new AgronaRingTransport(), new MappedBytesTransport()));
    private static final Group ACCESS = new Group("access", "other ways to reach the same word, for pairs with the usual way",
            Optional::empty,
            Stream.of(SystemVRegion.KIND, MappedFileRegion.KIND)
                    .flatMap(region -> Stream.of(VarHandleSpinWait.KIND, ForeignWaits.SPIN, ForeignWaits.FUTEX)
                            .<Transport>map(wait -> new MemoryTransport(region, wait)))
                    .toList());
    private static final List<Group> GROUPS = Stream.concat(REGIONS.stream().map(Transports::onEveryWait),
            Stream.of(KERNEL, LIBRARIES, ACCESS)).toList();
    private static final List<Transport> ALL = GROUPS.stream().flatMap(group -> group.transports().stream()).toList();

    private Transports() {
    }

    private static Group onEveryWait(RegionKind region) {
        return new Group(region.name(), region.description(), region::unavailable,
                WAITS.stream().<Transport>map(wait -> new MemoryTransport(region, wait)).toList());
    }

    /**
     * A group of transports with the same region or the same kind of mechanism.
     *
     * @param name        of the group
     * @param description one line for {@code list}
     * @param lacking     the reason why this machine has none of them; empty if it may have some
     * @param transports  in the order of tables and lists
     */
    public record Group(String name, String description, Supplier<Optional<String>> lacking, List<Transport> transports) {
    }

    /** All groups, in the order of tables and lists. */
    public static List<Group> groups() {
        return GROUPS;
    }

    /** All transports, in the order of tables and lists. */
    public static List<Transport> list() {
        return ALL;
    }

    /** The transports that {@code transport=all} selects. */
    public static List<Transport> usual() {
        return ALL.stream().filter(transport -> !transport.optional()).toList();
    }

    /** Finds a transport by its name. */
    public static Optional<Transport> find(String name) {
        return ALL.stream().filter(transport -> transport.name().equals(name)).findFirst();
    }

    /**
     * A baseline between two threads of one process, with memory of that process. Everything else is as with any region. It is
     * not in the catalogue.
     *
     * @param wait a wait strategy's name
     * @return empty if there is no such wait strategy
     */
    public static Optional<Transport> betweenThreads(String wait) {
        return WAITS.stream().filter(kind -> kind.name().equals(wait)).findFirst()
                .map(kind -> new MemoryTransport(PrivateRegion.KIND, kind));
    }

    /**
     * Finds a transport by its name.
     *
     * @throws IllegalArgumentException if there is none; the message lists all names
     */
    public static Transport get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no transport is called " + name + "; there are "
                + String.join(", ", ALL.stream().map(Transport::name).toList())));
    }
}
