package ipc.peer;

import ipc.FailureMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Everything that a peer prints: its answers, and the last lines of the rest, which may say why it died. */
final class PeerOutput {
    private static final long POLL_MILLIS = 50;
    private static final int TAIL_LINES = 20;
    /** Most unread answers. The fork waits for one answer at a time. */
    private static final int MOST_ANSWERS = 8;

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>(MOST_ANSWERS);
    private final Deque<String> tail = new ArrayDeque<>();
    private final List<Thread> readers;
    private volatile boolean floods;
    private volatile String crash = "";
    private volatile String ownReason = "";

    /** Starts a thread for each of the two streams. */
    PeerOutput(Process process) {
        readers = List.of(Lines.read("peer-stderr", process.getErrorStream(), this::keepTail),
                Lines.read("peer-stdout", process.getInputStream(), this::keepAnswer));
    }

    /** The next answer, without its prefix; null if there is none within {@value #POLL_MILLIS} ms. */
    String nextAnswer() throws InterruptedException {
        return answers.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    boolean hasAnswer() {
        return !answers.isEmpty();
    }

    /** Whether there were more answers than anybody asks for at a time. */
    boolean floods() {
        return floods;
    }

    /** Waits until both streams have ended, for at most so many milliseconds each. */
    void awaitEnd(long millis) throws InterruptedException {
        for (Thread reader : readers) {
            reader.join(millis);
        }
    }

    /** The reason that the peer gave itself; empty if it gave none. */
    String ownReason() {
        return ownReason;
    }

    /** The cause of its death, in words. */
    String causeOfDeath() {
        if (!crash.isEmpty() || !ownReason.isEmpty()) {
            return crash.isEmpty() ? "died" : crash;
        }
        synchronized (tail) {
            return FailureMessage.crash(List.copyOf(tail)).orElse("died");
        }
    }

    /** The last lines, as the end of a message. */
    String lastLines() {
        synchronized (tail) {
            return tail.isEmpty() ? "\nit printed nothing" : "\nits last output:\n" + String.join("\n", tail);
        }
    }

    /** Sorts lines of standard output. A JVM also prints there what its options ask for, and its report of a crash. */
    private void keepAnswer(String line) {
        if (line.startsWith(Handshake.ANSWER)) {
            floods |= !answers.offer(line.substring(Handshake.ANSWER.length()));
        } else {
            FailureMessage.crash(line).ifPresent(words -> crash = words);
            keepTail(line);
        }
    }

    private void keepTail(String line) {
        if (line.startsWith(PeerMain.FAILURE)) {
            ownReason = line.substring(PeerMain.FAILURE.length());
        }
        synchronized (tail) {
            if (tail.size() == TAIL_LINES) {
                tail.removeFirst();
            }
            tail.addLast(line);
        }
    }
}
