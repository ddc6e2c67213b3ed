package foal.cpu.engine;

import foal.cpu.unicorn.Runner;
import foal.cpu.unicorn.Unicorn;
import java.util.Optional;

/**
 * What can make engines faster on some hosts. Each of its parts has a plain counterpart that does the same, and takes its place
 * where there is no acceleration or the part does not work with this libunicorn.
 */
public interface Acceleration {
    /**
     * Whether translations are optimized, those of all engines: a tenth of the time that a translation takes. What a compiler has
     * made becomes some hundredths faster by it; nothing but speed depends on it.
     */
    void setOptimizing(boolean isOptimizing);

    /** In place of running an engine on the stack of its caller. */
    Optional<Runner> runner(Unicorn unicorn);

    /** In place of {@link EngineCounter#counting}. The engine must be in M-mode; its registers are used up. */
    Optional<RunCounter> counter(EngineView engine);

    /** In place of looking at each instruction. */
    Optional<AccessWatch> watch(WatchedMemory memory, WatchedProgram program);
}
