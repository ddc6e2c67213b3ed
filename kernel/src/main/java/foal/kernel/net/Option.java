package foal.kernel.net;

import foal.kernel.syscall.Symbolic;

/** An option of getsockopt(2) and setsockopt(2). */
public interface Option extends Symbolic {
    /** What is done with it. */
    enum Kind {
        /** A flag that is remembered. */
        FLAG,
        /** A number that is remembered. */
        NUMBER,
        /** Can be asked for, but not set. */
        TOLD,
        /** Has a meaning or a type of its own. */
        SPECIAL
    }

    Kind kind();

    /** What it is if it has not been set. */
    int initial();
}
