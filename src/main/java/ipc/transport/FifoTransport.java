package ipc.transport;

import ipc.posix.Pipe;
import ipc.posix.PosixException;
import ipc.region.TmpfsFileRegion;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Two FIFOs, one for each direction: pipes that programs meet at by a name in a directory. Nothing of them lies on the disk but
 * the name.
 *
 * <p>Calls: {@code mkfifo} with an unguessable name, 0600; {@code open}; {@code unlink} at once. Then {@code write} and
 * {@code read}, as with {@link PipeTransport}. The peer does not need the name, it opens {@code /proc/PID/fd/N}. A process
 * killed between the first and the third leaves a name, and no order of the calls can close that gap; an anonymous pipe has none.
 *
 * <p>What wakes the receiver: the {@code write}.
 *
 * <p>Limits: a pipe's. Once open it is one, so expect the same figures; that is also why there is no spinning way of its own.
 *
 * <p>Choose it where the two sides are not related and a shell, or anything else that knows only files, is one of them.
 *
 * <p>Manual: {@code fifo(7)}, {@code mkfifo(3)}.
 */
final class FifoTransport extends KernelTransport {
    FifoTransport() {
        super("fifo", false);
    }

    @Override
    String what() {
        return "FIFO, a pipe with a name (mkfifo, write, read)";
    }

    @Override
    public Optional<String> unavailable() {
        // On a tmpfs, if there is one: no tmpfs refuses a FIFO, so who does is the system. Another directory may be replaced.
        return TmpfsFileRegion.tmpfs().flatMap(tmpfs -> unavailableIfRefused(() -> Pipe.fifo(tmpfs.toString()).close()));
    }

    @Override
    public Optional<String> unsupportedDirectory(Traffic traffic, Path directory) {
        try {
            Pipe.fifo(directory.toString()).close();
            return Optional.empty();
        } catch (PosixException e) {
            return Optional.of(directory + " cannot hold a FIFO: " + e.getMessage() + "; name another by --mmap-dir");
        }
    }

    @Override
    public Created create(Traffic traffic, Path directory, Liveness liveness) {
        return PipeWire.create(this, () -> Pipe.fifo(directory.toString()), traffic, liveness);
    }

    @Override
    public Endpoint open(String handle, Traffic traffic, Liveness liveness) {
        return PipeWire.open(this, handle, traffic, liveness);
    }
}
