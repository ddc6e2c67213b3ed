package foal.cpu.machinecode;

import foal.cpu.engine.AccessWatch;
import foal.cpu.engine.CodeBlock;
import foal.cpu.engine.EngineView;
import foal.cpu.engine.RunCounter;
import foal.cpu.engine.WatchedMemory;
import foal.cpu.engine.WatchedProgram;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what engines have noted in an {@link AccessLog}, which is block by block, and tells it with the fences between.
 *
 * <p>Invariant: a block with fences has everything logged and the next block told of, so that the fences come in their places;
 * only one such is open at a time.
 */
final class LoggedWatch implements AccessWatch {
    private static final int MOST_BLOCKS = 1 << 16;
    private static final long NO_BLOCK = -1;

    private final WatchedProgram program;
    private final boolean isAdverse;
    private final AccessLog log;

    /** What is known of code, by {@link AccessLog#block}. */
    private final Map<Long, CodeBlock> blocks = new HashMap<>();
    /** The one that was looked for last. */
    private long lastName = NO_BLOCK;
    private CodeBlock lastBlock;

    /** The block with fences that has begun last, if it is not over; else null. */
    private CodeBlock open;
    private int fencesDone;
    private long epoch;
    private boolean isTelling;

    LoggedWatch(WatchedMemory memory, WatchedProgram program, boolean isAdverse) {
        this.program = program;
        this.isAdverse = isAdverse;
        log = new AccessLog(memory, new AccessLog.Listener() {
            @Override
            public void logged() {
                program.guarded(LoggedWatch.this::tell);
            }

            @Override
            public boolean blockBegins(long pc, int bytes) {
                boolean[] inSteps = {false};
                program.guarded(() -> inSteps[0] = begin(pc, bytes));
                return inSteps[0];
            }

            @Override
            public void instructionBegins(long pc) {
                program.guarded(() -> beginInstruction(pc));
            }
        });
    }

    @Override
    public Optional<RunCounter> counter(EngineView engine) {
        return BlockCounter.find(engine, isAdverse, Optional.of(log));
    }

    @Override
    public void clear() {
        log.clear();
        forgetBlock();
    }

    @Override
    public void setEpoch(long newEpoch) {
        epoch = newEpoch;
        if (open == null) {
            log.setEpoch(newEpoch);
        }
    }

    @Override
    public void setSpace(int number) {
        log.setSpace(number);
    }

    @Override
    public void lookAt(long pc) {
        log.forgetHarmless(pc);
    }

    @Override
    public void forgetCode() {
        blocks.clear();
        lastName = NO_BLOCK;
        log.forgetCode();
    }

    // ---- blocks ------------------------------------------------------------------------------------------------

    /** @return whether the block must be told of instruction by instruction */
    private boolean begin(long pc, int bytes) {
        finishBlock();
        if (epoch == 0) {
            return false;
        }
        CodeBlock block = program.isListenedTo() ? program.code(pc, bytes) : CodeBlock.EMPTY;
        if (block.isUncertain()) {
            return true;
        }
        boolean isPoint = program.reached(pc);
        if (!block.fences().isEmpty()) {
            open = block;
            fencesDone = 0;
            log.setEpoch(0);
        } else if (!isPoint) {
            log.noteHarmlessBlock(pc);
        }
        return false;
    }

    private void beginInstruction(long pc) {
        finishBlock();
        if (epoch != 0 && !program.reachedInstruction(pc)) {
            log.noteHarmlessInstruction(pc);
        }
    }

    /** The block with fences that has begun is over. */
    private void finishBlock() {
        tell();
        if (open != null) {
            tellFences(Integer.MAX_VALUE, Long.MAX_VALUE);
            forgetBlock();
        }
    }

    private void forgetBlock() {
        open = null;
        log.setEpoch(epoch);
    }

    @Override
    public void trappedAt(long pc) {
        program.guarded(() -> {
            tell();
            if (open != null) {
                tellFences(Integer.MAX_VALUE, pc);
                forgetBlock();
            }
        });
    }

    // ---- telling -----------------------------------------------------------------------------------------------

    @Override
    public void flush() {
        if (!isTelling) {
            finishBlock();
        }
    }

    private void tell() {
        isTelling = true;
        try {
            int count = log.count();
            for (int i = 0; i < count; i++) {
                tell(i);
            }
            log.clear();
        } finally {
            isTelling = false;
        }
    }

    private void tell(int record) {
        int ordinal = log.ordinal(record);
        long name = log.block(record);
        if (name != lastName || ordinal >= lastBlock.accesses().size()) {
            lastBlock = find(name, ordinal);
            lastName = name;
        }
        CodeBlock block = lastBlock;
        if (open != null) {
            tellFences(ordinal, Long.MAX_VALUE);
        }
        if (ordinal >= block.accesses().size()) {
            return; // the program has changed its code meanwhile
        }
        CodeBlock.Access access = block.accesses().get(ordinal);
        if (access.kind() == CodeBlock.Kind.PLAIN) {
            log.notePlainAccess(record);
        }
        program.access(access, log.isStore(record), log.physical(record), log.length(record), log.link(record));
    }

    private CodeBlock find(long name, int ordinal) {
        CodeBlock known = blocks.get(name);
        return known == null || ordinal >= known.accesses().size() ? read(name) : known;
    }

    private CodeBlock read(long name) {
        if (blocks.size() >= MOST_BLOCKS) {
            blocks.clear();
        }
        CodeBlock block = program.code(AccessLog.pcOf(name), Integer.MAX_VALUE);
        blocks.put(name, block);
        return block;
    }

    /** Tells of the fences of the open block that come before one of its accesses, and before a pc. */
    private void tellFences(int ordinal, long pc) {
        while (fencesDone < open.fences().size() && open.fences().get(fencesDone).before() <= ordinal
                && Long.compareUnsigned(open.fences().get(fencesDone).pc(), pc) < 0) {
            program.fence(open.fences().get(fencesDone++));
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
