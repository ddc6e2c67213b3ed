package foal.cpu.unicorn;

import foal.cpu.host.NativeFunction;
import foal.cpu.unicorn.Unicorn.InterruptHook;
import foal.cpu.unicorn.Unicorn.TranslationHook;

/** Runs an engine on the stack of the host's thread, as any function of C: the engine calls Java, and must come back to be left. */
record HostStack(Unicorn unicorn) implements Runner {
    @Override
    public void onInterrupt(InterruptHook hook) {
        NativeFunction.Upcall function = (engine, cause, data, none) -> hook.interrupt((int) cause);
        unicorn.hooks().onInterrupt(function.bind(unicorn.arena()), 0);
    }

    @Override
    public void onTranslation(TranslationHook hook) {
        NativeFunction.Upcall function = (engine, block, before, data) -> hook.translated(Hooks.instructionsOf(block));
        unicorn.hooks().onTranslation(function.bind(unicorn.arena()), 0);
    }

    @Override
    public boolean canCallJava() {
        return true;
    }

    @Override
    public int run(long begin, long end, long count) {
        return unicorn.emulate(begin, end, count);
    }

    @Override
    public boolean leave() {
        return false;
    }

    @Override
    public boolean leaveFor(Runner other) {
        return false;
    }

    @Override
    public void stay() {
        // It does anyway.
    }

    @Override
    public void end() {
        // No run outlasts run().
    }

    @Override
    public void close() {
        // The stack is not ours.
    }
}
