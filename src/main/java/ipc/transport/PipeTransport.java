package ipc.transport;

import ipc.posix.Pipe;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Two anonymous pipes, one per direction. Shells connect programs by such pipes.
 *
 * <p>Calls: {@code pipe2}; {@code write}, {@code read}. The peer opens its ends through {@code /proc/PID/fd/N}. The fork then
 * closes its copies of these ends, so each side notices when the other ends. A send without room waits in {@code poll} if
 * messages may arrive.
 *
 * <p>Wake-up: {@code write} copies the message into kernel pages and wakes the receiver. {@code read} copies it out.
 *
 * <p>Limits: a pipe holds 65536 bytes (16 pages). Longer messages go in pieces while the other side reads. A write of up to 4096
 * bytes ({@code PIPE_BUF}) is atomic. A pipe does not separate messages; both sides must know their length.
 *
 * <p>Choose it for streams between a process and its children. It is the oldest mechanism, works the same on every Unix, and
 * reports the end of the other side.
 *
 * <p>Manual: {@code pipe(7)}, {@code pipe(2)}.
 */
final class PipeTransport extends KernelTransport {
    PipeTransport(boolean spins) {
        super("pipe", spins);
    }

    @Override
    String what() {
        return "anonymous pipe (pipe2, write, read)";
    }

    @Override
    public Optional<String> unavailable() {
        return unavailableIfRefused(() -> Pipe.anonymous().close());
    }

    @Override
    public Created create(Traffic traffic, Path directory, Liveness liveness) {
        return PipeWire.create(this, Pipe::anonymous, traffic, liveness);
    }

    @Override
    public Endpoint open(String handle, Traffic traffic, Liveness liveness) {
        return PipeWire.open(this, handle, traffic, liveness);
    }
}
