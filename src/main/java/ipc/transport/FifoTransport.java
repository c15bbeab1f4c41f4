package ipc.transport;

import ipc.posix.Pipe;
import ipc.posix.PosixException;
import ipc.region.TmpfsFileRegion;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Two FIFOs, one per direction. A FIFO is a pipe with a name in a directory, where programs can find it. No data is stored on the
 * disk.
 *
 * <p>Calls: {@code mkfifo} with an unguessable name, 0600; {@code open}; {@code unlink} at once; then {@code write} and
 * {@code read}, as in {@link PipeTransport}. The peer opens {@code /proc/PID/fd/N} and needs no name. A process killed between
 * {@code mkfifo} and {@code unlink} leaves the name behind. No order of the calls avoids this; an anonymous pipe does.
 *
 * <p>Wake-up: {@code write} wakes the receiver.
 *
 * <p>Limits: those of {@link PipeTransport}. An open FIFO is a pipe, so expect the same figures. For that reason there is no
 * spinning variant.
 *
 * <p>Choose it when the two sides are unrelated, and when one of them knows only files, such as a shell.
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
        // A tmpfs always supports FIFOs, so an error there comes from the system. A directory without FIFOs can be replaced.
        return TmpfsFileRegion.tmpfs().flatMap(tmpfs -> unavailableIfRefused(() -> Pipe.fifo(tmpfs.toString()).close()));
    }

    @Override
    public Optional<String> unsupportedDirectory(Traffic traffic, Path directory) {
        try {
            Pipe.fifo(directory.toString()).close();
            return Optional.empty();
        } catch (PosixException e) {
            return Optional.of(directory + " cannot hold a FIFO: " + e.getMessage() + "; choose another one with --mmap-dir");
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
