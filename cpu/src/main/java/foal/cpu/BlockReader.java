package foal.cpu;

import foal.cpu.engine.CodeBlock.Fence;
import foal.cpu.engine.CodeBlock.Kind;
import foal.cpu.engine.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/** Tells of code what it does to memory, from its instructions. */
final class BlockReader {
    private static final int MISC_MEM = 0x0f, AMO = 0x2f;
    private static final int JAL = 0x6f, JALR = 0x67, BRANCH = 0x63, SYSTEM = 0x73;
    private static final int LOAD_RESERVED = 2, STORE_CONDITIONAL = 3;
    /** A block is never longer, in instructions: a limit of the engine. */
    private static final int LONGEST = 512;
    /** How far, in instructions, a fence may stand behind the load that it is for, or before the store. */
    private static final int NEAR = 8;
    private static final int FENCE_SIZE = 4;

    private BlockReader() {}

    /** The block at an address; it ends with a jump or after {@code bytes}. */
    static CodeBlock read(CodeReader code, long satp, long start, int bytes) {
        List<CodeBlock.Access> accesses = new ArrayList<>();
        List<Fence> fences = new ArrayList<>();
        int beforeConditional = Integer.MAX_VALUE;
        long pc = start;
        for (int i = 0; i < LONGEST && pc < start + bytes; i++) {
            int instruction = code.instructionAt(satp, pc);
            if (isFence(instruction)) {
                fences.add(new Fence(pc, accesses.size(), acquires(instruction), releases(instruction)));
            } else if (isAtomic(instruction)) {
                addAtomic(accesses, pc, instruction);
                beforeConditional = Math.min(beforeConditional, isStoreConditional(instruction) ? accesses.size() : Integer.MAX_VALUE);
            } else if (MemoryOperand.of(instruction).isPresent()) {
                boolean isLoad = MemoryOperand.of(instruction).get().access() == Access.LOAD;
                // Not by what has been seen of this block: the task may have been interrupted since, and the answer must be the same.
                boolean isFenced = isLoad ? isBeforeAcquire(code, satp, next(pc, instruction), NEAR) : isBehindRelease(code, satp, pc);
                accesses.add(new CodeBlock.Access(pc, isFenced ? Kind.FENCED : Kind.PLAIN, false, false));
            } else if (isJump(instruction)) {
                break;
            }
            pc = next(pc, instruction);
        }
        return new CodeBlock(accesses, fences, accesses.size() > beforeConditional);
    }

    private static long next(long pc, int instruction) {
        return pc + (CodeReader.isLong(instruction) ? 4 : 2);
    }

    private static void addAtomic(List<CodeBlock.Access> accesses, long pc, int instruction) {
        boolean acquires = (instruction >> 26 & 1) != 0, releases = (instruction >> 25 & 1) != 0;
        if (instruction >>> 27 == LOAD_RESERVED) {
            accesses.add(new CodeBlock.Access(pc, Kind.LOAD_RESERVED, acquires, releases));
        } else {
            accesses.add(new CodeBlock.Access(pc, Kind.HALF, false, false));
            // GCC before 13 leaves out the bit rl where it makes a compare-and-swap that releases.
            boolean isConditional = instruction >>> 27 == STORE_CONDITIONAL;
            accesses.add(new CodeBlock.Access(pc, Kind.ATOMIC, acquires, releases || isConditional));
        }
    }

    /** Whether the next thing that is done to memory is a fence that acquires, on one of the ways that lead on from here. */
    private static boolean isBeforeAcquire(CodeReader code, long satp, long pc, int left) {
        int instruction = code.instructionAt(satp, pc);
        if (isFence(instruction)) {
            return acquires(instruction);
        }
        if (left == 0 || instruction == 0 || isAtomic(instruction) || MemoryOperand.of(instruction).isPresent()) {
            return false;
        }
        if (isBranch(instruction)) {
            return isBeforeAcquire(code, satp, pc + branchOffset(instruction), left - 1)
                    || isBeforeAcquire(code, satp, next(pc, instruction), left - 1);
        }
        return !isJump(instruction) && isBeforeAcquire(code, satp, next(pc, instruction), left - 1);
    }

    /** Whether the last thing that was done to memory before the instruction at an address is a fence that releases. */
    private static boolean isBehindRelease(CodeReader code, long satp, long pc) {
        for (long fence = pc - FENCE_SIZE; fence >= pc - NEAR * FENCE_SIZE; fence -= 2) {
            int instruction = code.instructionAt(satp, fence);
            if (isFence(instruction) && leadsTo(code, satp, fence + FENCE_SIZE, pc)) {
                return releases(instruction);
            }
        }
        return false;
    }

    /** Whether there are only whole instructions between two addresses, of which none does anything to memory or is a jump. */
    private static boolean leadsTo(CodeReader code, long satp, long from, long to) {
        long pc = from;
        while (pc < to) {
            int instruction = code.instructionAt(satp, pc);
            if (isFence(instruction) || isAtomic(instruction) || MemoryOperand.of(instruction).isPresent() || isJump(instruction)) {
                return false;
            }
            pc = next(pc, instruction);
        }
        return pc == to;
    }

    // ---- instructions ------------------------------------------------------------------------------------------

    private static boolean isAtomic(int instruction) {
        return (instruction & 0x7f) == AMO;
    }

    static boolean isStoreConditional(int instruction) {
        return isAtomic(instruction) && instruction >>> 27 == STORE_CONDITIONAL;
    }

    /** {@code fence}, not {@code fence.i}. */
    private static boolean isFence(int instruction) {
        return (instruction & 0x707f) == MISC_MEM;
    }

    /** Loads before it are ordered before loads behind it. */
    private static boolean acquires(int fence) {
        return (fence >> 25 & 1) != 0 && (fence >> 21 & 1) != 0;
    }

    /** Stores before it are ordered before stores behind it. */
    private static boolean releases(int fence) {
        return (fence >> 24 & 1) != 0 && (fence >> 20 & 1) != 0;
    }

    private static boolean isJump(int instruction) {
        if (CodeReader.isLong(instruction)) {
            int opcode = instruction & 0x7f;
            return opcode == JAL || opcode == JALR || opcode == BRANCH || opcode == SYSTEM;
        }
        return isBranch(instruction) || (instruction & 0xe003) == 0xa001 // c.j
                || (instruction & 0xe07f) == 0x8002 && (instruction & 0xf80) != 0 || instruction == 0x9002; // c.jr, c.jalr, c.ebreak
    }

    private static boolean isBranch(int instruction) {
        return (instruction & 0x7f) == BRANCH || (instruction & 0xc003) == 0xc001; // c.beqz, c.bnez
    }

    private static int branchOffset(int instruction) {
        if (CodeReader.isLong(instruction)) {
            return instruction >> 31 << 12 | (instruction >> 7 & 1) << 11 | (instruction >> 25 & 0x3f) << 5 | (instruction >> 8 & 0xf) << 1;
        }
        return -(instruction >> 12 & 1) << 8 | (instruction >> 5 & 3) << 6 | (instruction >> 2 & 1) << 5
                | (instruction >> 10 & 3) << 3 | (instruction >> 3 & 3) << 1;
    }
}
