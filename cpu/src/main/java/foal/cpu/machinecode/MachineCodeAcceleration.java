package foal.cpu.machinecode;

import foal.cpu.engine.Acceleration;
import foal.cpu.engine.AccessWatch;
import foal.cpu.engine.EngineView;
import foal.cpu.engine.RunCounter;
import foal.cpu.engine.WatchedMemory;
import foal.cpu.engine.WatchedProgram;
import foal.cpu.unicorn.Runner;
import foal.cpu.unicorn.Unicorn;
import java.util.List;
import java.util.Optional;

/**
 * Acceleration by machine code of our own, for x86-64 as Linux uses it. What it leaves out of libunicorn's own code is left out
 * for all engines of this process; none of ours needs it.
 *
 * @param isAdverse as in {@link Vicinity}
 */
public record MachineCodeAcceleration(boolean isAdverse) implements Acceleration {
    private static final Optional<OptionalPass> OPTIMIZER = pass("tcg_optimize_riscv64");

    static {
        // For each block that it translates, the library goes through its whole TLB so as to notice stores to the block's page: a
        // tenth of the time in which a program starts. We need no notice: who changes code says so, by removeTranslations.
        pass("tlb_reset_dirty_by_vaddr_riscv64").ifPresent(pass -> pass.leaveOut(true));
        // Behind each load and store in a translation the library has it looked whether the engine is to stop, since a hook for
        // accesses may want that: up to a fifth of the time of a loop of stores. Ours never do, and all others who stop an
        // engine are heard where a block begins.
        for (String access : List.of("ld_i32", "ld_i64", "st_i32", "st_i64")) {
            LastCall.find(Unicorn.symbols(), "tcg_gen_qemu_" + access + "_riscv64", "check_exit_request_riscv64")
                    .ifPresent(pass -> pass.leaveOut(true));
        }
    }

    private static Optional<OptionalPass> pass(String function) {
        return Unicorn.symbols().find(function).map(OptionalPass::new);
    }

    @Override
    public void setOptimizing(boolean isOptimizing) {
        OPTIMIZER.ifPresent(pass -> pass.leaveOut(!isOptimizing));
    }

    @Override
    public Optional<Runner> runner(Unicorn unicorn) {
        return OwnStack.create(unicorn);
    }

    @Override
    public Optional<RunCounter> counter(EngineView engine) {
        return BlockCounter.find(engine, isAdverse, Optional.empty());
    }

    @Override
    public Optional<AccessWatch> watch(WatchedMemory memory, WatchedProgram program) {
        return HostCode.find().map(_ -> new LoggedWatch(memory, program, isAdverse));
    }
}
