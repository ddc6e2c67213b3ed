package foal.cpu;

import foal.cpu.engine.TranslationBuffer;
import foal.cpu.unicorn.Unicorn;
import java.util.Optional;

/**
 * Sees to it that an engine never fills its buffer for translated code, which it does not survive: when the buffer is
 * nearly full, the run ends, and the engine forgets all translations before the next.
 *
 * <p>Where it cannot be seen how much of the buffer is used, it may be as much as the bounds below say. They were measured with
 * blocks of nothing but {@code sc} in a counting engine that calls Java before each instruction, the longest translations that
 * there are: 309 bytes an instruction on x86-64, 305 on arm64, and 100 to 200 a block. A program's own are four times shorter.
 */
final class TranslationBudget {
    static final int BYTES_PER_INSTRUCTION = 512, BYTES_PER_BLOCK = 512;
    /** The rest is for the block that is being translated when the limit is passed, and for those that nobody tells of. */
    private static final long LIMIT = Unicorn.TRANSLATION_BUFFER / 8 * 7;

    private final Unicorn unicorn;
    private final Runnable stop;
    private final Optional<TranslationBuffer> buffer;
    /** Bytes that are used at most. */
    private long bound;
    private boolean isUsedUp;

    /** @param stop ends the engine's run */
    TranslationBudget(Unicorn unicorn, Optional<TranslationBuffer> buffer, Runnable stop) {
        this.unicorn = unicorn;
        this.buffer = buffer;
        this.stop = stop;
        unicorn.onTranslation(this::translated);
    }

    private void translated(int instructions) {
        bound += BYTES_PER_BLOCK + (long) BYTES_PER_INSTRUCTION * instructions;
        isUsedUp = (buffer.isPresent() ? buffer.get().used() : bound) >= LIMIT;
        if (isUsedUp) {
            stop.run(); // before the new block is executed
        }
    }

    /** Makes room if it is time to. Only between runs. */
    void renew() {
        if (isUsedUp) {
            unicorn.end();
            unicorn.flushTranslations();
            bound = 0;
            isUsedUp = false;
        }
    }
}
