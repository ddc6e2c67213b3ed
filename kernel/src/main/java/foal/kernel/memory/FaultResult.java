package foal.kernel.memory;

/** What became of a page fault. */
public enum FaultResult {
    /** The page is there: the access will succeed. */
    RESOLVED,
    /** Nothing is mapped there: SIGSEGV, SEGV_MAPERR. */
    NOT_MAPPED,
    /** The mapping forbids it: SIGSEGV, SEGV_ACCERR. */
    FORBIDDEN,
    /** The mapped object ends before that page: SIGBUS, BUS_ADRERR. */
    BEYOND_END,
    /** There is no frame left. */
    NO_MEMORY
}
