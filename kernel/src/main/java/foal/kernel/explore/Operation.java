package foal.kernel.explore;

import foal.cpu.Access;
import foal.cpu.Hart;
import foal.cpu.MemoryOperand;
import foal.kernel.memory.Mapping;
import foal.kernel.task.Task;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a task's next instruction does, as far as other tasks could notice.
 *
 * @param pc of the instruction
 * @param firstWord names of the words of 8 bytes that it accesses: the same number for all tasks that can reach a word, and for no other word
 * @param words how many, one behind the other
 * @param address of the first byte, in the task's memory
 * @param before what stands there
 */
record Operation(Kind kind, long pc, long firstWord, int words, long address, byte[] before) {
    private static final int SYSTEM = 0x73, CSR_CYCLE = 0xc00;
    private static final int SCHED_YIELD = 124;
    private static final int WORD_SHIFT = 3;
    /** Names of words in private memory have the number of the address space from here on, of shared ones this bit. */
    private static final int SPACE_SHIFT = 38;
    private static final long SHARED = 1L << 62;
    private static final byte[] NOTHING = {};

    enum Kind {
        /** Nothing that another task could notice. */
        INNER,
        LOAD,
        /** A store, or an atomic operation. */
        STORE,
        /** Something that the kernel does. */
        CALL,
        /** The call that does nothing but to give the hart away. */
        YIELD
    }

    /** The task must not have the hart, or have just been given it. */
    static Operation of(Task task) {
        long pc = task.registers().pc();
        byte[] code = new byte[4];
        task.memory().peek(pc, code, code.length);
        int low = code[0] & 0xff | (code[1] & 0xff) << 8;
        int instruction = (low & 3) == 3 ? low | (code[2] & 0xff) << 16 | code[3] << 24 : low;
        if ((instruction & 0x7f) == SYSTEM) {
            return new Operation(system(task, instruction), pc, 0, 0, 0, NOTHING);
        }
        Optional<MemoryOperand> operand = MemoryOperand.of(instruction);
        return operand.isEmpty() ? new Operation(Kind.INNER, pc, 0, 0, 0, NOTHING) : access(task, pc, operand.get());
    }

    /** The registers of floating point are CSRs as well, but a task's own. */
    private static Kind system(Task task, int instruction) {
        boolean isOwn = (instruction >> 12 & 7) != 0 && (instruction >>> 20) < CSR_CYCLE;
        boolean isYield = instruction == SYSTEM && task.registers().x(Hart.A7) == SCHED_YIELD;
        return isOwn ? Kind.INNER : isYield ? Kind.YIELD : Kind.CALL;
    }

    private static Operation access(Task task, long pc, MemoryOperand operand) {
        long address = task.registers().x(operand.base()) + operand.offset();
        boolean isShared = task.process().space().find(address).map(Mapping::shared).orElse(false);
        long name = isShared ? task.process().space().residency().physical(address) | SHARED
                : address & (1L << SPACE_SHIFT) - 1 | (long) task.process().space().pid() << SPACE_SHIFT;
        int words = (int) ((name + operand.size() - 1 >> WORD_SHIFT) - (name >> WORD_SHIFT)) + 1;
        Kind kind = operand.access() == Access.STORE ? Kind.STORE : Kind.LOAD;
        return new Operation(kind, pc, name >> WORD_SHIFT, words, address,
                kind == Kind.STORE ? bytes(task, address, operand.size()) : NOTHING);
    }

    private static byte[] bytes(Task task, long address, int size) {
        byte[] bytes = new byte[size];
        task.memory().peek(address, bytes, size);
        return bytes;
    }

    boolean isAccess() {
        return kind == Kind.LOAD || kind == Kind.STORE;
    }

    boolean isCall() {
        return kind == Kind.CALL || kind == Kind.YIELD;
    }

    /** After it has been executed: whether other bytes stand there now. */
    boolean hasChanged(Task task) {
        return kind == Kind.STORE && !Arrays.equals(before, bytes(task, address, before.length));
    }
}
