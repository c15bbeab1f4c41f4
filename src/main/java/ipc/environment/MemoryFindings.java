package ipc.environment;

import ipc.proc.SystemFiles;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Huge pages ({@code Documentation/admin-guide/mm/transhuge.rst}), and the limits of shared memory and message queues
 * ({@code proc_sys_kernel(5)}, {@code mq_overview(7)}, {@code getrlimit(2)}).
 */
final class MemoryFindings {
    private static final String HUGE = "sys/kernel/mm/transparent_hugepage/";
    private static final String DEV_SHM = "dev/shm";
    private static final String KERNEL = "proc/sys/kernel/";
    private static final String QUEUES = "proc/sys/fs/mqueue/";
    private static final String LIMITS = "proc/self/limits";
    /** Smallest useful segment: the largest message is 1 MiB, and a region holds two of them and their sequence words. */
    private static final long ENOUGH_BYTES = 4L << 20;
    /** Smallest useful limit for POSIX queues: two queues of ten messages of 8 KiB, the default, and the kernel's overhead. */
    private static final long ENOUGH_QUEUE_BYTES = 200_000;

    private final SystemFiles files;
    private final Volume.Finder volumes;

    MemoryFindings(SystemFiles files, Volume.Finder volumes) {
        this.files = files;
        this.volumes = volumes;
    }

    List<Finding> list() {
        return List.of(hugePages(), hugePagesOfShmem(), devShm(), systemV(), messageQueues(), memlock());
    }

    private Finding hugePages() {
        Optional<String> mode = chosen(HUGE + "enabled");
        if (mode.isEmpty()) {
            return files.lacks(HUGE + "enabled") || files.lacks("sys/kernel/mm/transparent_hugepage")
                    ? Subject.THP.ok("unsupported by this kernel") : Subject.THP.unknown();
        }
        String value = mode.get() + chosen(HUGE + "defrag").map(defrag -> ", defrag " + defrag).orElse("");
        return mode.get().equals("always") ? Subject.THP.warning(value, "echo madvise | tee /" + HUGE + "enabled")
                : Subject.THP.ok(value);
    }

    private Finding hugePagesOfShmem() {
        Optional<String> mode = chosen(HUGE + "shmem_enabled");
        if (mode.isEmpty()) {
            return files.lacks(HUGE + "shmem_enabled") || files.lacks("sys/kernel/mm/transparent_hugepage")
                    ? Subject.THP_SHMEM.ok("unsupported by this kernel") : Subject.THP_SHMEM.unknown();
        }
        return List.of("always", "force").contains(mode.get())
                ? Subject.THP_SHMEM.warning(mode.get(), "echo never | tee /" + HUGE + "shmem_enabled")
                : Subject.THP_SHMEM.ok(mode.get());
    }

    /** The word in brackets, as in {@code always [madvise] never}. */
    private Optional<String> chosen(String file) {
        return files.read(file).filter(text -> text.contains("[") && text.indexOf(']') > text.indexOf('['))
                .map(text -> text.substring(text.indexOf('[') + 1, text.indexOf(']')));
    }

    private Finding devShm() {
        if (files.lacks(DEV_SHM)) {
            return Subject.DEV_SHM.warning("unavailable", "mount -t tmpfs tmpfs /dev/shm");
        }
        Optional<Volume> volume = files.exists(DEV_SHM) ? volumes.of(files.root().resolve(DEV_SHM)) : Optional.empty();
        if (volume.isEmpty()) {
            return Subject.DEV_SHM.unknown();
        }
        String value = volume.get().type() + ", " + Text.bytes(volume.get().totalBytes()) + ", "
                + Text.bytes(volume.get().usableBytes())
                + " free";
        return volume.get().usableBytes() < ENOUGH_BYTES ? Subject.DEV_SHM.warning(value, "mount -o remount,size=64M /dev/shm")
                : Subject.DEV_SHM.ok(value);
    }

    private Finding systemV() {
        List<String> values = new ArrayList<>();
        String remedy = "";
        boolean anyUnknown = false;
        for (String name : List.of("shmmax", "shmall", "shmmni")) {
            // On some machines the defaults exceed a long.
            Optional<BigInteger> value = files.read(KERNEL + name).filter(text -> text.matches("\\d+")).map(BigInteger::new);
            anyUnknown |= value.isEmpty();
            values.add(name + " " + value.map(number -> shown(name, number)).orElse("unknown"));
            if (value.isPresent() && tooSmall(name, value.get())) {
                remedy = "sysctl kernel.shmmax=68719476736 kernel.shmall=16777216 kernel.shmmni=4096";
            }
        }
        long segments = files.read("proc/sysvipc/shm").map(text -> text.lines().count() - 1).orElse(-1L);
        String value = String.join(", ", values) + (segments < 0 ? "" : "; " + Text.count(segments, "segment") + " in use");
        return !remedy.isEmpty() ? Subject.SYSTEM_V.warning(value, remedy)
                : anyUnknown ? Subject.SYSTEM_V.unknown(value) : Subject.SYSTEM_V.ok(value);
    }

    private static String shown(String name, BigInteger number) {
        boolean bounded = number.bitLength() < Long.SIZE - 1;
        return switch (name) {
            case "shmmax" -> bounded ? Text.bytes(number.longValue()) : "unbounded";
            case "shmall" -> bounded ? number + " pages" : "unbounded";
            default -> number.toString();
        };
    }

    private static boolean tooSmall(String name, BigInteger number) {
        BigInteger least = BigInteger.valueOf(switch (name) {
            case "shmmax" -> ENOUGH_BYTES;
            case "shmall" -> ENOUGH_BYTES >> 12;
            default -> 1;
        });
        return number.compareTo(least) < 0;
    }

    private Finding messageQueues() {
        List<String> values = new ArrayList<>();
        boolean anyUnknown = false;
        for (String name : List.of("msgmax", "msgmnb", "msgmni")) {
            Optional<Long> value = files.number(KERNEL + name);
            anyUnknown |= value.isEmpty();
            values.add(name + " " + value.map(Object::toString).orElse("unknown"));
        }
        for (String name : List.of("queues_max", "msg_max", "msgsize_max")) {
            values.add(name + " " + files.number(QUEUES + name).map(Object::toString)
                    .orElse(files.lacks("proc/sys/fs/mqueue") ? "unsupported" : "unknown"));
        }
        Optional<String> limit = soft("Max msgqueue size");
        String value = String.join(", ", values) + "; all POSIX queues of a user "
                + limit.map(MemoryFindings::bytes).orElse("unknown");
        if (limit.flatMap(SystemFiles::parse).filter(bytes -> bytes < ENOUGH_QUEUE_BYTES).isPresent()) {
            return Subject.MESSAGE_QUEUES.warning(value, "ulimit -q 819200");
        }
        return anyUnknown || limit.isEmpty() ? Subject.MESSAGE_QUEUES.unknown(value) : Subject.MESSAGE_QUEUES.ok(value);
    }

    private Finding memlock() {
        Optional<String> limit = soft("Max locked memory");
        return limit.map(text -> Subject.MEMLOCK.ok(bytes(text), "ulimit -l unlimited")).orElseGet(Subject.MEMLOCK::unknown);
    }

    private Optional<String> soft(String name) {
        return files.field(LIMITS, name).map(values -> values.split("\\s+")[0]).filter(value -> !value.isEmpty());
    }

    private static String bytes(String limit) {
        return SystemFiles.parse(limit).map(Text::bytes).orElse(limit);
    }
}
