package ipc.peer;

import ipc.FailureMessage;
import ipc.posix.ParentDeath;
import ipc.profile.ProcessProfiler;
import ipc.profile.Side;
import ipc.transport.Endpoint;
import ipc.transport.Traffic;
import ipc.transport.Transports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The peer's {@code main}. Reads its {@link Handshake} and says {@code ready}; then the main thread plays one role after the
 * other, while a second thread carries out the owner's commands and notices its end.
 *
 * <pre>
 *   open ID CHANNEL...         answered by "open ID"
 *   play ID ROLE [NUMBER...]   begins when the role before has been stopped; what the numbers are each role says
 *   close ID                   likewise
 *   count                      answered by "count NUMBER", messages sent so far, or verified by a sink
 *   profile ORDER              answered by "profile ORDER" when it is done: {@link ProcessProfiler.Order}
 * </pre>
 *
 * <p>A channel is {@code TRANSPORT SIZE WINDOW_TO_PEER WINDOW_TO_FORK DESCRIPTOR}.
 */
public final class PeerMain {
    static final String OPEN = "open";
    static final String PLAY = "play";
    static final String CLOSE = "close";
    static final String COUNT = "count";
    static final String PROFILE = "profile";

    /** Begins the line that says why a peer ends; its owner quotes it. */
    static final String FAILURE = "ipc-roundtrip: the peer failed: ";

    private static final int FAILED = 1;
    private static final int WORDS_PER_CHANNEL = 5;
    private static final String OWNER = "the fork";

    private final AtomicLong sent = new AtomicLong();
    private final Map<String, List<Endpoint>> links = new HashMap<>();
    private final Optional<ProcessProfiler> profiler = ProcessProfiler.ofThisProcess(Side.PEER);
    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();

    private PeerMain() {
    }

    /**
     * Plays the role that its owner orders on standard input, and ends the JVM.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        try {
            ParentDeath.endsThisProcess();
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            Handshake handshake = Handshake.read(in);
            PeerMain peer = new PeerMain();
            peer.obey(in);
            Pinning.pin(handshake.cpu());
            System.out.println(Handshake.ANSWER + handshake.readyLine());
            while (true) {
                peer.work.take().run();
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Carries out commands until its owner's pipe closes, then leaves. Started before pinning, so that it stays off that CPU. */
    private void obey(BufferedReader in) {
        Thread control = new Thread(() -> {
            try {
                for (String command = in.readLine(); command != null; command = in.readLine()) {
                    obey(command.split(" "));
                }
            } catch (IOException e) {
                // A pipe that cannot be read has ended.
            } catch (Throwable e) {
                fail(e);
            }
            OwnerWatch.leave(OWNER);
        }, "control");
        control.setDaemon(true);
        control.start();
    }

    private void obey(String[] command) {
        switch (command[0]) {
            case COUNT -> answer(COUNT + " " + sent.getOpaque());
            case OPEN -> {
                links.put(command[1], open(command));
                answer(OPEN + " " + command[1]);
            }
            case PLAY -> {
                List<Endpoint> endpoints = links.get(command[1]);
                long[] numbers = Stream.of(command).skip(3).mapToLong(Long::parseLong).toArray();
                Role role = RoleKind.valueOf(command[2]).newRole(sent, numbers);
                work.add(() -> role.play(endpoints));
            }
            case CLOSE -> {
                List<Endpoint> endpoints = links.remove(command[1]);
                work.add(() -> endpoints.forEach(Endpoint::close));
            }
            case PROFILE -> {
                // Here, as this thread is not pinned, and neither is what the profiler starts.
                profiler.orElseThrow().obey(ProcessProfiler.Order.valueOf(command[1]));
                answer(PROFILE + " " + command[1]);
            }
            default -> throw new IllegalArgumentException("no command is called \"" + command[0] + "\"");
        }
    }

    private static List<Endpoint> open(String[] command) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int word = 2; word < command.length; word += WORDS_PER_CHANNEL) {
            Traffic traffic = new Traffic(Integer.parseInt(command[word + 1]), Integer.parseInt(command[word + 2]),
                    Integer.parseInt(command[word + 3]));
            endpoints.add(Transports.get(command[word]).open(command[word + 4], traffic, PeerMain::ownerIsWatched));
        }
        return endpoints;
    }

    private static void answer(String line) {
        System.out.println(Handshake.ANSWER + line);
    }

    /** Said on standard error, whose tail the owner quotes. */
    private static void fail(Throwable e) {
        System.err.println(FAILURE + FailureMessage.of(e));
        e.printStackTrace();
        Runtime.getRuntime().halt(FAILED);
    }

    /** A peer may wait as long as it likes: its owner's death ends it, whatever it is doing. */
    private static void ownerIsWatched(long waitedNanos) {
        // Nothing to do: see obey().
    }
}
