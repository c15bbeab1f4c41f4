package ipc.posix;

/**
 * Sizes and field offsets of C structures that depend on the word size. Each is a number of words plus a number of bytes,
 * including padding. Values that are equal on all architectures are constants of the classes that use them.
 */
enum Layout {
    TIMESPEC("sizeof(struct timespec)", 2, 0),
    TV_NSEC("offsetof(struct timespec, tv_nsec)", 1, 0),
    ITIMERSPEC("sizeof(struct itimerspec)", 4, 0),
    IT_VALUE("offsetof(struct itimerspec, it_value)", 2, 0),
    SIGACTION("sizeof(struct sigaction)", 3, 128),
    SIGEV_SIGNO("offsetof(struct sigevent, sigev_signo)", 1, 0),
    SIGEV_NOTIFY("offsetof(struct sigevent, sigev_notify)", 1, 4),
    SIGEV_THREAD("offsetof(struct sigevent, _sigev_un._tid)", 1, 8),
    SIGVAL("sizeof(union sigval)", 1, 0),
    SI_PID("offsetof(siginfo_t, si_pid)", 1, 8),
    SI_VALUE("offsetof(siginfo_t, si_value)", 1, 16),
    MSGHDR("sizeof(struct msghdr)", 7, 0),
    MSG_NAMELEN("offsetof(struct msghdr, msg_namelen)", 1, 0),
    MSG_IOV("offsetof(struct msghdr, msg_iov)", 2, 0),
    MSG_IOVLEN("offsetof(struct msghdr, msg_iovlen)", 3, 0),
    MSG_CONTROL("offsetof(struct msghdr, msg_control)", 4, 0),
    MSG_CONTROLLEN("offsetof(struct msghdr, msg_controllen)", 5, 0),
    IOVEC("sizeof(struct iovec)", 2, 0),
    IOV_LEN("offsetof(struct iovec, iov_len)", 1, 0),
    CMSG_LEVEL("offsetof(struct cmsghdr, cmsg_level)", 1, 0),
    CMSG_TYPE("offsetof(struct cmsghdr, cmsg_type)", 1, 4),
    CMSG_DATA("CMSG_LEN(0)", 1, 8),
    CMSG_LEN_OF_INT("CMSG_LEN(sizeof(int))", 1, 12),
    CMSG_SPACE_OF_INT("CMSG_SPACE(sizeof(int))", 2, 8),
    MQ_ATTR("sizeof(struct mq_attr)", 8, 0),
    MQ_MAXMSG("offsetof(struct mq_attr, mq_maxmsg)", 1, 0),
    MQ_MSGSIZE("offsetof(struct mq_attr, mq_msgsize)", 2, 0),
    MTEXT("offsetof(struct msgbuf, mtext)", 1, 0);

    /** The C expression. */
    final String expression;
    private final int words;
    private final int moreBytes;

    Layout(String expression, int words, int moreBytes) {
        this.expression = expression;
        this.words = words;
        this.moreBytes = moreBytes;
    }

    /** Bytes for a given word size. */
    int bytes(int wordBytes) {
        return words * wordBytes + moreBytes;
    }

    /** Bytes on the architecture of this process. */
    int bytes() {
        return bytes(Abi.WORD_BYTES);
    }
}
