/*
 * Measures a round trip between two processes in plain C, for one mechanism. The Java figures are compared with it.
 * Build: gcc -O2 -Wall -Wextra -o pingpong pingpong.c -lpthread
 * Run:   pingpong pipe|uds-stream|futex|sem|condvar|spin [seconds (1)] [CPU_A CPU_B (0 1)] [message size in bytes (64)]
 *
 * Messages are the same as in Java: 8-byte words that depend on the sequence, then the sequence word. A writes a message, B
 * verifies and echoes it, A verifies the echo. In memory (a memfd) the layout is the same too: payload and sequence word of each
 * direction are 128 bytes apart, and the wait's control bytes follow. A pipe or socket carries a message by one write and usually
 * one read. There are no deadlines and no checks for a dead peer, so this is a lower bound and not a model for programs.
 *
 * Prints nanoseconds over every round trip, each from one completion to the next, with one clock read in it. Before and after
 * that it runs the reference probe: a spin round trip of a bare word between the same two processes. The probe shows the
 * placement of the CPUs.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__) || defined(__i386__)
#define RELAX() __builtin_ia32_pause()
#elif defined(__aarch64__) || defined(__arm__)
#define RELAX() __asm__ volatile("yield")
#else
#define RELAX() ((void)0)
#endif

#define ALWAYS_INLINE static inline __attribute__((always_inline))

enum mechanism { PIPE, UDS_STREAM, FUTEX, SEM, CONDVAR, SPIN, MECHANISMS };
static const char *const names[MECHANISMS] = {"pipe", "uds-stream", "futex", "sem", "condvar", "spin"};

enum { LINE_PAIR = 128, LARGEST = 1 << 20, AWAKE = 0, ASLEEP = 1, YARDSTICK_BLOCKS = 21, YARDSTICK_BLOCK = 500 };
static const uint64_t STEP = 0x9E3779B97F4A7C15ull; /* the same as in Payload.java */
static const uint64_t STOP = 1ull << 63;
static const double WARM_UP = 0.2; /* seconds */

/* One direction, seen from one of its two ends. */
struct way {
    unsigned char *message; /* payload, then the sequence word; in shared memory, or private if the kernel copies */
    uint64_t *word;
    int fd; /* of this end; -1 for memory */
    uint32_t *flag;
    sem_t *sem;
    pthread_mutex_t *mutex;
    pthread_cond_t *changed;
};

static size_t size = 64;
static uint64_t *reference_probe[2]; /* 128 bytes apart */

static void fail(const char *what) {
    perror(what);
    _exit(1);
}

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

static void pin(int cpu) {
    cpu_set_t s;
    CPU_ZERO(&s);
    CPU_SET(cpu, &s);
    if (sched_setaffinity(0, sizeof s, &s)) fail("sched_setaffinity");
}

/* Publishes the sequence word of the message in the outgoing buffer. */
ALWAYS_INLINE void publish(enum mechanism m, struct way *out, uint64_t word) {
    switch (m) {
    case PIPE:
    case UDS_STREAM:
        *out->word = word;
        for (size_t done = 0; done < size;) {
            ssize_t n = write(out->fd, out->message + done, size - done);
            if (n < 0 && errno != EINTR) fail("write");
            if (n > 0) done += (size_t)n;
        }
        break;
    case FUTEX: /* as in FutexWait.java: the flag is set while the waiter sleeps */
        __atomic_store_n(out->word, word, __ATOMIC_SEQ_CST);
        if (__atomic_load_n(out->flag, __ATOMIC_SEQ_CST) == ASLEEP) {
            __atomic_store_n(out->flag, AWAKE, __ATOMIC_RELEASE);
            if (syscall(SYS_futex, out->flag, FUTEX_WAKE, 1, NULL, NULL, 0) < 0) fail("FUTEX_WAKE");
        }
        break;
    case SEM:
        __atomic_store_n(out->word, word, __ATOMIC_RELEASE);
        if (sem_post(out->sem)) fail("sem_post");
        break;
    case CONDVAR:
        pthread_mutex_lock(out->mutex);
        __atomic_store_n(out->word, word, __ATOMIC_RELEASE);
        pthread_mutex_unlock(out->mutex);
        pthread_cond_signal(out->changed);
        break;
    default:
        __atomic_store_n(out->word, word, __ATOMIC_RELEASE);
    }
}

