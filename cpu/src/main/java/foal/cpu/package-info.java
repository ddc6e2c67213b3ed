/**
 * The machine that the kernel runs on: RV64GC harts with Sv39 virtual memory, and one physical memory.
 *
 * <p>User programs run on it in U-mode. There is no code in S-mode or M-mode: the kernel is Java and stands where
 * the trap vector would. A {@link foal.cpu.Hart} runs until something happens that a kernel must see, and says
 * what it was in a {@link foal.cpu.Trap}; the kernel changes page tables and registers and lets it go on.
 *
 * <ul>
 *   <li>{@link foal.cpu.PhysicalMemory}: the RAM, one block of bytes that all harts share;
 *   <li>{@link foal.cpu.PageTable}: an Sv39 table in that RAM, which the hart walks by itself;
 *   <li>{@link foal.cpu.TrapFrame}: the registers of a task that is not running;
 *   <li>{@link foal.cpu.MemoryOperand}: what address an instruction refers to, needed to tell where a fault was.
 * </ul>
 *
 * <p>Invariant: whatever a program does, the hart either executes it as RISC-V says or traps. No register value
 * and no instruction of U-mode reaches another process's memory or the host.
 *
 * <p>Underneath, a hart has an {@link foal.cpu.Engine} for each of the last address spaces, and each engine a
 * {@link foal.cpu.RunCounter} that ends its runs after an exact number of instructions: a {@link foal.cpu.BlockCounter}
 * where the host allows it, else an {@link foal.cpu.EngineCounter}. Which of them makes no difference but of speed.
 *
 * <p>Further reading: the RISC-V manuals, volume I (unprivileged) and II (privileged, chapter on Sv39); the
 * engine underneath is in {@link foal.cpu.unicorn}.
 */
package foal.cpu;
