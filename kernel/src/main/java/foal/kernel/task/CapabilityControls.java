package foal.kernel.task;

import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EPERM;

/** What prctl(2) does with capabilities (capabilities(7)). */
final class CapabilityControls {
    /** What PR_CAP_AMBIENT is to do. */
    private static final int IS_SET = 1, RAISE = 2, LOWER = 3, CLEAR_ALL = 4;

    private CapabilityControls() {}

    /** PR_CAPBSET_READ: whether the bounding set has a capability. */
    static long readBounding(Capabilities own, long number) {
        return isOne(number) ? own.bounding() >> number & 1 : EINVAL.result();
    }

    /** PR_CAPBSET_DROP. */
    static long dropBounding(Capabilities own, long number) {
        if (!own.has(Capability.CAP_SETPCAP)) {
            return EPERM.result();
        }
        return !isOne(number) ? EINVAL.result() : done(own.dropFromBounding((int) number));
    }

    /** PR_SET_KEEPCAPS. */
    static long keep(Capabilities own, long keeps) {
        return keeps != 0 && keeps != 1 ? EINVAL.result() : done(own.keepOnUserChange(keeps == 1));
    }

    /** PR_SET_SECUREBITS. */
    static long setSecureBits(Capabilities own, long bits) {
        return done(own.setSecureBits(bits));
    }

    /** PR_CAP_AMBIENT. @param number of the capability; 0 to clear all */
    static long ambient(Capabilities own, long operation, long number, boolean noRest) {
        if (!noRest || (operation == CLEAR_ALL ? number != 0 : !isOne(number))) {
            return EINVAL.result();
        }
        if (operation == IS_SET) {
            return own.ambient() >> number & 1;
        } else if (operation == RAISE) {
            return done(own.raiseAmbient((int) number));
        } else if (operation == LOWER) {
            own.lowerAmbient((int) number);
            return 0;
        } else if (operation == CLEAR_ALL) {
            own.clearAmbient();
            return 0;
        }
        return EINVAL.result();
    }

    private static boolean isOne(long number) {
        return number >= 0 && number <= Capability.LAST;
    }

    private static long done(boolean permitted) {
        return permitted ? 0 : EPERM.result();
    }
}
