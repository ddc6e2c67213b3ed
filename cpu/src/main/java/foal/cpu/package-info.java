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
 *   <li>{@link foal.cpu.MemoryOperand}: what address an instruction refers to, needed to tell where a fault was;
 *   <li>{@link foal.cpu.MemoryWatch}: tells what programs do with memory, for whoever looks for races;
 *   <li>{@link foal.cpu.DebugModule}: a debugger that says when a hart halts.
 * </ul>
 *
 * <p>Underneath, a hart has an {@link foal.cpu.Engine} for each of the last address spaces. What an engine is made of is in
 * {@code foal.cpu.engine}; whether it is accelerated says {@link foal.cpu.MachineCodeSwitch}, and nobody else knows.
 *
 * <p>Invariants: whatever a program does, the hart either executes it as RISC-V says or traps; no register value and no
 * instruction of U-mode reaches another process's memory or the host; a counted run executes exactly as many instructions as
 * it was told to.
 *
 * <p>Entry points: {@code Hart.run}, and from there the kernel's {@link foal.cpu.TrapHandler}, on the same thread.
 *
 * <p>Exercise: Let {@code Engines} have one engine only. Which sample becomes slower, and what does the answer say about
 * address-space identifiers?
 *
 * <p>Further reading: the RISC-V manuals, volume I (unprivileged) and II (privileged, chapter on Sv39).
 */
package foal.cpu;
