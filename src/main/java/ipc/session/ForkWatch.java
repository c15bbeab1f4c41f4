package ipc.session;

import ipc.environment.OomKills;
import ipc.proc.ProcessFacts;
import ipc.posix.StoppedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Watches a cell's fork and its peer while JMH waits. It ends a process that a signal has stopped. It notices when the whole run
 * stood still, because the machine was suspended or all processes were stopped. Sleeps but for a look a second.
 *
 * <p>A fork looks after its peer itself, but not while it waits inside the C library for a mutex that a stopped peer holds.
 */
final class ForkWatch implements AutoCloseable {
    private static final String FORK_MAIN = "org.openjdk.jmh.runner.ForkedMain";
    private static final String PEER_MAIN = "ipc.peer.PeerMain";
    /** A baseline may have no peer, and a search looks at all processes of the machine: each is twice as far from the last. */
    private static final int LONGEST_BETWEEN_SEARCHES = 4;
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A thread may come late on a busy machine; by so much only if it stood still. */
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Path UPTIME = Path.of("/proc/uptime");

    private final OomKills oomKills = OomKills.begin();
    private final Standstill standstill = new Standstill(TICK_NANOS, LATE_NANOS);
    private final Thread thread = new Thread(this::watch, "fork-watch");
    private final Watched fork = new Watched("fork", FORK_MAIN);
    private final Watched peer = new Watched("peer", PEER_MAIN);
    private volatile String reason = "";
    private volatile boolean closed;

    private ForkWatch() {
        thread.setDaemon(true);
    }

    static ForkWatch start() {
        ForkWatch watch = new ForkWatch();
        watch.thread.start();
        return watch;
    }

    private void watch() {
        while (!closed) {
            long now = System.nanoTime();
            standstill.look(now, sinceBoot());
            fork.look(Optional.of(ProcessHandle.current()), now);
            peer.look(fork.process, now);
            try {
                TimeUnit.NANOSECONDS.sleep(TICK_NANOS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** One of the two. */
    private final class Watched {
        private final String role;
        private final String mainClass;
        private Optional<ProcessHandle> process = Optional.empty();
        private Optional<ProcessHandle> owner = Optional.empty();
        private StoppedProcess stopped;
        private int looksUntilSearch;
        private int looksBetween = 1;

        Watched(String role, String mainClass) {
            this.role = role;
            this.mainClass = mainClass;
        }

        /** Finds it among its owner's children, and then looks at it alone. */
        void look(Optional<ProcessHandle> itsOwner, long now) {
            if (!itsOwner.equals(owner)) {
                owner = itsOwner;
                looksUntilSearch = 0;
                looksBetween = 1;
            }
            if (process.isEmpty() || !process.get().isAlive()) {
                process = owner.isPresent() && isSearchDue() ? owner.get().children()
                        .filter(child -> ProcessFacts.commandLine(child.pid()).contains(mainClass)).findFirst()
                        : Optional.empty();
                stopped = process.map(found -> new StoppedProcess(found.pid())).orElse(null);
            }
            if (stopped != null && stopped.isStoppedForTooLong(now)) {
                reason = "the " + role + " (process " + process.get().pid() + ") " + StoppedProcess.inWords();
                process.get().destroyForcibly();
            }
        }

        private boolean isSearchDue() {
            if (--looksUntilSearch > 0) {
                return false;
            }
            looksUntilSearch = looksBetween;
            looksBetween = Math.min(2 * looksBetween, LONGEST_BETWEEN_SEARCHES);
            return true;
        }
    }

    /** {@code CLOCK_BOOTTIME}, which goes on while the machine sleeps, as {@link System#nanoTime()} does not; 0 if unknown. */
    private static long sinceBoot() {
        try {
            return (long) (Double.parseDouble(Files.readString(UPTIME).split(" ")[0]) * NANOS_PER_SECOND);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /** Why this watch has ended fork or peer, if it has. */
    Optional<String> reason() {
        return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    }

    /** Whether the kernel has ended a process for want of memory meanwhile. */
    boolean memoryRanOut() {
        return oomKills.any();
    }

    /** Reports a clock jump or a standstill; empty if there was none. Must be called after {@link #close}. */
    Optional<String> disturbance() {
        return standstill.inWords();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        standstill.look(System.nanoTime(), sinceBoot());
    }

    /** How long nothing of a run went on. Used by one thread after the other. */
    static final class Standstill {
        private final long tickNanos;
        private final long lateNanos;
        private boolean looked;
        private long lastNanos;
        private long lastSinceBoot;
        private long stillNanos;
        private long suspendedNanos;

        /**
         * @param tickNanos from one look to the next
         * @param lateNanos what a look may be late at most
         */
        Standstill(long tickNanos, long lateNanos) {
            this.tickNanos = tickNanos;
            this.lateNanos = lateNanos;
        }

        /**
         * A look.
         *
         * @param nowNanos  by a clock that stands still while the machine is suspended
         * @param sinceBoot by one that goes on; 0 if there is none
         */
        void look(long nowNanos, long sinceBoot) {
            long passed = nowNanos - lastNanos;
            if (looked && passed > tickNanos + lateNanos) {
                stillNanos += passed - tickNanos;
            }
            long slept = sinceBoot - lastSinceBoot - passed;
            if (looked && sinceBoot != 0 && lastSinceBoot != 0 && slept > lateNanos) {
                suspendedNanos += slept;
            }
            looked = true;
            lastNanos = nowNanos;
            lastSinceBoot = sinceBoot;
        }

        Optional<String> inWords() {
            if (suspendedNanos > 0) {
                return Optional.of("the machine was suspended for " + seconds(suspendedNanos) + " s");
            }
            return stillNanos > 0 ? Optional.of("the launcher stood still for " + seconds(stillNanos)
                    + " s, stopped by a signal, or for want of a CPU; where fork and peer did too, the longest operations hold that")
                    : Optional.empty();
        }

        private static String seconds(long nanos) {
            return String.format(Locale.ROOT, "%.0f", nanos / NANOS_PER_SECOND);
        }
    }
}
