package foal.kernel.tty;

import static foal.kernel.syscall.Errno.EIO;

import foal.kernel.file.Dentry;
import foal.kernel.file.FileStatus;
import foal.kernel.file.Holders;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.file.Opened;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;

/**
 * A pseudoterminal (pty(7)): a terminal, the slave, at which no person sits but a program, which holds the master. What
 * the program writes are keys; what it reads is what the screen would show.
 *
 * <p>Invariants: a pseudoterminal exists as long as its master is open. Each direction holds a bounded number of bytes:
 * the keys that the line discipline has no room for yet, and the output that the master has not read. Programs may fill only
 * a part of the output, so that there is room for echoes behind it; echoes beyond that are lost.
 */
final class Pty implements HostTerminal, TerminalNode {
    private static final int KEYS = 4096, OUTPUT = 4096, ECHOES = 4096;
    /** The major number of slaves. */
    static final int MAJOR = 136;

    private final int number;
    private final Dentry entry;
    private final TerminalControl control;
    private final ByteQueue keys = new ByteQueue(KEYS);
    private final ByteQueue output = new ByteQueue(OUTPUT + ECHOES);
    private final WaitQueue readable = new WaitQueue("output of a pseudoterminal", Holders.of(this::isSlave));
    private final WaitQueue writable = new WaitQueue("input of a pseudoterminal to be read", Holders.of(this::isSlave));
    private final Terminal terminal;
    private boolean locked = true;
    private boolean masterClosed;
    private int slaves;
    /** Whether the slave has been opened and nobody has it open any more. */
    private boolean slaveClosed;

    /** @param entry of the slave's device file */
    Pty(int number, Dentry entry, Processes processes, TerminalControl control) {
        this.number = number;
        this.entry = entry;
        this.control = control;
        terminal = new Terminal(this, this, processes, Holders.of(this::isMaster));
        LineDiscipline discipline = terminal.discipline();
        discipline.setTermios(discipline.termios().with(Termios.IUTF8, 0, 0, false));
    }

    private boolean isMaster(OpenFile file) {
        return file instanceof PtyMaster master && master.pty() == this;
    }

    private boolean isSlave(OpenFile file) {
        return file instanceof PtySlave slave && slave.pty() == this;
    }

    int number() {
        return number;
    }

    /** The slave's device file. */
    Dentry entry() {
        return entry;
    }

    Terminal terminal() {
        return terminal;
    }

    // ---- opening and closing the slave -------------------------------------------------------------------------

    /** Whether the slave cannot be opened yet: the master's holder is to set its owner first (unlockpt(3)). */
    boolean isLocked() {
        return locked;
    }

    void setLocked(boolean newLocked) {
        locked = newLocked;
    }

    /**
     * Opens the slave. It becomes the controlling terminal of a session leader that has none, unless the flags say
     * O_NOCTTY.
     */
    Opened open(Task task, int flags) {
        if (locked || masterClosed) {
            return new Opened.Failed(EIO);
        }
        Process process = task.process();
        boolean mayControl = !OpenFlag.O_NOCTTY.in(flags) && !OpenFlag.O_WRONLY.in(flags);
        boolean isLeader = process.session() == process.pid();
        if (mayControl && isLeader && process.terminal().isEmpty() && terminal.session() == Terminal.NONE) {
            terminal.control(process);
        }
        return new Opened.Ready(open(flags));
    }

    @Override
    public OpenFile open(int flags) {
        slaves++;
        slaveClosed = false;
        return new PtySlave(this, control, flags);
    }

    /** One open file of the slave less. */
    void slaveReleased() {
        slaves--;
        if (slaves == 0) {
            slaveClosed = true;
            wakeMaster();
        }
    }

    /** Whether whoever had the slave open has closed it. */
    boolean isSlaveClosed() {
        return slaveClosed;
    }

    /** The master has been closed: for the slave's processes the line has hung up. */
    void masterReleased() {
        masterClosed = true;
        keys.clear();
        output.clear();
        terminal.hangUp();
        terminal.leaveSession();
        terminal.wakeWaiters();
    }

    @Override
    public long device() {
        return FileStatus.device(MAJOR, number);
    }

    // ---- what the master does ----------------------------------------------------------------------------------

    /** Is woken when the master can read, or no slave is left. */
    WaitQueue readable() {
        return readable;
    }

    /** Is woken when the master can write. */
    WaitQueue writable() {
        return writable;
    }

    /** Output that the master can read. */
    ByteQueue output() {
        return output;
    }

    /** The master has read: there is room for output. */
    void outputTaken() {
        terminal.wakeWaiters();
    }

    /** What the master writes. */
    ByteQueue keys() {
        return keys;
    }

    /** The master has written. */
    void keysAdded() {
        terminal.takeKeys();
    }

    private void wakeMaster() {
        readable.wakeAll();
        writable.wakeAll();
    }

    // ---- what the line discipline does --------------------------------------------------------------------------

    @Override
    public int read(byte[] into, int limit) {
        int count = keys.take(into, limit);
        if (count > 0) {
            writable.wakeAll();
        }
        return count;
    }

    @Override
    public void write(byte[] bytes, int length) {
        output.add(bytes, length);
        readable.wakeAll();
    }

    @Override
    public int room() {
        return Math.max(0, output.room() - ECHOES);
    }

    @Override
    public void discard() {
        output.clear();
    }

    /** As programs have set it. */
    @Override
    public WindowSize size() {
        return new WindowSize(0, 0, 0, 0);
    }
}
