package ipc.region;

import ipc.proc.MountTable;
import ipc.posix.FileMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A memory-mapped file on a hugetlbfs, which is a file system of huge pages.
 *
 * <p>Calls: as {@link TmpfsFileRegion}, on the first writable hugetlbfs. {@code --mmap-dir} has no effect. The length is rounded
 * up to whole huge pages.
 *
 * <p>Wake-up: none. The wait strategy wakes the receiver.
 *
 * <p>Limits: the huge pages that {@code vm.nr_hugepages} reserves, and the mount's {@code size=}. {@code write(2)} does not work
 * on such a file.
 *
 * <p>Choose it when much memory is accessed at random and programs must find it by a file name. {@link MemfdRegion} with huge
 * pages needs no mount. A region of a few messages fits one page of either size.
 *
 * <p>Manual: {@code mmap(2)}, the kernel's {@code Documentation/admin-guide/mm/hugetlbpage.rst}.
 */
public final class HugetlbfsFileRegion extends DescriptorRegion {
    /** The catalogue's entry. */
    public static final RegionKind KIND = new Kind();

    private HugetlbfsFileRegion(int fd, long lengthBytes) {
        super(fd, lengthBytes);
    }

    private static Optional<Path> hugetlbfs() {
        return MountTable.ofThisProcess().writableHugetlbfs(HugePages.mountOptionSize(), Files::isWritable);
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
                    : Optional.of("no writable hugetlbfs with the default page size is mounted;"
                            + " run `mount -t hugetlbfs none DIRECTORY` as root"));
        }
    }
}
