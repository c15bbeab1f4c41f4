package ipc.session;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Suggests a known word for an unknown one: a synonym, or else the nearest spelling. */
public final class Suggestions {
    private static final int FARTHEST = 3;
    private static final String PART = "/";
    private static final String PAIR = ":";

    /** Other names for regions, wait strategies and transports. */
    private static final Map<String, String> TRANSPORTS = synonyms(
            "sysv: shmem shm sysvshm shared-memory shared",
            "mmap: file mapped mapped-file mmapped",
            "mmap-tmpfs: tmpfs ramdisk",
            "posix: shm_open posix-shm dev-shm",
            "memfd: memfd_create anonymous",
            "spin: poll polling busy busy-spin busy-wait busywait",
            "condvar: pthread mutex cond condition monitor lock",
            "sem: semaphore posix-sem",
            "futex: park sleep block blocking",
            "eventfd: epoll event",
            "uds-stream: uds unix unix-socket unix-domain socket sockets domain-socket",
            "uds-datagram: datagram unix-datagram",
            "tcp: loopback localhost network net",
            "fifo: named-pipe mkfifo",
            "pipe: pipes anonymous-pipe",
            "posix-mq: mq queue message-queue mqueue",
            "sysv-mq: msgget sysv-queue",
            "signal: signals",
            "aeron-ipc: aeron",
            "chronicle-queue: chronicle",
            "agrona-ring: agrona ring ringbuffer ring-buffer");

    /** Other names for profiles and commands. */
    private static final Map<String, String> COMMANDS = synonyms(
            "desktop: run bench benchmark measure start laptop",
            "quick: fast smoke short",
            "paired: pair pairs ab versus vs",
            "compare: diff regression",
            "advise: advice recommend choose which",
            "doctor: check diagnose health",
            "list: ls transports benchmarks profiles",
            "report: charts chart html plot graph",
            "table: results show print",
            "validate: verify selftest self-test",
            "clean: cleanup clean-up",
            "test: tests",
            "throughput: bandwidth",
            "pack: package dist",
            "fleet: hosts ansible ssh");

    private Suggestions() {
    }

    private static Map<String, String> synonyms(String... lines) {
        Map<String, String> synonyms = new TreeMap<>();
        for (String line : lines) {
            String[] targetAndWords = line.split(": ");
            for (String word : targetAndWords[1].split(" ")) {
                synonyms.put(word, targetAndWords[0]);
            }
        }
        return synonyms;
    }

    /** Synonyms of regions, wait strategies and transports, each with the name that it stands for. */
    static Map<String, String> transportSynonyms() {
        return TRANSPORTS;
    }

    /** Synonyms of profiles and commands, each with the name that it stands for. */
    public static Map<String, String> commandSynonyms() {
        return COMMANDS;
    }

    /**
     * A line to print below an error, or null if no known word is near.
     *
     * @param prefix printed before the word, for example {@code -}
     */
    public static String line(String word, Collection<String> known, String prefix) {
        return suggest(word, known).map(near -> "Did you mean " + prefix + near + "?").orElse(null);
    }

    /** The known word that this one probably stands for. The two sides of a pair are looked up one by one. */
    static Optional<String> suggest(String word, Collection<String> known) {
        String[] sides = word.split(PAIR, -1);
        if (sides.length == 2) {
            List<String> both = Stream.of(sides)
                    .flatMap(side -> (known.contains(side) ? Optional.of(side) : one(side, known)).stream()).toList();
            return both.size() == 2 ? Optional.of(String.join(PAIR, both)) : Optional.empty();
        }
        return one(word, known);
    }

    private static Optional<String> one(String word, Collection<String> known) {
        return synonym(word.toLowerCase(Locale.ROOT), known).or(() -> nearest(word, known));
    }

    /** A region without a wait strategy gets spin, and a wait strategy without a region gets sysv. */
    private static Optional<String> synonym(String word, Collection<String> known) {
        String translated = String.join(PART,
                Arrays.stream(word.split(PART, -1)).map(part -> TRANSPORTS.getOrDefault(part, part)).toList());
        return Stream.of(translated, translated + "/spin", "sysv/" + translated, COMMANDS.getOrDefault(word, ""))
                .filter(known::contains).findFirst();
    }

    /** The known word with the fewest edits, if the edits are few for its length. */
    static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= Math.min(FARTHEST, Math.max(1, candidate.length() / 2)))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** The Levenshtein distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
