package foal.kernel.trace;

import foal.cpu.Hart;
import foal.kernel.memory.Protection;
import foal.kernel.memory.Struct;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * Where in its code a task is that is not loaded on a hart: the instruction, and the calls that it is in. Looking changes
 * nothing.
 *
 * <p>The calls are found as far as functions keep a frame pointer, in which the return address lies 8 bytes and the
 * caller's frame pointer 16 bytes below (RISC-V ELF psABI). Foal's own programs do; of others at least the function and
 * perhaps its caller are known.
 *
 * @param at the instruction
 * @param link the call that the return-address register points behind: the current one if its function is a leaf, which
 *     keeps no frame; else one that is over, and then within the same function
 * @param calls those that the frames tell of, innermost first
 */
public record CallStack(CodePlace at, CodePlace link, List<CodePlace> calls) {
    private static final int MOST_CALLS = 32;
    private static final int FRAME_POINTER = 8;
    private static final int LONGEST_CALL = 4;

    /** The call stack of a task; one that is in a system call is at its ecall. */
    public static CallStack of(Task task) {
        long pc = task.registers().pc() - (task.call().systemCall().isPresent() ? LONGEST_CALL : 0);
        long link = task.registers().x(Hart.RA);
        return new CallStack(CodePlace.of(task.process(), pc), call(task, link), calls(task));
    }

    private static List<CodePlace> calls(Task task) {
        List<CodePlace> calls = new ArrayList<>();
        Peek peek = new Peek(task.memory());
        long frame = task.registers().x(FRAME_POINTER);
        long floor = task.registers().x(Hart.SP);
        while (calls.size() < MOST_CALLS && frame % 8 == 0 && Long.compareUnsigned(frame, floor) >= 0) {
            var saved = peek.struct(frame - 16, 16);
            if (saved.isEmpty() || !follows(task, peek, saved.get().getLong(8))) {
                break;
            }
            calls.add(call(task, saved.get().getLong(8)));
            floor = frame + 1;
            frame = saved.get().getLong(0);
        }
        return calls;
    }

    /** The instruction before a return address, which made the call. */
    private static CodePlace call(Task task, long returnAddress) {
        return CodePlace.of(task.process(), returnAddress - 1);
    }

    /** Whether an address is behind an instruction that links: jal or jalr with ra, or c.jalr. */
    private static boolean follows(Task task, Peek peek, long address) {
        boolean isCode = task.process().space().find(address).filter(mapping -> Protection.PROT_EXEC.in(mapping.protection())).isPresent();
        if (!isCode || address % 2 != 0) {
            return false;
        }
        int instruction = peek.struct(address - LONGEST_CALL, LONGEST_CALL).map(bytes -> bytes.getInt(0)).orElse(0);
        int compressed = instruction >>> 16;
        boolean isLongCall = (instruction & 0xfff) == 0xef || (instruction & 0x7fff) == 0xe7;
        boolean isShortCall = (compressed & 0xf07f) == 0x9002 && (compressed & 0xf80) != 0;
        return isLongCall || isShortCall;
    }
}
