/**
 * An engine of libunicorn, seen from within: what it has in its memory and does not tell, how its runs are counted, and how its
 * accesses to memory are watched.
 *
 * <ul>
 *   <li>{@link foal.cpu.engine.GeneralRegisters}, {@link foal.cpu.engine.InstructionCounter},
 *       {@link foal.cpu.engine.TlbSize}, {@link foal.cpu.engine.TranslationBuffer}, {@link foal.cpu.engine.HookRange}:
 *       searched for in the engine's memory, once per engine;
 *   <li>{@link foal.cpu.engine.RunCounter}: ends a run after an exact number of instructions;
 *   <li>{@link foal.cpu.engine.AccessWatch}: sees loads, stores and fences, and tells a {@link foal.cpu.engine.WatchedProgram};
 *   <li>{@link foal.cpu.engine.Acceleration}: what may do both faster, and what it gets to know of an engine, an
 *       {@link foal.cpu.engine.EngineView}.
 * </ul>
 *
 * <p>What can be had in two ways is an interface here, and the plain way works on every host:
 * {@link foal.cpu.engine.EngineCounter} counts, {@code HostStack} of {@link foal.cpu.unicorn} runs, {@code InstructionWatch} of
 * {@link foal.cpu} watches.
 *
 * <p>Invariants: what is found in the engine's memory has been tried before it is used, and where it is not found something
 * slower does the same (only the counter of instructions must be there); a program cannot tell in which way it is run.
 *
 * <p>Entry points: {@code Engine} of {@link foal.cpu} makes all of this when a hart gets an engine; {@code RunCounter.run} is
 * every run.
 *
 * <p>Exercise: Let {@code TlbSize.isTooSmall} always say no. How much longer does a program take that goes through 1500
 * pages? Which test fails, and why no other?
 *
 * <p>Further reading: "QEMU, a Fast and Portable Dynamic Translator" (Bellard, 2005); QEMU's {@code docs/devel/tcg.rst}.
 */
package foal.cpu.engine;
