package foal.kernel.syscall;

/** What a value, or the bits of it, stand for that have no name among the constants of their enum. */
public enum Rest {
    /** Nothing: they are a mistake or not known here. Shown in hexadecimal with a remark. */
    UNKNOWN,
    /** Something that is best read in hexadecimal. */
    HEXADECIMAL,
    /** Permission bits, shown in octal. */
    PERMISSIONS,
    /** The number of a signal. */
    SIGNAL
}
