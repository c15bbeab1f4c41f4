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
 * The main class of the peer. It reads the {@link Handshake} and answers {@code ready}. The main thread then plays one role after
 * the other. A second thread carries out the fork's commands and ends the process when the fork has ended.
 *
 * <p>A command is one line, documented at its constant. A channel in it is
 * {@code TRANSPORT SIZE WINDOW_TO_PEER WINDOW_TO_FORK HANDLE}.
 */
public final class PeerMain {
    /** {@code open ID CHANNEL...}: opens a link. The answer is {@code open ID}. */
    static final String OPEN = "open";
    /** {@code play ID ROLE [NUMBER...]}: plays a role on a link, after the present role has been stopped. No answer. */
    static final String PLAY = "play";
    /** {@code close ID}: closes a link, after the present role has been stopped. No answer. */
    static final String CLOSE = "close";
    /** {@code count}: the answer is {@code count NUMBER}, the messages sent so far, or verified by a sink. */
    static final String COUNT = "count";
    /** {@code profile ORDER}: obeys a {@link ProcessProfiler.Order}. The answer, when done, is {@code profile ORDER}. */
    static final String PROFILE = "profile";

    /** Prefix of the line that gives the reason for the peer's end. The fork quotes that line. */
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
     * Plays the roles that the fork orders on standard input, then ends the JVM.
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

    /**
     * Carries out commands until the fork closes its pipe, then ends the process. The thread starts before this one is pinned, so
     * it does not inherit the pinning.
     */
    private void obey(BufferedReader in) {
        Thread control = new Thread(() -> {
            try {
                for (String command = in.readLine(); command != null; command = in.readLine()) {
                    obey(command.split(" "));
                }
            } catch (IOException e) {
                // An unreadable pipe counts as closed.
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
                // This thread is not pinned, so the threads that the profiler starts are not pinned either.
                profiler.orElseThrow().obey(ProcessProfiler.Order.valueOf(command[1]));
                answer(PROFILE + " " + command[1]);
            }
            default -> throw new IllegalArgumentException("unknown command \"" + command[0] + "\"");
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

    /** Prints the failure to standard error, which the fork quotes, and ends the JVM. */
    private static void fail(Throwable e) {
        System.err.println(FAILURE + FailureMessage.of(e));
        if (!FailureMessage.explains(e)) {
            e.printStackTrace();
        }
        Runtime.getRuntime().halt(FAILED);
    }

    /** Lets the peer wait without limit. The control thread ends the process when the fork ends. */
    private static void ownerIsWatched(long waitedNanos) {
        // Nothing to check: see obey().
    }
}
