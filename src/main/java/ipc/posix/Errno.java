package ipc.posix;

import com.sun.jna.Native;

/** The error numbers that this project handles ({@code errno(3)}). Linux has the same numbers on x86-64, AArch64 and ARM. */
public enum Errno {
    EPERM(1, "not permitted"),
    ENOENT(2, "no such file, directory or object"),
    ESRCH(3, "no such process or thread"),
    EINTR(4, "interrupted by a signal"),
    E2BIG(7, "too long"),
    EAGAIN(11, "resource limit reached, try again"),
    ENOMEM(12, "out of memory"),
    EACCES(13, "permission denied"),
    EBUSY(16, "busy"),
    EEXIST(17, "exists already"),
    ENODEV(19, "not supported by this file system"),
    ENOTDIR(20, "not a directory"),
    EISDIR(21, "is a directory"),
    EINVAL(22, "invalid argument"),
    ENFILE(23, "the system's table of open files is full"),
    EMFILE(24, "this process has too many open files"),
    EFBIG(27, "larger than the file-size limit"),
    ENOSPC(28, "no space left"),
    EROFS(30, "read-only file system"),
    EPIPE(32, "no reader is left"),
    ERANGE(34, "out of range"),
    ENOSYS(38, "this kernel does not have the call"),
    ENOMSG(42, "no message available"),
    EIDRM(43, "the object was removed"),
    EOVERFLOW(75, "too large for its counter"),
    EMSGSIZE(90, "message too long"),
    EPROTONOSUPPORT(93, "protocol not supported"),
    EOPNOTSUPP(95, "operation not supported"),
    EAFNOSUPPORT(97, "address family not supported"),
    EADDRNOTAVAIL(99, "no interface has this address"),
    ENETUNREACH(101, "network is unreachable"),
    ECONNRESET(104, "connection reset by the other side"),
    ENOBUFS(105, "no buffer space"),
    ENOTCONN(107, "not connected"),
    ETIMEDOUT(110, "timed out"),
    ECONNREFUSED(111, "nothing listens there"),
    EDQUOT(122, "disk quota exceeded"),
    EOWNERDEAD(130, "the owner died while holding it"),
    ENOTRECOVERABLE(131, "not recoverable"),
    /** A number outside this table. {@link PosixException} shows the number. */
    OTHER(-1, "unlisted error");

    private final int number;
    private final String meaning;

    Errno(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The kernel's number, or -1 for {@link #OTHER}. */
    public int number() {
        return number;
    }

    /** The meaning in a few words. */
    public String meaning() {
        return meaning;
    }

    /** The constant for a number; {@link #OTHER} if it is not listed. */
    public static Errno of(int number) {
        for (Errno errno : values()) {
            if (errno.number == number) {
                return errno;
            }
        }
        return OTHER;
    }

    /** The error number of this thread's last direct-mapped call. */
    static int last() {
        return Native.getLastError();
    }
}
