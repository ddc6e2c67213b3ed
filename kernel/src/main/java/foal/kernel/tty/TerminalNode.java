package foal.kernel.tty;

import foal.kernel.file.OpenFile;

/** The device file of a terminal. */
interface TerminalNode {
    /** The device number. */
    long device();

    /** Opens the terminal. @param flags of {@link foal.kernel.file.OpenFlag} */
    OpenFile open(int flags);
}