/* Waits for a word that differs from the last one. */
ALWAYS_INLINE uint64_t await(enum mechanism m, struct way *in, uint64_t last) {
    uint64_t seen;
    switch (m) {
    case PIPE:
    case UDS_STREAM:
        for (size_t done = 0; done < size;) {
            ssize_t n = read(in->fd, in->message + done, size - done);
            if (n == 0) { fputs("the other side has closed\n", stderr); _exit(1); }
            if (n < 0 && errno != EINTR) fail("read");
            if (n > 0) done += (size_t)n;
        }
        return *in->word;
    case FUTEX:
        while ((seen = __atomic_load_n(in->word, __ATOMIC_SEQ_CST)) == last) {
            __atomic_store_n(in->flag, ASLEEP, __ATOMIC_SEQ_CST);
            if ((seen = __atomic_load_n(in->word, __ATOMIC_SEQ_CST)) != last) break;
            if (syscall(SYS_futex, in->flag, FUTEX_WAIT, ASLEEP, NULL, NULL, 0) < 0 && errno != EAGAIN && errno != EINTR)
                fail("FUTEX_WAIT");
        }
        __atomic_store_n(in->flag, AWAKE, __ATOMIC_RELEASE);
        return seen;
    case SEM:
        do {
            while (sem_wait(in->sem)) if (errno != EINTR) fail("sem_wait");
            seen = __atomic_load_n(in->word, __ATOMIC_ACQUIRE);
        } while (seen == last);
        return seen;
    case CONDVAR:
        pthread_mutex_lock(in->mutex);
        while ((seen = __atomic_load_n(in->word, __ATOMIC_ACQUIRE)) == last) pthread_cond_wait(in->changed, in->mutex);
        pthread_mutex_unlock(in->mutex);
        return seen;
    default:
        while ((seen = __atomic_load_n(in->word, __ATOMIC_ACQUIRE)) == last) RELAX();
        return seen;
    }
}

ALWAYS_INLINE void fill(struct way *out, uint64_t sequence) {
    uint64_t *payload = (uint64_t *)(void *)out->message, word = sequence;
    for (size_t i = 0; i < size / 8 - 1; i++) payload[i] = word += STEP;
}

ALWAYS_INLINE void verify(struct way *in, uint64_t expected, uint64_t sequence) {
    const uint64_t *payload = (const uint64_t *)(void *)in->message;
    uint64_t word = sequence;
    int whole = sequence == expected;
    for (size_t i = 0; i < size / 8 - 1; i++) whole &= payload[i] == (word += STEP);
    if (!whole) {
        fprintf(stderr, "expected message %llu, got %llu, or its payload is damaged\n", (unsigned long long)expected,
                (unsigned long long)sequence);
        _exit(1);
    }
}

ALWAYS_INLINE void echo(enum mechanism m, struct way *in, struct way *out) {
    uint64_t seen = 0;
    for (uint64_t expected = 1; (seen = await(m, in, seen)) != STOP; expected++) {
        verify(in, expected, seen);
        memcpy(out->message, in->message, size - 8);
        publish(m, out, seen);
    }
    publish(m, out, STOP);
}

ALWAYS_INLINE uint64_t round_trip(enum mechanism m, struct way *out, struct way *in, uint64_t last) {
    fill(out, last + 1);
    publish(m, out, last + 1);
    uint64_t seen = await(m, in, last);
    verify(in, last + 1, seen);
    return seen;
}

/* Like HdrHistogram with three digits: exact to 1 ns up to 2047 ns, and to 0.1 % above. */
enum { EXACT = 2048, HALF = EXACT / 2, SHIFTS = 40, BUCKETS = EXACT + SHIFTS * HALF };
static uint64_t counts[BUCKETS], operations, sum, least = UINT64_MAX, greatest;

static size_t bucket(uint64_t v) {
    if (v < EXACT) return v;
    unsigned shift = 63 - 10 - (unsigned)__builtin_clzll(v);
    return shift > SHIFTS ? BUCKETS - 1 : EXACT + (shift - 1) * HALF + (v >> shift) - HALF;
}

