package foal.kernel.debug;

import foal.cpu.Access;
import foal.cpu.MemoryOperand;
import foal.kernel.memory.Struct;
import foal.kernel.task.Process;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ranges of memory whose accesses a debugger wants to see. The tasks of their processes are run instruction by instruction, each
 * of which is decoded before: it is exact, and slow.
 */
public final class Watchpoints {
    /** What accesses are meant. */
    public enum Kind { WRITE, READ, ANY }

    private record Watched(Process process, Kind kind, long address, long length) {
        boolean includes(boolean isStore) {
            return kind == Kind.ANY || isStore == (kind == Kind.WRITE);
        }
    }

    private final List<Watched> all = new ArrayList<>();

    void add(Process process, Kind kind, long address, long length) {
        Watched added = new Watched(process, kind, address, length);
        if (!all.contains(added)) {
            all.add(added);
        }
    }

    void remove(Process process, Kind kind, long address, long length) {
        all.remove(new Watched(process, kind, address, length));
    }

    int count() {
        return all.size();
    }

    void forget(Process process) {
        all.removeIf(watched -> watched.process() == process);
    }

    boolean isEmpty(Process process) {
        return all.stream().noneMatch(watched -> watched.process() == process);
    }

    /** What the next instruction of a task is going to access of what is watched. */
    Optional<Stop.Accessed> next(Task task, TaskRegisters registers) {
        byte[] bytes = new byte[4];
        int length = task.memory().peek(registers.pc(), bytes, bytes.length);
        int code = Struct.of(bytes).getInt(0);
        int instruction = (code & 3) == 3 ? code : code & 0xffff;
        return length < 2 ? Optional.empty() : MemoryOperand.of(instruction).flatMap(operand -> find(task, operand, registers));
    }

    private Optional<Stop.Accessed> find(Task task, MemoryOperand operand, TaskRegisters registers) {
        long first = registers.x(operand.base()) + operand.offset();
        long last = first + operand.size() - 1;
        boolean isStore = operand.access() == Access.STORE;
        return all.stream().filter(watched -> watched.process() == task.process() && watched.includes(isStore)
                        && first <= watched.address() + watched.length() - 1 && watched.address() <= last).findFirst()
                .map(watched -> new Stop.Accessed(task, watched.kind(), Math.max(first, watched.address())));
    }
}
