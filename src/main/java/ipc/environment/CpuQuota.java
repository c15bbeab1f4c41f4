package ipc.environment;

import ipc.proc.MountTable;
import ipc.proc.SystemFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The CPU time that the control groups of this process allow: version 1 ({@code cpu.cfs_quota_us}, {@code cpu.cfs_period_us}) or
 * 2 ({@code cpu.max}). See {@code Documentation/scheduler/sched-bwc.rst} and {@code Documentation/admin-guide/cgroup-v2.rst}.
 * Limits of parent groups apply too, so all visible ones are read and the smallest counts.
 *
 * @param limit  smallest limit; empty if there is none
 * @param hidden reason why a parent group may have a limit that is not visible; empty if all are visible
 */
record CpuQuota(Optional<Limit> limit, String hidden) {
    private static final String CONTROLLER = "cpu";

    /**
     * The limit of one group.
     *
     * @param version      version of control groups, 1 or 2
     * @param group        path of the group, below the mount point
     * @param quotaMicros  CPU time that it may use in each period, in microseconds
     * @param periodMicros length of a period, in microseconds
     * @param throttled    periods so far in which the quota was used up; empty if unknown
     * @param file         path of the file with the limit
     * @param readOnly     whether the file is mounted read-only
     */
    record Limit(int version, String group, long quotaMicros, long periodMicros, Optional<Long> throttled, String file,
            boolean readOnly) {
        double cpus() {
            return (double) quotaMicros / periodMicros;
        }
    }

    /** Reads the limits; empty if that is not possible. */
    static Optional<CpuQuota> read(SystemFiles files) {
        Optional<MountTable> mounts = MountTable.read(files);
        Optional<String> groups = files.read("proc/self/cgroup");
        if (mounts.isEmpty() || groups.isEmpty()) {
            return Optional.empty();
        }
        // A controller belongs to version 1 or to version 2, never to both.
        Optional<String> first = groups.get().lines().map(line -> line.split(":", 3))
                .filter(parts -> parts.length == 3 && List.of(parts[1].split(",")).contains(CONTROLLER)).map(parts -> parts[2])
                .findFirst();
        if (first.isPresent()) {
            return mounts.get().ofType("cgroup", CONTROLLER).flatMap(mount -> walk(files, 1, mount, first.get()));
        }
        Optional<String> second = groups.get().lines().filter(line -> line.startsWith("0::")).map(line -> line.substring(3))
                .findFirst();
        return second.flatMap(path -> mounts.get().ofType("cgroup2", "").flatMap(mount -> walk(files, 2, mount, path)));
    }

    /** Reads from the group of this process up to the highest mounted one. */
    private static Optional<CpuQuota> walk(SystemFiles files, int version, MountTable.Mount mount, String path) {
        Optional<String> start = below(mount.root(), path);
        if (start.isEmpty()) {
            // The mount shows other groups: those of another namespace or container.
            return Optional.empty();
        }
        List<Limit> limits = new ArrayList<>();
        for (String group = start.get();; group = group.substring(0, Math.max(0, group.lastIndexOf('/')))) {
            String folder = mount.point().substring(1) + group;
            if (!files.exists(folder)) {
                return Optional.empty();
            }
            Reading reading = version == 1 ? first(files, folder) : second(files, folder);
            if (reading == null) {
                return Optional.empty();
            }
            if (reading.quotaMicros() > 0) {
                limits.add(new Limit(version, group.isEmpty() ? "/" : group, reading.quotaMicros(), reading.periodMicros(),
                        files.field(folder + "/cpu.stat", "nr_throttled ").flatMap(SystemFiles::parse),
                        "/" + folder + (version == 1 ? "/cpu.cfs_quota_us" : "/cpu.max"), mount.isReadOnly()));
            }
            if (group.isEmpty()) {
                break;
            }
        }
        return Optional.of(new CpuQuota(limits.stream().min(Comparator.comparingDouble(Limit::cpus)), hidden(mount, files)));
    }

    /** The reason why limits above the mounted group are not visible; empty if all are. */
    private static String hidden(MountTable.Mount mount, SystemFiles files) {
        if (!mount.root().equals("/")) {
            return "groups above " + mount.root() + " are not mounted here";
        }
        // The topmost group of a namespace appears as its root, wherever it really is.
        return Namespaces.isInner(files, "cgroup", Namespaces.FIRST_CGROUP)
                ? "groups above this namespace cannot be seen" : "";
    }

    /** A group's path below the mounted one; empty if it is elsewhere. */
    private static Optional<String> below(String mountedGroup, String path) {
        if (path.startsWith("/..") || mountedGroup.startsWith("/..")) {
            return Optional.empty();
        }
        String group = path.equals("/") ? "" : path;
        String top = mountedGroup.equals("/") ? "" : mountedGroup;
        if (group.equals(top) || group.startsWith(top + "/")) {
            return Optional.of(group.substring(top.length()));
        }
        return Optional.empty();
    }

    /** @param quotaMicros 0 if there is no limit */
    private record Reading(long quotaMicros, long periodMicros) {
        static final Reading NO_LIMIT = new Reading(0, 1);
    }

    private static Reading first(SystemFiles files, String folder) {
        // The topmost group has these files in some kernels only.
        if (files.lacks(folder + "/cpu.cfs_quota_us")) {
            return Reading.NO_LIMIT;
        }
        Optional<Long> quota = files.number(folder + "/cpu.cfs_quota_us");
        Optional<Long> period = files.number(folder + "/cpu.cfs_period_us");
        return quota.isPresent() && quota.get() <= 0 ? Reading.NO_LIMIT : reading(quota, period);
    }

    private static Reading second(SystemFiles files, String folder) {
        // The root group never has the file. Another group has it only if the controller is enabled for it.
        if (files.lacks(folder + "/cpu.max")) {
            return Reading.NO_LIMIT;
        }
        String[] parts = files.read(folder + "/cpu.max").orElse("").split(" ");
        if (parts.length != 2) {
            return null;
        }
        return parts[0].equals("max") ? Reading.NO_LIMIT : reading(SystemFiles.parse(parts[0]), SystemFiles.parse(parts[1]));
    }

    private static Reading reading(Optional<Long> quota, Optional<Long> period) {
        return quota.isPresent() && period.isPresent() && period.get() > 0 ? new Reading(quota.get(), period.get()) : null;
    }
}
