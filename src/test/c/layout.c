/*
 * Measures the cost of a payload that straddles two cache lines. A guard byte says whose turn it is. One process writes 64 bytes
 * of payload, the other one reads them. In layout 0 the payload begins at the guard (one line; the guard is overwritten and set
 * again). In layout 1 it begins after the guard (two lines). Both layouts are in one anonymous shared mapping. They take turns in
 * blocks (ABBA BAAB), so changes of the machine affect both alike.
 * Build: gcc -O2 -o layout layout.c      Run: layout [seconds] [cpu cpu]
 * Prints nanoseconds per round trip: the medians over blocks, and the median and quartiles of the differences within pairs.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
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

enum { PAYLOAD = 64, BLOCK = 1000, REGION = 4096, WRITER = 1, READER = 2 };

static char *layouts[2]; /* one page each */

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void pin(int cpu) {
    cpu_set_t s;
    CPU_ZERO(&s);
    CPU_SET(cpu, &s);
    if (sched_setaffinity(0, sizeof s, &s)) { perror("sched_setaffinity"); exit(1); }
}

static void await(char *guard, char turn) {
    while (__atomic_load_n(guard, __ATOMIC_ACQUIRE) != turn) RELAX();
}

/* In layout 0 the payload begins at the guard, in layout 1 after it. */
static void block(int straddling) {
    char *guard = layouts[straddling], *payload = guard + straddling;
    for (int i = 0; i < BLOCK; i++) {
        memset(payload, 16 + (i & 63), PAYLOAD); /* never WRITER or READER, since it may overwrite the guard */
        __atomic_store_n(guard, READER, __ATOMIC_RELEASE);
        await(guard, WRITER);
    }
}

static void reader(void) {
    /* The writer's order, ABBA BAAB, selects the layout. The guard of the other layout does not change. */
    char copy[PAYLOAD];
    for (;;) {
        for (int straddling = 0; straddling < 2; straddling++) {
            char *guard = layouts[straddling];
            while (__atomic_load_n(guard, __ATOMIC_ACQUIRE) == READER) {
                memcpy(copy, guard + straddling, PAYLOAD);
                __asm__ volatile("" : : "r"(copy) : "memory");
                if (copy[PAYLOAD - 1] < 16) { fputs("a payload was not written\n", stderr); _exit(1); }
                __atomic_store_n(guard, WRITER, __ATOMIC_RELEASE);
            }
            RELAX();
        }
    }
}

static double timed(int straddling) {
    double start = now();
    block(straddling);
    return (now() - start) / BLOCK;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    double seconds = argc > 1 ? atof(argv[1]) : 5;
    int a = argc > 3 ? atoi(argv[2]) : 0, b = argc > 3 ? atoi(argv[3]) : 1;
    enum { MOST = 1 << 18 };
    double *one = malloc(sizeof *one * MOST), *two = malloc(sizeof *two * MOST), *difference = malloc(sizeof *difference * MOST);
    for (int i = 0; i < 2; i++) {
        layouts[i] = mmap(0, REGION, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (layouts[i] == MAP_FAILED) { perror("mmap"); return 1; }
        memset(layouts[i], 0, REGION);
    }
    pid_t peer = fork();
    if (peer < 0) { perror("fork"); return 1; }
    if (!peer) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        pin(b);
        reader();
    }
    pin(a);
    int pairs = 0;
    for (double end = now() + seconds * 1e9; now() < end && pairs < MOST; pairs++) {
        int first = __builtin_parity((unsigned)pairs); /* Thue-Morse sequence: AB BA BA AB */
        double x = timed(first), y = timed(!first);
        one[pairs] = first ? y : x;
        two[pairs] = first ? x : y;
        difference[pairs] = two[pairs] - one[pairs];
    }
    kill(peer, SIGKILL);
    waitpid(peer, 0, 0);
    qsort(one, pairs, sizeof *one, ascending);
    qsort(two, pairs, sizeof *two, ascending);
    qsort(difference, pairs, sizeof *difference, ascending);
    printf("one line %.0f ns, two lines %.0f ns, two lines less one line %+.0f ns"
           " (quartiles %+.0f and %+.0f), %d pairs of blocks\n",
           one[pairs / 2], two[pairs / 2], difference[pairs / 2], difference[pairs / 4], difference[pairs / 4 * 3], pairs);
    return 0;
}