/* The highest value of a bucket. */
static uint64_t highest(size_t index) {
    if (index < EXACT) return index;
    size_t shift = (index - EXACT) / HALF + 1, mantissa = (index - EXACT) % HALF + HALF;
    return ((mantissa + 1) << shift) - 1;
}

static void record(uint64_t nanos) {
    counts[bucket(nanos)]++;
    operations++;
    sum += nanos;
    if (nanos < least) least = nanos;
    if (nanos > greatest) greatest = nanos;
}

static uint64_t percentile(double percent) {
    uint64_t rank = (uint64_t)(percent / 100 * (double)operations + 0.5), seen = 0;
    if (rank < 1) rank = 1;
    for (size_t i = 0; i < BUCKETS; i++)
        if ((seen += counts[i]) >= rank) return highest(i) < greatest ? highest(i) : greatest;
    return greatest;
}

ALWAYS_INLINE void measure(enum mechanism m, struct way *out, struct way *in, double seconds) {
    uint64_t last = 0;
    for (uint64_t end = now() + (uint64_t)(WARM_UP * 1e9); now() < end;) last = round_trip(m, out, in, last);
    uint64_t before = now(), end = before + (uint64_t)(seconds * 1e9);
    while (before < end) {
        last = round_trip(m, out, in, last);
        uint64_t after = now();
        record(after - before);
        before = after;
    }
    publish(m, out, STOP);
    if (await(m, in, last) != STOP) { fputs("the peer did not stop\n", stderr); _exit(1); }
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Both sides call it, and continue with the last words. Returns nanoseconds per round trip, the median over its blocks. */
static double run_reference_probe(int echoing) {
    double blocks[YARDSTICK_BLOCKS];
    uint64_t word = *reference_probe[1];
    for (int block = 0; block < YARDSTICK_BLOCKS; block++) {
        uint64_t start = now();
        for (int i = 0; i < YARDSTICK_BLOCK; i++) {
            word++;
            if (!echoing) __atomic_store_n(reference_probe[0], word, __ATOMIC_RELEASE);
            while (__atomic_load_n(reference_probe[echoing ? 0 : 1], __ATOMIC_ACQUIRE) != word) RELAX();
            if (echoing) __atomic_store_n(reference_probe[1], word, __ATOMIC_RELEASE);
        }
        blocks[block] = (double)(now() - start) / YARDSTICK_BLOCK;
    }
    qsort(blocks, YARDSTICK_BLOCKS, sizeof *blocks, ascending);
    return blocks[YARDSTICK_BLOCKS / 2];
}

static size_t round_up(size_t bytes) { return (bytes + LINE_PAIR - 1) / LINE_PAIR * LINE_PAIR; }

/* Both directions; [0] is from A to B. Parent and child see shared memory at the same addresses. */
static void lay_out(unsigned char *region, enum mechanism m, struct way ways[2]) {
    size_t slot = round_up(size), control = round_up(sizeof(pthread_mutex_t)) + round_up(sizeof(pthread_cond_t));
    for (size_t i = 0; i < 2; i++) {
        unsigned char *controls = region + LINE_PAIR + 2 * slot + i * control;
        ways[i] = (struct way){.message = region + LINE_PAIR + i * slot, .fd = -1, .flag = (uint32_t *)(void *)controls,
                               .sem = (sem_t *)(void *)controls, .mutex = (pthread_mutex_t *)(void *)controls,
                               .changed = (pthread_cond_t *)(void *)(controls + round_up(sizeof(pthread_mutex_t)))};
        if (m == PIPE || m == UDS_STREAM) {
            /* The kernel copies, so each process has its own buffers: fork() duplicates these. */
            ways[i].message = aligned_alloc(LINE_PAIR, slot);
            if (!ways[i].message) fail("aligned_alloc");
            memset(ways[i].message, 0, slot);
        }
        ways[i].word = (uint64_t *)(void *)(ways[i].message + size - 8);
        reference_probe[i] = (uint64_t *)(void *)(region + LINE_PAIR + 2 * slot + 2 * control + i * LINE_PAIR);
        if (m == SEM && sem_init(ways[i].sem, 1, 0)) fail("sem_init");
        if (m == CONDVAR) {
            pthread_mutexattr_t ma;
            pthread_condattr_t ca;
            pthread_mutexattr_init(&ma);
            pthread_mutexattr_setpshared(&ma, PTHREAD_PROCESS_SHARED);
            pthread_condattr_init(&ca);
            pthread_condattr_setpshared(&ca, PTHREAD_PROCESS_SHARED);
            if (pthread_mutex_init(ways[i].mutex, &ma) || pthread_cond_init(ways[i].changed, &ca)) fail("pthread_cond_init");
        }
    }
}

static unsigned char *region_of(size_t bytes) {
    int fd = memfd_create("pingpong", MFD_CLOEXEC);
    if (fd < 0 || ftruncate(fd, (off_t)bytes)) fail("memfd_create");
    unsigned char *region = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (region == MAP_FAILED) fail("mmap");
    close(fd);
    memset(region, 0, bytes);
    return region;
}

static void peer_died(int signal) {
    (void)signal;
    static const char text[] = "the peer died\n";
    if (write(STDERR_FILENO, text, sizeof text - 1) < 0) _exit(2);
    _exit(1);
}

/* Each mechanism has its own copy of the loops, in which the mechanism is a constant. */
#define FOR_EACH(m, call) \
    switch (m) { \
    case PIPE: call(PIPE); break; \
    case UDS_STREAM: call(UDS_STREAM); break; \
    case FUTEX: call(FUTEX); break; \
    case SEM: call(SEM); break; \
    case CONDVAR: call(CONDVAR); break; \
    default: call(SPIN); \
    }

static int usage(void) {
    fputs("usage: pingpong pipe|uds-stream|futex|sem|condvar|spin [seconds] [CPU_A CPU_B] [message size, a multiple of 8]\n",
          stderr);
    return 2;
}

int main(int argc, char **argv) {
    int m = 0;
    while (m < MECHANISMS && (argc < 2 || strcmp(argv[1], names[m]))) m++;
    double seconds = argc > 2 ? atof(argv[2]) : 1;
    int a = argc > 4 ? atoi(argv[3]) : 0, b = argc > 4 ? atoi(argv[4]) : 1;
    size = argc > 5 ? strtoul(argv[5], NULL, 10) : size;
    if (m == MECHANISMS || seconds <= 0 || a == b || size < 8 || size > LARGEST || size % 8) return usage();

    struct way ways[2];
    size_t controls = round_up(sizeof(pthread_mutex_t)) + round_up(sizeof(pthread_cond_t));
    lay_out(region_of(LINE_PAIR + 2 * round_up(size) + 2 * controls + 2 * LINE_PAIR), m, ways);
    int there[2] = {-1, -1}, back[2] = {-1, -1}; /* read end, write end */
    if (m == PIPE && (pipe2(there, O_CLOEXEC) || pipe2(back, O_CLOEXEC))) fail("pipe2");
    if (m == UDS_STREAM) {
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, there)) fail("socketpair");
        back[0] = there[1];
        back[1] = there[0];
    }

    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, peer_died);
    pid_t self = getpid(), peer = fork();
    if (peer < 0) fail("fork");
    if (!peer) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != self) _exit(1);
        pin(b);
        struct way *in = &ways[0], *out = &ways[1];
        in->fd = there[0];
        out->fd = back[1];
        run_reference_probe(1);
#define ECHO(mechanism) echo(mechanism, in, out)
        FOR_EACH(m, ECHO)
        run_reference_probe(1);
        for (;;) pause();
    }
    pin(a);
    struct way *out = &ways[0], *in = &ways[1];
    out->fd = there[1];
    in->fd = back[0];
    memset(counts, 0, sizeof counts); /* touched in advance, because the first access is a page fault */
    double spin_before = run_reference_probe(0);
#define MEASURE(mechanism) measure(mechanism, out, in, seconds)
    FOR_EACH(m, MEASURE)
    double spin_after = run_reference_probe(0);
    signal(SIGCHLD, SIG_DFL);
    kill(peer, SIGKILL);
    waitpid(peer, NULL, 0);
    printf("%s n=%llu min=%llu mean=%.1f p50=%llu p99=%llu p99.9=%llu max=%llu spin_before=%.1f spin_after=%.1f\n", names[m],
           (unsigned long long)operations, (unsigned long long)least, (double)sum / (double)operations,
           (unsigned long long)percentile(50), (unsigned long long)percentile(99), (unsigned long long)percentile(99.9),
           (unsigned long long)greatest, spin_before, spin_after);
    return 0;
}
