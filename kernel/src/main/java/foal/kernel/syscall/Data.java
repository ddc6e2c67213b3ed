package foal.kernel.syscall;

/** What a pointer argument points to; {@code foal.kernel.trace} knows how to show each. */
public enum Data {
    /** A buffer of text or anything else. */
    BYTES("void"),
    /** A buffer of what is surely no text. */
    BINARY("void"),
    /** A string that ends with a NUL. */
    STRING("char"),
    /** A string that names a file. */
    PATH("char"),
    /** An array of strings that ends with a null pointer. */
    STRINGS("char *"),
    /** The same, but only their number is of interest: an environment. */
    STRING_COUNT("char *"),
    INT("int"),
    INTS("int"),
    INT_PAIR("int"),
    LONG("long"),
    IOVEC("struct iovec"),
    TIMESPEC("struct timespec"),
    TIMEVAL("struct timeval"),
    TIMEZONE("struct timezone"),
    STAT("struct stat"),
    STATX("struct statx"),
    STATFS("struct statfs"),
    /** Entries of a directory; the length is in bytes. */
    DIRENTS("struct linux_dirent64"),
    /** Two times: of the last access and of the last change. */
    TIMES("struct timespec"),
    SIGSET("sigset_t"),
    SIGACTION("struct sigaction"),
    SIGINFO("siginfo_t"),
    /** A stack for signal handlers. */
    STACK("stack_t"),
    /** What wait(2) tells of a child. */
    WAIT_STATUS("int"),
    /** What waitid(2) tells of a child. */
    CHILD_INFO("siginfo_t"),
    RUSAGE("struct rusage"),
    TMS("struct tms"),
    SYSINFO("struct sysinfo"),
    /** Keys of riscv_hwprobe and their values, and those that wait for them. */
    HWPROBE_PAIRS("struct riscv_hwprobe"),
    SCHED_PARAM("struct sched_param"),
    /** What clone3(2) is to make; of the given size. */
    CLONE_ARGS("struct clone_args"),
    UTSNAME("struct utsname"),
    RLIMIT("struct rlimit"),
    /** A lock on a range of a file that is wanted. */
    FLOCK("struct flock"),
    /** A lock that somebody has. */
    FLOCK_FOUND("struct flock"),
    F_OWNER_EX("struct f_owner_ex"),
    TERMIOS("struct termios"),
    WINSIZE("struct winsize"),
    /** A message's type, and its text of the given length. */
    MSGBUF("struct msgbuf"),
    SHMID_DS("struct shmid_ds"),
    /** What IPC_SET of shmctl(2) reads of a shmid_ds. */
    SHMID_DS_CHANGE("struct shmid_ds"),
    SHMINFO("struct shminfo"),
    SHM_INFO("struct shm_info"),
    MSQID_DS("struct msqid_ds"),
    /** What IPC_SET of msgctl(2) reads of a msqid_ds. */
    MSQID_DS_CHANGE("struct msqid_ds"),
    MSGINFO("struct msginfo"),
    /** Descriptors for poll(2) and what is wanted of each. */
    POLLFDS("struct pollfd"),
    /** Descriptors for select(2): the length is one more than the highest. */
    FD_SET("fd_set"),
    EPOLL_EVENT("struct epoll_event"),
    EPOLL_EVENTS("struct epoll_event"),
    ITIMERSPEC("struct itimerspec"),
    ITIMERVAL("struct itimerval"),
    SIGEVENT("struct sigevent"),
    /** The address of a socket, of the given length. */
    SOCKADDR("struct sockaddr"),
    /** How much room there is for something, and then how long it is. */
    SOCKLEN("socklen_t"),
    MSGHDR("struct msghdr"),
    /** An array of messages, each with how many bytes of it were transferred. */
    MMSGHDRS("struct mmsghdr"),
    /** The value of a socket's option, which is recognized by the given length. */
    SOCKOPT("void"),
    /** An array: what semop(2) is to do. */
    SEMBUFS("struct sembuf"),
    SEMID_DS("struct semid_ds"),
    /** What IPC_SET of semctl(2) reads of a semid_ds. */
    SEMID_DS_CHANGE("struct semid_ds"),
    SEMINFO("struct seminfo"),
    MQ_ATTR("struct mq_attr"),
    /** Something that is not shown. */
    OPAQUE("void");

    private final String type;

    Data(String type) {
        this.type = type;
    }

    /** The C type. */
    public String type() {
        return type;
    }
}
