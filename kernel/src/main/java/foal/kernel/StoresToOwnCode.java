package foal.kernel;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.cpu.Access;
import foal.cpu.PhysicalMemory;
import foal.cpu.StoreInstruction;
import foal.cpu.Trap;
import foal.kernel.machine.Processor;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.FaultResult;
import foal.kernel.task.Task;

/**
 * Stores of instructions into the very page that they stand on. No page-table entry allows to write and to execute at once,
 * so such a store could never go through: the right to write, when given, would take away the right to fetch the instruction,
 * and the other way round, for ever. The kernel carries them out itself. All other accesses need rights that do not exclude
 * each other; so each page fault brings its instruction nearer to its end.
 */
final class StoresToOwnCode {
    private final PhysicalMemory memory;
    private final Processor processor;

    StoresToOwnCode(PhysicalMemory memory, Processor processor) {
        this.memory = memory;
        this.processor = processor;
    }

    /** Whether a page fault is such a store. */
    static boolean isOne(AddressSpace space, Trap.PageFault fault) {
        return fault.access() == Access.STORE && space.code().isFetchedAt(fault.pc(), fault.address());
    }

    /**
     * Carries out a store, whose task has its registers in its frame and its pc at the store.
     *
     * @return how the program goes on: behind the store if it is done; else at the page fault that it has met
     */
    Outcome carryOut(Task task, Trap.PageFault fault) {
        AddressSpace space = task.process().space();
        StoreInstruction store = StoreInstruction.at(memory, space.satp(), fault.pc()).orElseThrow();
        int size = store.operand().size();
        long address = store.address(task.registers()), last = address + size - 1;
        // Both pages of one that crosses into another, before any byte is stored.
        for (long at = address; at <= last; at = (at | PAGE_SIZE - 1) + 1) {
            FaultResult result = space.code().readyForStore(at);
            if (result != FaultResult.RESOLVED) {
                return new Outcome(result, at);
            }
        }
        processor.hart().tellStore(store, space.residency().physical(address), fault.pc());
        write(space, address, size, store.execute(task.registers(), read(space, address, size)));
        return new Outcome(FaultResult.RESOLVED, address);
    }

    /** What became of a store. @param address of the page fault */
    record Outcome(FaultResult result, long address) {}

    private long read(AddressSpace space, long address, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (memory.getByte(space.residency().physical(address + i)) & 0xffL) << 8 * i;
        }
        return value;
    }

    /** Stores bytes, and has all harts forget what they have translated from them, if they change. */
    private void write(AddressSpace space, long address, int size, long value) {
        int done = 0;
        while (done < size) {
            long physical = space.residency().physical(address + done);
            int inPage = (int) Math.min(size - done, PAGE_SIZE - (physical & PAGE_SIZE - 1));
            boolean changes = false;
            for (int i = 0; i < inPage; i++) {
                byte stored = (byte) (value >>> 8 * (done + i));
                changes |= memory.getByte(physical + i) != stored;
                memory.setByte(physical + i, stored);
            }
            if (changes) {
                processor.invalidateCode(physical, inPage);
            }
            done += inPage;
        }
    }
}
