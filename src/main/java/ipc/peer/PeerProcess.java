package ipc.peer;

import ipc.FailureMessage;
import ipc.posix.StoppedProcess;
import ipc.profile.ProcessProfiler;
import ipc.transport.Endpoint;
import ipc.transport.Traffic;
import ipc.transport.Transport;
import ipc.wait.Liveness;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The peer as the fork sees it: the fork starts it, checks its handshake, sends it commands, watches it and ends it.
 *
 * <p>A peer can have several {@link Link}s at once and plays on one of them at a time. It runs on the same JDK and with the same
 * JVM options as the fork. If the peer dies unexpectedly, a waiting fork notices through {@link Liveness}. If the fork hangs
 * inside the C library, a watchdog prints the reason and ends the fork after a second. The fork ends a peer that is silent for
 * too long or that a signal has stopped.
 */
public final class PeerProcess implements AutoCloseable {
    /** Time limit of an answer, in seconds: enough for a JVM to start on any machine. An emulated processor needs more. */
    private static final long ANSWER_SECONDS = Long.getLong("ipc.answerSeconds", 10);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long GRACE_MILLIS = TimeUnit.SECONDS.toMillis(ANSWER_SECONDS) / 10;
    /** Checks that cost time are made only in waits longer than this, so a normal wait is not slowed down. */
    private static final long LONG_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    /**
     * A gap between two checks of more than this means that the fork or the machine was suspended. The rest of the gap does not
     * count as silence.
     */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Handshake handshake;
    private final Path directory;
    private final List<String> command;
    private final Consumer<String> unnoticedDeath;
    private final Process process;
    private final PeerOutput output;
    private final Map<Integer, Link> links = new HashMap<>();
    private final StoppedProcess stopped;
    private final SilenceTimeout silence = new SilenceTimeout(SILENCE_NANOS, PAUSE_NANOS);
    private int lastLink;
    private volatile boolean ending;
    private volatile String whyEnded = "";

    /**
     * Starts a peer and completes the handshake. The peer is idle until {@link #open}.
     *
     * @param directory      where a transport that needs a file puts it
     * @param cpu            where to pin the peer; empty leaves it to the scheduler
     * @param unnoticedDeath gets the reason if the peer dies and this process has not closed it a second later, for example
     *                       because its thread waits inside the C library
     * @throws IllegalStateException if the handshake fails; the message has the peer's command, exit code and last output
     */
    public static PeerProcess start(Path directory, OptionalInt cpu, Consumer<String> unnoticedDeath) {
        return start(directory, cpu, unnoticedDeath, PeerCommand.withOptionsOfThisJvm());
    }

    /** @param command the command line that starts the peer */
    static PeerProcess start(Path directory, OptionalInt cpu, Consumer<String> unnoticedDeath, List<String> command) {
        PeerProcess peer;
        try {
            peer = new PeerProcess(new Handshake(Handshake.newSecret(), cpu), directory, unnoticedDeath, command);
        } catch (IOException e) {
            throw new IllegalStateException("the peer cannot be started: " + e.getMessage(), e);
        }
        try {
            peer.greet();
            return peer;
        } catch (RuntimeException e) {
            peer.close();
            throw e;
        }
    }

    private PeerProcess(Handshake handshake, Path directory, Consumer<String> unnoticedDeath, List<String> command)
            throws IOException {
        this.handshake = handshake;
        this.directory = directory;
        this.unnoticedDeath = unnoticedDeath;
        this.command = List.copyOf(command);
        this.process = start(new ProcessBuilder(command));
        this.stopped = new StoppedProcess(process.pid());
        this.output = new PeerOutput(process);
        // The result is not needed.
        CompletableFuture<Void> unused = process.onExit().thenRun(this::exited);
    }

