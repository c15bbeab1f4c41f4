package ipc.environment;

import ipc.proc.SystemFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The file system of mapped files, and how the kernel writes their pages to the disk
 * ({@code Documentation/admin-guide/sysctl/vm.rst}).
 */
final class StorageFindings {
    private static final String VM = "proc/sys/vm/";
    private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs", "hugetlbfs", "devtmpfs");
    private static final Set<String> REMOTE = Set.of("nfs", "nfs4", "cifs", "smb3", "9p", "virtiofs", "ceph", "lustre", "gpfs",
            "afs");
    private static final double CENTIS = 100;

    private final SystemFiles files;
    private final Volume.Finder volumes;

    StorageFindings(SystemFiles files, Volume.Finder volumes) {
        this.files = files;
        this.volumes = volumes;
    }

    List<Finding> list(Path mmapDirectory) {
        return List.of(directory(mmapDirectory), writeback());
    }

    private Finding directory(Path directory) {
        Optional<Volume> volume = volumes.of(directory);
        if (volume.isEmpty()) {
            return Subject.MMAP_DIRECTORY.unknown("file system of " + directory);
        }
        String type = volume.get().type();
        String value = directory + " on " + type + " (" + volume.get().source() + "), " + Text.bytes(volume.get().usableBytes())
                + " free";
        if (MEMORY.contains(type)) {
            return Subject.MMAP_DIRECTORY.warning(value + ", which is memory", "./run.sh PROFILE --mmap-dir DIRECTORY_ON_A_DISK");
        }
        if (REMOTE.contains(type) || type.startsWith("fuse")) {
            return Subject.MMAP_DIRECTORY.warning(value + ", which is a network or user-space file system",
                    "./run.sh PROFILE --mmap-dir DIRECTORY_ON_A_DISK");
        }
        return Subject.MMAP_DIRECTORY.ok(value);
    }

    private Finding writeback() {
        Optional<Long> every = files.number(VM + "dirty_writeback_centisecs");
        Optional<Long> after = files.number(VM + "dirty_expire_centisecs");
        if (every.isEmpty() || after.isEmpty()) {
            return Subject.WRITEBACK.unknown();
        }
        List<String> thresholds = new ArrayList<>();
        threshold("dirty_background").ifPresent(share -> thresholds.add("starts at " + share));
        threshold("dirty").ifPresent(share -> thresholds.add("blocks writers at " + share));
        String value = (every.get() == 0 ? "no periodic writeback" : "every " + Text.decimal(every.get() / CENTIS, 1) + " s")
                + " for pages that have been dirty for " + Text.decimal(after.get() / CENTIS, 1) + " s"
                + (thresholds.isEmpty() ? "" : "; " + String.join(", ", thresholds));
        return every.get() == 0
                ? Subject.WRITEBACK.warning(value + "; mapped files then cost less here than elsewhere",
                        "sysctl vm.dirty_writeback_centisecs=500")
                : Subject.WRITEBACK.ok(value, "sysctl vm.dirty_writeback_centisecs=N (hundredths of a second)");
    }

    /** A threshold. Either a size or a share of memory is set, and the other one reads 0. */
    private Optional<String> threshold(String name) {
        return files.number(VM + name + "_bytes").filter(bytes -> bytes > 0).map(Text::bytes)
                .or(() -> files.number(VM + name + "_ratio").map(ratio -> ratio + " % of memory"));
    }
}
