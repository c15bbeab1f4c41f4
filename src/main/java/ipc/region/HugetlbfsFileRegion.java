package ipc.region;

import ipc.posix.FileMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A memory-mapped file on a hugetlbfs, a file system whose every file consists of huge pages.
 *
 * <p>Calls: as {@link TmpfsFileRegion}, on the first hugetlbfs that may be written; {@code --mmap-dir} does not matter. Its
 * length is rounded up to whole huge pages. Memory wakes nobody: that is the wait strategy's part.
 *
 * <p>Limits: the huge pages that {@code vm.nr_hugepages} sets aside, and the mount's {@code size=}. Such a file is mapped; it is
 * not written with {@code write(2)}.
 *
 * <p>Choose it where much memory is touched at random, and programs must meet at a file's name; {@link MemfdRegion} with huge
 * pages needs no mount. A region of a few messages lies in one page either way.
 *
 * <p>Manual: {@code mmap(2)}, the kernel's {@code Documentation/admin-guide/mm/hugetlbpage.rst}.
 */
public final class HugetlbfsFileRegion extends DescriptorRegion {
    /** This kind, for the catalogue. */
    public static final RegionKind KIND = new Kind();

    private HugetlbfsFileRegion(int fd, long lengthBytes) {
        super(fd, lengthBytes);
    }

    private static Optional<Path> hugetlbfs() {
        return Mounts.read().writableHugetlbfs(HugePages.mountOptionSize(), Files::isWritable);
    }

    private static final class Kind implements RegionKind {
        @Override
        public String name() {
            return "mmap-huge";
        }

        @Override
        public String description() {
            return "memory-mapped file on hugetlbfs, in huge pages (open, mmap)";
        }

        @Override
        public boolean optional() {
            return true;
        }

        @Override
        public SharedRegion create(long lengthBytes, Path directory) {
            Path hugetlbfs = hugetlbfs().orElseThrow(() -> new IllegalStateException(unavailable().orElseThrow()));
            long whole = HugePages.roundUp(lengthBytes);
            int fd = FileMapping.openUnnamed(hugetlbfs.toString());
            return new HugetlbfsFileRegion(allocated(fd, whole, HugePages.usedUp()), whole);
        }

        @Override
        public SharedRegion open(String handle, long lengthBytes) {
            return new HugetlbfsFileRegion(FileMapping.open(handle), HugePages.roundUp(lengthBytes));
        }

        @Override
        public Optional<String> unavailable() {
            return HugePages.unavailable().or(() -> hugetlbfs().isPresent() ? Optional.empty()
                    : Optional.of("no hugetlbfs with the usual page size that may be written is mounted;"
                            + " `mount -t hugetlbfs none DIRECTORY`, as root, mounts one"));
        }
    }
}
