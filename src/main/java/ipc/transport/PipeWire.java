package ipc.transport;

import ipc.posix.Descriptor;
import ipc.posix.Pipe;
import ipc.posix.Poll;
import ipc.transport.WireEndpoint.Waiting;
import ipc.wait.Liveness;
import java.util.function.Supplier;

/** One side of two pipes, one per direction. It serves anonymous pipes and FIFOs. */
final class PipeWire implements Wire {
    private static final String SEPARATOR = ",";

    private final Descriptor sending;
    private final Descriptor receiving;
    private final Poll poll;
    private final Runnable release;

    /** @param release closes what was kept open for the other side */
    private PipeWire(Descriptor sending, Descriptor receiving, Runnable release) {
        this.sending = sending;
        this.receiving = receiving;
        this.poll = new Poll(sending.number(), receiving.number());
        this.release = release;
    }

    /** Creates the pipes. The other side's ends stay open until it has opened them. */
    static Transport.Created create(KernelTransport transport, Supplier<Pipe> newPipe, Traffic traffic, Liveness liveness) {
        transport.requireCarried(traffic);
        Waiting waiting = transport.waiting(traffic);
        Pipe there = newPipe.get();
        Pipe back;
        try {
            back = newPipe.get();
        } catch (RuntimeException e) {
            there.close();
            throw e;
        }
        try {
            Pipe.waits(there.writing(), waiting.sendWaits());
            Pipe.waits(back.reading(), waiting.receiveWaits());
            Runnable release = () -> {
                there.reading().close();
                back.writing().close();
            };
            Endpoint endpoint = transport.endpoint(new PipeWire(there.writing(), back.reading(), release), traffic, liveness);
            return new Transport.Created(endpoint, back.writing().path() + SEPARATOR + there.reading().path(), release);
        } catch (RuntimeException | OutOfMemoryError e) {
            there.close();
            back.close();
            throw e;
        }
    }

    /** Opens the other side's ends. {@code /proc/PID/fd/N} leads to the pipe itself and gives a new file descriptor. */
    static Endpoint open(KernelTransport transport, String handle, Traffic traffic, Liveness liveness) {
        Waiting waiting = transport.waiting(traffic);
        String[] paths = handle.split(SEPARATOR, 2);
        Descriptor sending = Descriptor.openToWrite(paths[0], waiting.sendWaits());
        Descriptor receiving;
        try {
            receiving = Descriptor.openToRead(paths[1], waiting.receiveWaits());
        } catch (RuntimeException e) {
            sending.close();
            throw e;
        }
        try {
            return transport.endpoint(new PipeWire(sending, receiving, () -> {}), traffic, liveness);
        } catch (RuntimeException | OutOfMemoryError e) {
            sending.close();
            receiving.close();
            throw e;
        }
    }

    @Override
    public int send(long from, int bytes) {
        return sending.write(from, bytes);
    }

    @Override
    public int receive(long to, int bytes) {
        return receiving.read(to, bytes);
    }

    @Override
    public Poll.Found awaitRoom(boolean alsoIncoming, int timeoutMillis) {
        return poll.await(alsoIncoming, timeoutMillis);
    }

    @Override
    public String sendCall(int bytes) {
        return "write(" + sending.number() + ", " + bytes + " bytes)";
    }

    @Override
    public String receiveCall(int bytes) {
        return "read(" + receiving.number() + ", " + bytes + " bytes)";
    }

    @Override
    public boolean isStream() {
        return true;
    }

    @Override
    public void close() {
        release.run();
        sending.close();
        receiving.close();
        poll.close();
    }
}
