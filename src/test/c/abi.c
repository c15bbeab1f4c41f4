// Every constant, size and offset of the C library and the kernel that ipc.posix uses, and the width of every parameter and
// result of the functions it calls. This program is never run: checks/abi.sh compiles it for each architecture and
// reads the lines that begin with "->" from the compiler's output.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

// Headers older than Linux 6.3 lack it; later ones have this value.
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8U
#endif

#define LINE(text, value) __asm__ volatile("\n-> " text : : "i"((int) (value)));

// Emits "-> constant VALUE EXPRESSION".
#define CONSTANT(...) LINE("constant %c0 " #__VA_ARGS__, __VA_ARGS__)

// Emits "-> function PROTOTYPE", then "-> width BYTES" for the result and for each parameter. The compiler rejects a prototype
// that differs from the header's.
#define FUNCTION(result, name, ...) DECLARED(result, name, (__VA_ARGS__)) __VA_OPT__(WIDTHS(__VA_ARGS__))
// After a prototype that ends with "..." follow the longest arguments that this project passes.
#define VARIADIC(result, name, prototype, ...) DECLARED(result, name, prototype) WIDTHS(__VA_ARGS__)
#define DECLARED(result, name, prototype) { (void) &name; extern result name prototype; } \
  LINE("function " #result " " #name #prototype, 0) WIDTH(result)
#define WIDTH(type) LINE("width %c0", sizeof(type))
#define WIDTHS(...) PICK(__VA_ARGS__, W6, W5, W4, W3, W2, W1)(__VA_ARGS__)
#define PICK(a, b, c, d, e, f, chosen, ...) chosen
#define W1(a) WIDTH(a)
#define W2(a, ...) WIDTH(a) W1(__VA_ARGS__)
#define W3(a, ...) WIDTH(a) W2(__VA_ARGS__)
#define W4(a, ...) WIDTH(a) W3(__VA_ARGS__)
#define W5(a, ...) WIDTH(a) W4(__VA_ARGS__)
#define W6(a, ...) WIDTH(a) W5(__VA_ARGS__)

void constants(void) {
  CONSTANT(sizeof(void *))
  CONSTANT(sizeof(long))
  CONSTANT(sizeof(size_t))

  CONSTANT(sizeof(pthread_mutex_t))
  CONSTANT(sizeof(pthread_mutexattr_t))
  CONSTANT(sizeof(pthread_cond_t))
  CONSTANT(sizeof(pthread_condattr_t))
  CONSTANT(sizeof(sem_t))
  CONSTANT(PTHREAD_PROCESS_SHARED)
  CONSTANT(PTHREAD_MUTEX_ROBUST)

  CONSTANT(SYS_futex)
  CONSTANT(SYS_memfd_create)
  CONSTANT(SYS_gettid)
  CONSTANT(SYS_rt_tgsigqueueinfo)

  CONSTANT(FUTEX_WAKE)
  CONSTANT(FUTEX_WAIT_BITSET)
  CONSTANT(FUTEX_BITSET_MATCH_ANY)

  CONSTANT(O_RDONLY)
  CONSTANT(O_WRONLY)
  CONSTANT(O_RDWR)
  CONSTANT(O_CREAT)
  CONSTANT(O_EXCL)
  CONSTANT(O_NONBLOCK)
  CONSTANT(O_CLOEXEC)
  CONSTANT(O_DIRECTORY)
  CONSTANT(O_NOFOLLOW)
  CONSTANT(O_TMPFILE)
  CONSTANT(F_SETFL)
  CONSTANT(S_IRUSR | S_IWUSR)
  CONSTANT(MFD_CLOEXEC)
  CONSTANT(MFD_HUGETLB)
  CONSTANT(MFD_NOEXEC_SEAL)

  CONSTANT(PROT_READ)
  CONSTANT(PROT_WRITE)
  CONSTANT(MAP_SHARED)
  CONSTANT(MAP_ANONYMOUS)

  CONSTANT(IPC_PRIVATE)
  CONSTANT(IPC_CREAT)
  CONSTANT(IPC_EXCL)
  CONSTANT(IPC_NOWAIT)
  CONSTANT(IPC_RMID)
  CONSTANT(SHM_HUGETLB)
  CONSTANT(offsetof(struct msgbuf, mtext))
  CONSTANT(sizeof(struct sembuf))
  CONSTANT(offsetof(struct sembuf, sem_op))
  CONSTANT(sizeof(struct mq_attr))
  CONSTANT(offsetof(struct mq_attr, mq_maxmsg))
  CONSTANT(offsetof(struct mq_attr, mq_msgsize))

  CONSTANT(EFD_CLOEXEC)
  CONSTANT(EFD_NONBLOCK)
  CONSTANT(EPOLL_CLOEXEC)
  CONSTANT(EPOLL_CTL_ADD)
  CONSTANT(EPOLLIN)
  CONSTANT(EPOLLET)
  CONSTANT(sizeof(struct epoll_event))
  CONSTANT(offsetof(struct epoll_event, events))
  CONSTANT(POLLIN)
  CONSTANT(POLLOUT)
  CONSTANT(sizeof(struct pollfd))
  CONSTANT(offsetof(struct pollfd, events))
  CONSTANT(offsetof(struct pollfd, revents))
  CONSTANT(TIOCGWINSZ)
  CONSTANT(sizeof(struct winsize))
  CONSTANT(offsetof(struct winsize, ws_row))
  CONSTANT(offsetof(struct winsize, ws_col))

  CONSTANT(AF_UNIX)
  CONSTANT(AF_INET)
  CONSTANT(SOCK_STREAM)
  CONSTANT(SOCK_DGRAM)
  CONSTANT(SOCK_SEQPACKET)
  CONSTANT(SOCK_CLOEXEC)
  CONSTANT(SOL_SOCKET)
  CONSTANT(SO_SNDBUF)
  CONSTANT(SO_RCVBUF)
  CONSTANT(SCM_RIGHTS)
  CONSTANT(IPPROTO_TCP)
  CONSTANT(TCP_NODELAY)
  CONSTANT(MSG_TRUNC)
  CONSTANT(MSG_DONTWAIT)
  CONSTANT(MSG_NOSIGNAL)
  CONSTANT(MSG_CMSG_CLOEXEC)
  CONSTANT(sizeof(struct sockaddr_storage))
  CONSTANT(offsetof(struct sockaddr_un, sun_path) + 1)
  CONSTANT(sizeof(struct sockaddr_in))
  CONSTANT(offsetof(struct sockaddr_in, sin_port))
  CONSTANT(offsetof(struct sockaddr_in, sin_addr))
  CONSTANT(sizeof(struct msghdr))
  CONSTANT(offsetof(struct msghdr, msg_name))
  CONSTANT(offsetof(struct msghdr, msg_namelen))
  CONSTANT(offsetof(struct msghdr, msg_iov))
  CONSTANT(offsetof(struct msghdr, msg_iovlen))
  CONSTANT(offsetof(struct msghdr, msg_control))
  CONSTANT(offsetof(struct msghdr, msg_controllen))
  CONSTANT(sizeof(struct iovec))
  CONSTANT(offsetof(struct iovec, iov_base))
  CONSTANT(offsetof(struct iovec, iov_len))
  CONSTANT(offsetof(struct cmsghdr, cmsg_len))
  CONSTANT(offsetof(struct cmsghdr, cmsg_level))
  CONSTANT(offsetof(struct cmsghdr, cmsg_type))
  CONSTANT(CMSG_LEN(0))
  CONSTANT(CMSG_LEN(sizeof(int)))
  CONSTANT(CMSG_SPACE(sizeof(int)))

  CONSTANT(CLOCK_MONOTONIC)
  CONSTANT(CLOCK_THREAD_CPUTIME_ID)
  CONSTANT(TIMER_ABSTIME)
  CONSTANT(sizeof(clockid_t))
  CONSTANT(sizeof(timer_t))
  CONSTANT(sizeof(struct timespec))
  CONSTANT(offsetof(struct timespec, tv_nsec))
  CONSTANT(sizeof(struct itimerspec))
  CONSTANT(offsetof(struct itimerspec, it_interval))
  CONSTANT(offsetof(struct itimerspec, it_value))

  CONSTANT(PR_SET_PDEATHSIG)
  CONSTANT(SIGKILL)
  CONSTANT(SIG_BLOCK)
  CONSTANT(SIG_UNBLOCK)
  CONSTANT(SI_QUEUE)
  CONSTANT(SIGEV_THREAD_ID)
  CONSTANT(sizeof(sigset_t))
  CONSTANT(sizeof(struct sigaction))
  CONSTANT(offsetof(struct sigaction, sa_handler))
  CONSTANT(sizeof(siginfo_t))
  CONSTANT(offsetof(siginfo_t, si_signo))
  CONSTANT(offsetof(siginfo_t, si_code))
  CONSTANT(offsetof(siginfo_t, si_pid))
  CONSTANT(offsetof(siginfo_t, si_value))
  CONSTANT(sizeof(union sigval))
  CONSTANT(sizeof(struct sigevent))
  CONSTANT(offsetof(struct sigevent, sigev_signo))
  CONSTANT(offsetof(struct sigevent, sigev_notify))
  CONSTANT(offsetof(struct sigevent, _sigev_un._tid))

  CONSTANT(EPERM)
  CONSTANT(ENOENT)
  CONSTANT(ESRCH)
  CONSTANT(EINTR)
  CONSTANT(E2BIG)
  CONSTANT(EAGAIN)
  CONSTANT(ENOMEM)
  CONSTANT(EACCES)
  CONSTANT(EBUSY)
  CONSTANT(EEXIST)
  CONSTANT(ENODEV)
  CONSTANT(ENOTDIR)
  CONSTANT(EISDIR)
  CONSTANT(EINVAL)
  CONSTANT(ENFILE)
  CONSTANT(EMFILE)
  CONSTANT(EFBIG)
  CONSTANT(ENOSPC)
  CONSTANT(EROFS)
  CONSTANT(EPIPE)
  CONSTANT(ERANGE)
  CONSTANT(ENOSYS)
  CONSTANT(ENOMSG)
  CONSTANT(EIDRM)
  CONSTANT(EOVERFLOW)
  CONSTANT(EMSGSIZE)
  CONSTANT(EPROTONOSUPPORT)
  CONSTANT(EOPNOTSUPP)
  CONSTANT(EAFNOSUPPORT)
  CONSTANT(EADDRNOTAVAIL)
  CONSTANT(ENETUNREACH)
  CONSTANT(ECONNRESET)
  CONSTANT(ENOBUFS)
  CONSTANT(ENOTCONN)
  CONSTANT(ETIMEDOUT)
  CONSTANT(ECONNREFUSED)
  CONSTANT(EDQUOT)
  CONSTANT(EOWNERDEAD)
  CONSTANT(ENOTRECOVERABLE)
}

void functions(void) {
  FUNCTION(int, abs, int)
  FUNCTION(pid_t, getppid)
  VARIADIC(int, prctl, (int, ...), int, unsigned long, unsigned long, unsigned long, unsigned long)
  VARIADIC(long, syscall, (long, ...), long)

  VARIADIC(int, open64, (const char *, int, ...), const char *, int, mode_t)
  FUNCTION(int, close, int)
  FUNCTION(int, unlink, const char *)
  FUNCTION(ssize_t, read, int, void *, size_t)
  FUNCTION(ssize_t, write, int, const void *, size_t)
  VARIADIC(int, fcntl, (int, int, ...), int, int, int)
  VARIADIC(int, ioctl, (int, unsigned long, ...), int, unsigned long, struct winsize *)
  FUNCTION(int, pipe2, int *, int)
  FUNCTION(int, mkfifo, const char *, mode_t)
  FUNCTION(int, fchmod, int, mode_t)
  FUNCTION(int, posix_fallocate64, int, off64_t, off64_t)
  FUNCTION(void *, mmap64, void *, size_t, int, int, int, off64_t)
  FUNCTION(int, munmap, void *, size_t)

  FUNCTION(int, shm_open, const char *, int, mode_t)
  FUNCTION(int, shm_unlink, const char *)
  FUNCTION(int, shmget, key_t, size_t, int)
  FUNCTION(void *, shmat, int, const void *, int)
  FUNCTION(int, shmdt, const void *)
  FUNCTION(int, shmctl, int, int, struct shmid_ds *)
  FUNCTION(int, msgget, key_t, int)
  FUNCTION(int, msgsnd, int, const void *, size_t, int)
  FUNCTION(ssize_t, msgrcv, int, void *, size_t, long, int)
  FUNCTION(int, msgctl, int, int, struct msqid_ds *)
  FUNCTION(int, semget, key_t, int, int)
  FUNCTION(int, semop, int, struct sembuf *, size_t)
  FUNCTION(int, semtimedop, int, struct sembuf *, size_t, const struct timespec *)
  VARIADIC(int, semctl, (int, int, int, ...), int, int, int)
  VARIADIC(mqd_t, mq_open, (const char *, int, ...), const char *, int, mode_t, struct mq_attr *)
  FUNCTION(int, mq_unlink, const char *)
  FUNCTION(int, mq_send, mqd_t, const char *, size_t, unsigned)
  FUNCTION(ssize_t, mq_receive, mqd_t, char *, size_t, unsigned *)

  FUNCTION(int, pthread_mutexattr_init, pthread_mutexattr_t *)
  FUNCTION(int, pthread_mutexattr_setpshared, pthread_mutexattr_t *, int)
  FUNCTION(int, pthread_mutexattr_setrobust, pthread_mutexattr_t *, int)
  FUNCTION(int, pthread_mutexattr_destroy, pthread_mutexattr_t *)
  FUNCTION(int, pthread_mutex_init, pthread_mutex_t *, const pthread_mutexattr_t *)
  FUNCTION(int, pthread_mutex_lock, pthread_mutex_t *)
  FUNCTION(int, pthread_mutex_unlock, pthread_mutex_t *)
  FUNCTION(int, pthread_condattr_init, pthread_condattr_t *)
  FUNCTION(int, pthread_condattr_setpshared, pthread_condattr_t *, int)
  FUNCTION(int, pthread_condattr_setclock, pthread_condattr_t *, clockid_t)
  FUNCTION(int, pthread_condattr_destroy, pthread_condattr_t *)
  FUNCTION(int, pthread_cond_init, pthread_cond_t *, const pthread_condattr_t *)
  FUNCTION(int, pthread_cond_timedwait, pthread_cond_t *, pthread_mutex_t *, const struct timespec *)
  FUNCTION(int, pthread_cond_signal, pthread_cond_t *)
  FUNCTION(int, sem_init, sem_t *, int, unsigned)
  FUNCTION(int, sem_post, sem_t *)
  FUNCTION(int, sem_timedwait, sem_t *, const struct timespec *)

  FUNCTION(int, eventfd, unsigned, int)
  FUNCTION(int, eventfd_write, int, eventfd_t)
  FUNCTION(int, epoll_create1, int)
  FUNCTION(int, epoll_ctl, int, int, int, struct epoll_event *)
  FUNCTION(int, epoll_wait, int, struct epoll_event *, int, int)
  FUNCTION(int, poll, struct pollfd *, nfds_t, int)

  FUNCTION(int, socket, int, int, int)
  FUNCTION(int, bind, int, const struct sockaddr *, socklen_t)
  FUNCTION(int, getsockname, int, struct sockaddr *, socklen_t *)
  FUNCTION(int, listen, int, int)
  FUNCTION(int, accept4, int, struct sockaddr *, socklen_t *, int)
  FUNCTION(int, connect, int, const struct sockaddr *, socklen_t)
  FUNCTION(int, setsockopt, int, int, int, const void *, socklen_t)
  FUNCTION(int, getsockopt, int, int, int, void *, socklen_t *)
  FUNCTION(ssize_t, send, int, const void *, size_t, int)
  FUNCTION(ssize_t, recv, int, void *, size_t, int)
  FUNCTION(ssize_t, recvfrom, int, void *, size_t, int, struct sockaddr *, socklen_t *)
  FUNCTION(ssize_t, sendmsg, int, const struct msghdr *, int)
  FUNCTION(ssize_t, recvmsg, int, struct msghdr *, int)

  FUNCTION(int, clock_getcpuclockid, pid_t, clockid_t *)
  FUNCTION(int, clock_gettime, clockid_t, struct timespec *)
  FUNCTION(int, clock_nanosleep, clockid_t, int, const struct timespec *, struct timespec *)
  FUNCTION(int, timer_create, clockid_t, struct sigevent *, timer_t *)
  FUNCTION(int, timer_settime, timer_t, int, const struct itimerspec *, struct itimerspec *)
  FUNCTION(int, timer_delete, timer_t)
  FUNCTION(int, __libc_current_sigrtmin)
  FUNCTION(int, __libc_current_sigrtmax)
  FUNCTION(int, sigaction, int, const struct sigaction *, struct sigaction *)
  FUNCTION(int, sigemptyset, sigset_t *)
  FUNCTION(int, sigaddset, sigset_t *, int)
  FUNCTION(int, pthread_sigmask, int, const sigset_t *, sigset_t *)
  FUNCTION(int, sigtimedwait, const sigset_t *, siginfo_t *, const struct timespec *)
}
