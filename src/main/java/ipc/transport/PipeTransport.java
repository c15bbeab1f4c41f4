package ipc.transport;

import ipc.posix.Pipe;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Two anonymous pipes, one for each direction: what a shell connects programs by.
 *
 * <p>Calls: {@code pipe2}; {@code write}, {@code read}. The peer opens its ends through {@code /proc/PID/fd/N}, and the fork lets
 * go of them then, so that each side sees the other's end. While a send has no room and messages may come the other way,
 * {@code poll}.
 *
 * <p>What wakes the receiver: the {@code write}, which copies the message into pages of the kernel's; {@code read} copies it out.
 *
 * <p>Limits: a pipe holds 65536 bytes, 16 pages; what is longer goes in pieces, while the other side reads. Up to 4096 bytes a
 * write is one piece, {@code PIPE_BUF}. Nothing keeps messages apart but that both sides know their length.
 *
 * <p>Choose it between a process and its children, for streams; it is the oldest way and the same on every Unix, and when one
 * side ends the other one is told.
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
