package foal.kernel.task;

/**
 * A signal with what its receiver learns about it: the parts of {@code siginfo_t} that are used.
 *
 * @param code why it was sent: {@code SI_USER} and so on
 * @param pid the sender, or the child that changed; 0 if it was the kernel
 * @param status of a child: its exit status or signal
 * @param address of a fault
 * @param value that was sent along
 */
public record SignalInfo(int signal, int code, int pid, int status, long address, long value) {
    // Values of si_code (sigaction(2)).
    public static final int SI_USER = 0, SI_KERNEL = 0x80, SI_QUEUE = -1, SI_TKILL = -6;
    public static final int CLD_EXITED = 1, CLD_KILLED = 2, CLD_DUMPED = 3, CLD_STOPPED = 5, CLD_CONTINUED = 6;
    public static final int SEGV_MAPERR = 1, SEGV_ACCERR = 2, BUS_ADRALN = 1, BUS_ADRERR = 2, ILL_ILLOPC = 1, TRAP_BRKPT = 1;

    /** Sent by a process with kill(2). */
    public static SignalInfo fromUser(int signal, int sender) {
        return new SignalInfo(signal, SI_USER, sender, 0, 0, 0);
    }

    /** Sent by the kernel for no reason in the receiver's own code. */
    public static SignalInfo fromKernel(Signal signal) {
        return new SignalInfo(signal.number(), SI_KERNEL, 0, 0, 0, 0);
    }

    /** Caused by an instruction of the receiver's. */
    public static SignalInfo fault(Signal signal, int code, long address) {
        return new SignalInfo(signal.number(), code, 0, 0, address, 0);
    }

    /** A child changed its state. */
    public static SignalInfo child(int code, int pid, int status) {
        return new SignalInfo(Signal.SIGCHLD.number(), code, pid, status, 0, 0);
    }
}
