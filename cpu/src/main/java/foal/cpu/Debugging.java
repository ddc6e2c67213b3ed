package foal.cpu;

import java.util.Optional;

/** A hart's debugger, if one is attached: it is asked where the hart is to halt. */
final class Debugging {
    private final Hart hart;
    private Optional<DebugModule> module = Optional.empty();

    Debugging(Hart hart) {
        this.hart = hart;
    }

    /** @return what handles traps from now on */
    TrapHandler attach(DebugModule newModule, TrapHandler kernel) {
        module = Optional.of(newModule);
        return (on, trap) -> {
            newModule.trapped(trap);
            kernel.trap(on, trap);
        };
    }

    boolean isAttached() {
        return module.isPresent();
    }

    /** How many of the instructions that are left are executed before the debugger is asked again. */
    long untilHalt(long left) {
        if (module.isEmpty()) {
            return left;
        }
        long allowed = module.get().halted(hart);
        boolean canHalt = hart.loaded().haltAt(module.get().breakpoints());
        return canHalt && !hart.loaded().haltsAt(hart.pc()) ? Math.min(left, allowed) : 1;
    }
}
