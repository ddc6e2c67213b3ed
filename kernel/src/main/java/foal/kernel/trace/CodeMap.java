package foal.kernel.trace;

import foal.kernel.memory.Mapping;
import foal.kernel.task.Process;
import java.util.List;

/** What code and data a process has where, kept beyond its end. */
public final class CodeMap {
    private final Process process;
    private List<Mapping> mappings = List.of();

    public CodeMap(Process process) {
        this.process = process;
    }

    /** Keeps what there is now. */
    public void note() {
        mappings = List.copyOf(process.space().mappings());
    }

    /** An instruction. */
    public CodePlace at(long address) {
        if (process.isAlive()) {
            note();
        }
        return CodePlace.of(mappings, address);
    }

    /** A place in memory. A variable that has no bytes in the file lies behind those of the program that do. */
    public DataPlace place(long address) {
        if (process.isAlive()) {
            note();
        }
        String label = mappings.stream().filter(it -> it.start() <= address && address < it.end()).map(it -> it.label().toString())
                .findFirst().orElse("");
        return new DataPlace(address, CodePlace.variable(mappings, address), label);
    }
}
