package foal.cpu.machinecode;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** Something that libunicorn does when it translates a block, and that can be left out. */
final class OptionalPass {
    private static final byte RET = (byte) 0xc3;

    private final MemorySegment function;
    private final byte first;
    private boolean isLeftOut;

    /** @param function of the library, without a result; or a jump with which another function ends, as {@link LastCall} finds it */
    OptionalPass(MemorySegment function) {
        this.function = function.reinterpret(1);
        first = this.function.get(JAVA_BYTE, 0);
    }

    /** For all engines, in translations from now on; where the host does not let us, nothing changes. */
    synchronized void leaveOut(boolean leaveOut) {
        if (leaveOut != isLeftOut && MachineCode.change(function, leaveOut ? RET : first)) {
            isLeftOut = leaveOut;
        }
    }
}
