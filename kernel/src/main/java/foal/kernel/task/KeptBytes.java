package foal.kernel.task;

import static foal.kernel.memory.KernelMemory.Kind.PROCESS_BYTE;

import foal.kernel.memory.KernelMemory;

/** What is charged to the kernel's memory for a process's arguments, its environment and its groups. */
public final class KeptBytes {
    private final Process process;
    private final KernelMemory memory;
    private long charged;

    KeptBytes(Process process, KernelMemory memory) {
        this.process = process;
        this.memory = memory;
    }

    /** Whether there is memory for those of a program and for so many groups, in place of what is charged now. */
    public boolean hasRoomFor(RunningProgram program, int groups) {
        return memory.hasRoom(bytes(program, groups) - charged);
    }

    private static long bytes(RunningProgram program, int groups) {
        return program.textBytes() + 4L * groups;
    }

    long charged() {
        return charged;
    }

    /** Charges what the process has now, in place of what it had before. */
    void charge() {
        become(bytes(process.program(), process.credentials().supplementary().length));
    }

    /** The process is forgotten. */
    void giveBack() {
        become(0);
    }

    private void become(long bytes) {
        memory.giveBack(PROCESS_BYTE, charged - bytes);
        charged = bytes;
    }
}
