package foal.kernel.task;

import foal.kernel.memory.Struct;

/**
 * A signal with what its receiver learns about it: the parts of {@code siginfo_t} that are used.
 *
 * @param code why it was sent: {@code SI_USER} and so on
 * @param pid the sender, or the child that changed; of a timer, its id; 0 if it was the kernel
 * @param uid the user whom that process runs for; of a timer, how often it has overrun
 * @param status of a child: its exit status or signal; of a descriptor, its number
 * @param address of a fault
 * @param value that was sent along; of a descriptor, the events that it is ready for
 */
public record SignalInfo(int signal, int code, int pid, int uid, int status, long address, long value) {
    // Values of si_code (sigaction(2)).
    public static final int SI_USER = 0, SI_KERNEL = 0x80, SI_QUEUE = -1, SI_TIMER = -2, SI_MESGQ = -3, SI_SIGIO = -5, SI_TKILL = -6;
    public static final int CLD_EXITED = 1, CLD_KILLED = 2, CLD_DUMPED = 3, CLD_STOPPED = 5, CLD_CONTINUED = 6;
    public static final int SEGV_MAPERR = 1, SEGV_ACCERR = 2, BUS_ADRALN = 1, BUS_ADRERR = 2, ILL_ILLOPC = 1, TRAP_BRKPT = 1;

    public static final int POLL_IN = 1, POLL_OUT = 2, POLL_HUP = 6;

    /** Bytes of {@code siginfo_t}. */
    public static final int SIZE = 128;

    /** Signals that an instruction of the receiver's own can cause. */
    static final long FAULTS = Signal.SIGSEGV.bit() | Signal.SIGBUS.bit() | Signal.SIGILL.bit() | Signal.SIGTRAP.bit()
            | Signal.SIGFPE.bit() | Signal.SIGSYS.bit();

    /** Sent by a process with kill(2). */
    public static SignalInfo fromUser(int signal, Process sender) {
        return new SignalInfo(signal, SI_USER, sender.pid(), sender.credentials().realUser(), 0, 0, 0);
    }

    /** Sent by a process to one thread, with tkill(2). */
    static SignalInfo fromThread(int signal, Process sender) {
        return new SignalInfo(signal, SI_TKILL, sender.pid(), sender.credentials().realUser(), 0, 0, 0);
    }

    /** Sent by the kernel for no reason in the receiver's own code. */
    public static SignalInfo fromKernel(Signal signal) {
        return new SignalInfo(signal.number(), SI_KERNEL, 0, 0, 0, 0, 0);
    }

    /** Sent because a process put a message into a queue (mq_notify(3)). */
    public static SignalInfo ofMessage(int signal, Process sender, long value) {
        return new SignalInfo(signal, SI_MESGQ, sender.pid(), sender.credentials().realUser(), 0, 0, value);
    }

    /** Caused by an instruction of the receiver's. */
    public static SignalInfo fault(Signal signal, int code, long address) {
        return fault(signal.number(), code, address);
    }

    private static SignalInfo fault(int signal, int code, long address) {
        return new SignalInfo(signal, code, 0, 0, 0, address, 0);
    }

    /** A child changed its state. @param signal that tells so, SIGCHLD unless clone(2) said otherwise */
    public static SignalInfo child(int signal, int code, Process child, int status) {
        return new SignalInfo(signal, code, child.pid(), child.credentials().realUser(), status, 0, 0);
    }

    /** A descriptor is ready. @param events of poll(2), not 0 */
    public static SignalInfo ofDescriptor(int signal, int code, int events, int fd) {
        boolean hasOwnCodes = signal != Signal.SIGIO.number() && (Signal.bit(signal) & (FAULTS | Signal.SIGCHLD.bit())) != 0;
        return new SignalInfo(signal, hasOwnCodes ? SI_SIGIO : code, 0, 0, fd, 0, events);
    }

    /** Whether the code is one of those that mean something else for each signal. */
    public boolean isOfSignal() {
        return code > 0 && code < SI_KERNEL;
    }

    /** Whether it tells of a fault, and at which address. */
    public boolean isFault() {
        return isOfSignal() && (Signal.bit(signal) & FAULTS) != 0;
    }

    /** Whether it tells of a descriptor, which has no value 0. */
    public boolean isOfDescriptor() {
        return code == SI_SIGIO || isOfSignal() && !isFault() && value != 0;
    }

    /** Whether it tells of a child. */
    public boolean isOfChild() {
        return isOfSignal() && !isFault() && !isOfDescriptor();
    }

    /** Whether a siginfo looks as if it came from the kernel or from kill(2), which only the receiver itself may say. */
    public static boolean isForgery(Struct siginfo) {
        int code = siginfo.getInt(8);
        return code >= 0 || code == SI_TKILL;
    }

    /** Fills in {@code siginfo_t} at the beginning of a struct (asm-generic/siginfo.h). */
    public void put(Struct struct) {
        struct.putInt(0, signal).putInt(4, 0).putInt(8, code);
        if (isFault()) {
            struct.putLong(16, address);
        } else if (isOfDescriptor()) {
            struct.putLong(16, value).putInt(24, status);
        } else if (isOfChild()) {
            struct.putInt(16, pid).putInt(20, uid).putInt(24, status);
        } else {
            struct.putInt(16, pid).putInt(20, uid).putLong(24, value);
        }
    }

    /** What a {@code siginfo_t} says, but for the signal's number, that rt_sigqueueinfo(2) is given. */
    public static SignalInfo read(int signal, Struct struct) {
        int code = struct.getInt(8);
        int pid = struct.getInt(16);
        int uid = struct.getInt(20);
        SignalInfo empty = new SignalInfo(signal, code, 0, 0, 0, 0, 0);
        return empty.isFault() ? fault(signal, code, struct.getLong(16))
                : code == SI_SIGIO ? new SignalInfo(signal, code, 0, 0, struct.getInt(24), 0, struct.getLong(16))
                : empty.isOfChild() ? new SignalInfo(signal, code, pid, uid, struct.getInt(24), 0, 0)
                : new SignalInfo(signal, code, pid, uid, 0, 0, struct.getLong(24));
    }

    /** What a signal says about a child. @param signal its number */
    public static SignalInfo ofChild(Process child, int signal, ExitStatus status) {
        return switch (status) {
            case ExitStatus.Exited(int code) -> child(signal, CLD_EXITED, child, code);
            case ExitStatus.Killed(int by, boolean dumped) ->
                    child(signal, dumped ? CLD_DUMPED : CLD_KILLED, child, by);
            case ExitStatus.Stopped(int by) -> child(signal, CLD_STOPPED, child, by);
            case ExitStatus.Continued() ->
                    child(signal, CLD_CONTINUED, child, Signal.SIGCONT.number());
        };
    }
}