    /**
     * Starts the process from a thread that lives as long as the peer: the kernel ends the peer when the thread that started it
     * ends.
     */
    private static Process start(ProcessBuilder builder) throws IOException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread parent = new Thread(() -> {
            try {
                Process process = builder.start();
                started.complete(process);
                process.waitFor();
            } catch (IOException | RuntimeException | Error | InterruptedException e) {
                started.completeExceptionally(e);
            }
        }, "peer-parent");
        parent.setDaemon(true);
        parent.start();
        try {
            return started.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(FailureMessage.of(e.getCause()), e);
        }
    }

    /**
     * Creates transports, in the order given, and has the peer open their other sides.
     *
     * @throws IllegalStateException if the peer cannot open one; the message has the peer's last output
     */
    public Link open(Traffic traffic, List<Transport> transports) {
        return open(transports.stream().map(transport -> new Channel(transport, traffic)).toList());
    }

    /**
     * Creates the two channels of a one-way stream, and has the peer open their other sides.
     *
     * @param sizeBytes length of a message, sequence word included
     * @param window    how many messages can be in flight, 1 to {@link MessageStream#MAX_WINDOW}
     * @throws IllegalStateException if the peer cannot open one; the message has the peer's last output
     */
    public MessageStream openStream(int sizeBytes, int window, Transport transport) {
        return new MessageStream(open(List.of(new Channel(transport, Traffic.toPeer(sizeBytes, window)),
                new Channel(transport, Credit.ACKNOWLEDGEMENTS))), window);
    }

    /**
     * Creates the channels through which the peer sends messages on request, and has it open their other sides.
     *
     * @param sizeBytes  length of a message, sequence word included
     * @param transports one, or two that take turns
     * @throws IllegalStateException if the peer cannot open one; the message has the peer's last output
     */
    public MessageSource openSource(int sizeBytes, List<Transport> transports) {
        return new MessageSource(open(transports.stream().flatMap(transport -> Stream.of(
                new Channel(transport, Traffic.toFork(sizeBytes, 1)), new Channel(transport, MessageSource.REQUESTS))).toList()));
    }

    Link open(List<Channel> channels) {
        List<Endpoint> endpoints = new ArrayList<>();
        List<Runnable> onceOpened = new ArrayList<>();
        StringBuilder order = new StringBuilder();
        int id = ++lastLink;
        try {
            for (Channel channel : channels) {
                Transport.Created created = channel.transport().create(channel.traffic(), directory, this::check);
                endpoints.add(created.endpoint());
                onceOpened.add(created.onPeerOpened());
                order.append(' ').append(channel.words()).append(' ').append(created.handle());
            }
            tell(PeerMain.OPEN + " " + id + order + "\n");
            expect(PeerMain.OPEN + " " + id, "the order to open " + order.toString().strip());
            onceOpened.forEach(Runnable::run);
        } catch (RuntimeException e) {
            endpoints.forEach(Endpoint::close);
            throw e;
        }
        Link link = new Link(this, id, channels.stream().map(Channel::traffic).toList(), endpoints);
        links.put(id, link);
        return link;
    }

    void play(Link link, RoleKind role, long... numbers) {
        tell(PeerMain.PLAY + " " + link.id() + " " + role
                + LongStream.of(numbers).mapToObj(number -> " " + number).collect(Collectors.joining()) + "\n");
    }

    /** Closes both sides of a link. The peer closes its side when it no longer plays on the link. */
    void close(Link link) {
        if (links.remove(link.id()) != null) {
            link.endpoints().forEach(Endpoint::close);
            tell(PeerMain.CLOSE + " " + link.id() + "\n");
        }
    }

    /** The peer's process id. */
    public long pid() {
        return process.pid();
    }

    /**
     * Asks the kernel about the peer's process.
     *
     * @param question takes the process id
     * @throws IllegalStateException if the peer has died; the message has its last output
     */
    public <T> T about(LongFunction<T> question) {
        try {
            return question.apply(process.pid());
        } catch (RuntimeException e) {
            if (isAliveStill()) {
                throw e;
            }
            throw new IllegalStateException(deathMessage(), e);
        }
    }

    /** Whether the peer is alive after a short grace period: the kernel may know of a death before this process is told. */
    private boolean isAliveStill() {
        try {
            return !process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return process.isAlive();
        }
    }

    /** The peer's count of messages sent so far, or verified by a sink. */
    public long sent() {
        tell(PeerMain.COUNT + "\n");
        String answer = answer("its count");
        String prefix = PeerMain.COUNT + " ";
        if (!answer.startsWith(prefix)) {
            throw new IllegalStateException("the peer answered \"" + answer + "\" when asked for its count");
        }
        try {
            return Long.parseLong(answer.substring(prefix.length()));
        } catch (NumberFormatException e) {
            throw new IllegalStateException("the peer answered \"" + answer + "\" when asked for its count", e);
        }
    }

    /**
     * Has the peer start or stop its profiler, and waits until that is done.
     *
     * @throws IllegalStateException if the peer cannot do it; the message has the peer's last output
     */
    public void profile(ProcessProfiler.Order order) {
        String command = PeerMain.PROFILE + " " + order;
        tell(command + "\n");
        expect(command, "the order to " + command);
    }

    /** Ends the peer and closes the fork's side of every link. */
    @Override
    public void close() {
        ending = true;
        try {
            process.getOutputStream().close();
            if (!process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        links.values().forEach(link -> link.endpoints().forEach(Endpoint::close));
        links.clear();
    }

    private void greet() {
        tell(handshake.toLines());
        expect(handshake.readyLine(), "the handshake");
    }

    private void expect(String expected, String what) {
        String answer = answer(what);
        if (!answer.equals(expected)) {
            throw new IllegalStateException(
                    "the peer answered " + what + " with \"" + answer.replace(handshake.secret(), "SECRET")
                            + "\", not with \"" + expected.replace(handshake.secret(), "SECRET") + "\"");
        }
    }

    private void tell(String lines) {
        try {
            OutputStream out = process.getOutputStream();
            out.write(lines.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException(deathMessage(), e);
        }
    }

    private String answer(String what) {
        try {
            SilenceTimeout wait = new SilenceTimeout(TimeUnit.SECONDS.toNanos(ANSWER_SECONDS), PAUSE_NANOS);
            long start = System.nanoTime();
            while (!wait.isExpired(System.nanoTime() - start, System.nanoTime())) {
                String answer = output.nextAnswer();
                if (output.floods()) {
                    throw ended("printed more answers than it was asked for" + details());
                }
                if (answer != null) {
                    return answer;
                }
                if (!process.isAlive() && !output.hasAnswer()) {
                    throw new IllegalStateException(deathMessage());
                }
                endIfStopped();
            }
            throw ended("did not answer " + what + " within " + ANSWER_SECONDS + " s" + details());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the peer's answer to " + what, e);
        }
    }

    /** Runs when the process has ended. If the end is unexpected, the fork has a second to notice it by itself. */
    private void exited() {
        if (ending) {
            return;
        }
        Thread watchdog = new Thread(() -> {
            try {
                Thread.sleep(GRACE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            if (!ending) {
                unnoticedDeath.accept(deathMessage());
            }
        }, "peer-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private String deathMessage() {
        if (!whyEnded.isEmpty()) {
            return whyEnded;
        }
        try {
            output.awaitEnd(GRACE_MILLIS);
            process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String end = process.isAlive() ? "closed its pipes"
                : output.causeOfDeath() + ": " + PeerCommand.describeExit(process.exitValue())
                        + (output.ownReason().isEmpty() ? "" : ": " + output.ownReason());
        return "the peer (process " + process.pid() + ") " + end + details();
    }

    /** The lines below the reason: the peer's command and its last output. */
    private String details() {
        return "\nits command: " + String.join(" ", command) + output.lastLines();
    }

    /** Called by a waiting fork: throws if the peer is dead, stopped or silent. See {@link Liveness}. */
    private void check(long waitedNanos) {
        if (!process.isAlive()) {
            throw new IllegalStateException(deathMessage());
        }
        if (waitedNanos >= LONG_WAIT_NANOS) {
            endIfStopped();
        }
        if (silence.isExpired(waitedNanos, System.nanoTime())) {
            throw ended("has been silent for " + TimeUnit.NANOSECONDS.toSeconds(SILENCE_NANOS)
                    + " s though it is alive, and has been ended");
        }
    }

    private void endIfStopped() {
        if (stopped.isStoppedForTooLong(System.nanoTime())) {
            throw ended(StoppedProcess.inWords());
        }
    }

    /** Kills the peer, because a stopped process does not notice that its pipe closes. */
    private IllegalStateException ended(String why) {
        ending = true;
        whyEnded = "the peer (process " + process.pid() + ") " + why;
        try {
            process.destroyForcibly().waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new IllegalStateException(whyEnded);
    }
}
