package foal.kernel.task;

import static foal.kernel.task.Capability.CAP_CHOWN;
import static foal.kernel.task.Capability.CAP_DAC_OVERRIDE;
import static foal.kernel.task.Capability.CAP_DAC_READ_SEARCH;
import static foal.kernel.task.Capability.CAP_FOWNER;
import static foal.kernel.task.Capability.CAP_FSETID;
import static foal.kernel.task.Capability.CAP_LINUX_IMMUTABLE;
import static foal.kernel.task.Capability.CAP_MAC_OVERRIDE;
import static foal.kernel.task.Capability.CAP_MKNOD;
import static foal.kernel.task.Capability.CAP_SETPCAP;

/**
 * The capabilities of a process, in sets of bits (capabilities(7)). Only the effective ones count when a call asks; the
 * permitted ones may be made effective; the bounding set is what execve(2) can give at most; the inheritable and the ambient
 * ones survive an execve(2).
 *
 * <p>What holds at all times: the effective ones are permitted; the ambient ones are permitted and inheritable.
 */
public final class Capabilities {
    /** Bits of the securebits, each with a lock for it in the next higher bit. */
    static final int NO_ROOT = 1, NO_SETUID_FIXUP = 4, KEEP_CAPS = 16, NO_AMBIENT_RAISE = 64;
    private static final int LOCKS = 0xaa, ALL_BITS = 0xff;
    /** The capabilities that come and go with the file-system user. */
    private static final long OF_FILES = Capability.setOf(CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER, CAP_FSETID,
            CAP_LINUX_IMMUTABLE, CAP_MAC_OVERRIDE, CAP_MKNOD);

    private long effective = Capability.ALL;
    private long permitted = Capability.ALL;
    private long inheritable;
    private long bounding = Capability.ALL;
    private long ambient;
    private int secureBits;

    Capabilities copy() {
        Capabilities copy = new Capabilities();
        copy.effective = effective;
        copy.permitted = permitted;
        copy.inheritable = inheritable;
        copy.bounding = bounding;
        copy.ambient = ambient;
        copy.secureBits = secureBits;
        return copy;
    }

    boolean has(Capability one) {
        return (effective & one.bit()) != 0;
    }

    public long effective() {
        return effective;
    }

    public long permitted() {
        return permitted;
    }

    public long inheritable() {
        return inheritable;
    }

    public long bounding() {
        return bounding;
    }

    public long ambient() {
        return ambient;
    }

    int secureBits() {
        return secureBits;
    }

    /** Changes the three sets that capset(2) can change. @return false for EPERM: a set would grow that must not */
    boolean set(long newEffective, long newPermitted, long newInheritable) {
        boolean inheritsMore = (newInheritable & ~(inheritable | permitted)) != 0;
        if (inheritsMore && !has(CAP_SETPCAP) || (newInheritable & ~(inheritable | bounding)) != 0
                || (newPermitted & ~permitted) != 0 || (newEffective & ~newPermitted) != 0) {
            return false;
        }
        effective = newEffective;
        permitted = newPermitted;
        inheritable = newInheritable;
        ambient &= permitted & inheritable;
        return true;
    }

    /** Takes one out of the bounding set. @return false for EPERM */
    boolean dropFromBounding(int number) {
        if (!has(CAP_SETPCAP)) {
            return false;
        }
        bounding &= ~(1L << number);
        return true;
    }

    /** Adds one to the ambient set. @return false for EPERM */
    boolean raiseAmbient(int number) {
        long bit = 1L << number;
        if ((permitted & inheritable & bit) == 0 || (secureBits & NO_AMBIENT_RAISE) != 0) {
            return false;
        }
        ambient |= bit;
        return true;
    }

    void lowerAmbient(int number) {
        ambient &= ~(1L << number);
    }

    void clearAmbient() {
        ambient = 0;
    }

    /** PR_SET_SECUREBITS. @return false for EPERM: a bit is locked, is none, or the right to change them is missing */
    boolean setSecureBits(long wanted) {
        boolean unlocks = (secureBits & LOCKS & ~wanted) != 0;
        boolean changesLocked = ((secureBits & LOCKS) >> 1 & (secureBits ^ wanted)) != 0;
        if (unlocks || changesLocked || (wanted & ~ALL_BITS) != 0 || !has(CAP_SETPCAP)) {
            return false;
        }
        secureBits = (int) wanted;
        return true;
    }

    boolean keepsOnUserChange() {
        return (secureBits & KEEP_CAPS) != 0;
    }

    /** PR_SET_KEEPCAPS. @return false for EPERM: the bit is locked */
    boolean keepOnUserChange(boolean keeps) {
        if ((secureBits & KEEP_CAPS << 1) != 0) {
            return false;
        }
        secureBits = keeps ? secureBits | KEEP_CAPS : secureBits & ~KEEP_CAPS;
        return true;
    }

    /**
     * Follows a change of the real, the effective and the saved user: who leaves root for good loses what root has, unless
     * it has asked to keep it; who becomes root again gets back what is permitted.
     *
     * @param wasRoot whether one of the three was root
     * @param isRoot whether one is now
     */
    void userChanged(boolean wasRoot, boolean wasEffectiveRoot, boolean isRoot, boolean isEffectiveRoot) {
        if ((secureBits & NO_SETUID_FIXUP) != 0) {
            return;
        }
        if (wasRoot && !isRoot) {
            ambient = 0;
            permitted = keepsOnUserChange() ? permitted : 0;
            effective &= permitted;
        }
        if (wasEffectiveRoot && !isEffectiveRoot) {
            effective = 0;
        } else if (!wasEffectiveRoot && isEffectiveRoot) {
            effective = permitted;
        }
    }

    /** Follows a change of the user who decides about files. */
    void fileUserChanged(boolean wasRoot, boolean isRoot) {
        if ((secureBits & NO_SETUID_FIXUP) == 0 && wasRoot != isRoot) {
            effective = isRoot ? effective | permitted & OF_FILES : effective & ~OF_FILES;
        }
    }

    /** Makes them what they are when another program runs; files give none of their own here. */
    void exec(boolean isRealRoot, boolean isEffectiveRoot) {
        boolean rootCounts = (secureBits & NO_ROOT) == 0;
        permitted = rootCounts && (isRealRoot || isEffectiveRoot) ? inheritable | bounding : ambient;
        effective = rootCounts && isEffectiveRoot ? permitted : ambient;
        secureBits &= ~KEEP_CAPS;
    }

    /** Makes them what access(2) looks at, which asks for the real user. */
    void actForReal(boolean isRealRoot) {
        if ((secureBits & NO_SETUID_FIXUP) == 0) {
            effective = isRealRoot ? permitted : 0;
        }
    }
}
