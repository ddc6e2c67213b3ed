package foal.cpu;

import foal.cpu.unicorn.AccessLog;
import foal.cpu.unicorn.GeneralRegisters;
import foal.cpu.unicorn.Unicorn;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells of the loads, stores, atomic operations and fences of programs, in their order, as far as they are to watched
 * frames. Programs do not notice: the same instructions are run, and counted in the same way.
 *
 * <p>What is told comes late: with the next event that {@link #flush} is called for, at the latest. Repeated plain accesses of a
 * task to the same bytes may be left out as long as nobody else comes between and the epoch is the same; which of them are
 * depends on the host, and so must not matter to who listens.
 */
public final class MemoryWatch implements AutoCloseable {
    private static final int MOST_BLOCKS = 1 << 16;
    private static final long MOST_EPOCHS = 0xffff_ffffL;
    private static final long NO_SPACE = -1, NO_BLOCK = -1;

    private final PhysicalMemory memory;
    /** For each 8 bytes of RAM two words, of who accessed them last. */
    private final PhysicalMemory lastEpochs;
    private final AccessLog log;
    private final CodeReader code;
    private Listener listener = Listener.NOBODY;
    private CodePoints points = CodePoints.NONE;

    /** What is known of code, by {@link AccessLog#block}. */
    private final Map<Long, CodeBlock> blocks = new HashMap<>();
    /** The one that was looked for last. */
    private long lastName = NO_BLOCK;
    private CodeBlock lastBlock;

    // The address space that runs, and the block with fences that has begun last, if it is not over.
    private final Map<Long, Integer> spaces = new HashMap<>();
    private int lastSpace;
    private long satp = NO_SPACE;
    private CodeBlock open;
    private int fencesDone;

    private long epoch;
    private long lastEpoch;
    private boolean isNeeded;
    private boolean isTelling;
    private final HeldFailure failure = new HeldFailure();

    /** Who is told. */
    public interface Listener {
        /** Tells nobody. */
        Listener NOBODY = new Listener() {
            @Override
            public void access(AccessKind kind, long physical, int size, long pc, long link, boolean acquires, boolean releases) {}

            @Override
            public void fence(boolean acquires, boolean releases) {}
        };

        /**
         * The program has accessed memory.
         *
         * @param pc of the instruction
         * @param link the register {@code ra} at the time
         * @param acquires whether the instruction orders what follows behind itself
         * @param releases whether it orders what precedes before itself
         */
        void access(AccessKind kind, long physical, int size, long pc, long link, boolean acquires, boolean releases);

        /** The program has come to a fence. */
        void fence(boolean acquires, boolean releases);
    }

    /** Somebody who wants to know when programs come to certain instructions that others jump to. */
    public interface CodePoints {
        /** There are none. */
        CodePoints NONE = _ -> false;

        /**
         * The program that runs is about to run a block of code for the first time, or one that this has asked for.
         *
         * @return whether this is to be told again when it comes there
         */
        boolean reached(long pc);
    }

    /** The kinds of accesses. */
    public enum AccessKind {
        LOAD, STORE,
        /** A load that is directly followed by a fence that acquires: how compilers write an atomic one. */
        FENCED_LOAD,
        /** A store directly behind a fence that releases. */
        FENCED_STORE,
        LOAD_RESERVED,
        /** A load and a store in one: {@code amo}, or {@code sc} as if it always succeeded. */
        ATOMIC
    }

    public MemoryWatch(PhysicalMemory memory) {
        this.memory = memory;
        lastEpochs = new PhysicalMemory(2 * memory.size() + PhysicalMemory.PAGE_SIZE);
        code = new CodeReader(memory);
        log = new AccessLog(PhysicalMemory.BASE, memory.size(), lastEpochs.segment(), new AccessLog.Listener() {
            @Override
            public void logged() {
                guarded(MemoryWatch.this::tell);
            }

            @Override
            public boolean blockBegins(long pc, int bytes) {
                boolean[] inSteps = {false};
                guarded(() -> inSteps[0] = begin(pc, bytes));
                return inSteps[0];
            }

            @Override
            public void instructionBegins(long pc) {
                guarded(() -> beginInstruction(pc));
            }
        });
    }

    /** An exception must not cross the engine's C code: the next {@link #flush} throws it. */
    void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            failure.hold(e);
            listener = Listener.NOBODY;
            log.clear();
        }
    }

    void attach(Unicorn unicorn, GeneralRegisters registers) {
        log.attach(unicorn, registers);
    }

    AccessLog log() {
        return log;
    }

    /** Begins anew, with nobody watching anything. */
    public void start() {
        log.clear();
        log.watchNothing();
        forgetCode();
        listener = Listener.NOBODY;
        points = CodePoints.NONE;
        failure.forget();
        isNeeded = false;
        open = null;
        epoch = 0;
        log.setEpoch(0);
    }

    /** Has accesses told to somebody, who may call {@link #setEpoch} meanwhile. To be called between {@link #start} and the run. */
    public void watchAccesses(Listener newListener) {
        listener = newListener;
    }

    /** Has somebody told where programs come to. To be called between {@link #start} and the run. */
    public void watchCode(CodePoints newPoints) {
        points = newPoints;
        setEpoch(newEpoch());
    }

    /** In the address space that runs, {@link CodePoints} are to be told of a place, though they may have said that they need not be. */
    public void lookAt(long pc) {
        log.forgetHarmless(pc);
    }

    /** From now on accesses to a frame are told. */
    public void watch(long frame) {
        log.setWatched(frame, true);
        isNeeded = true;
    }

    /** Whether a frame has ever been watched since {@link #start}. */
    boolean isNeeded() {
        return isNeeded;
    }

    /** Ends {@link #watch}. */
    public void unwatch(long frame) {
        log.setWatched(frame, false);
    }

    /** Whether accesses to an address are told. */
    public boolean isWatched(long physical) {
        return log.isWatched(physical);
    }

    /**
     * An epoch that no task has had before; 1 if all that were given out are forgotten and can be given out again. Runs that follow
     * each other do not have the same ones either.
     */
    public long newEpoch() {
        if (lastEpoch == MOST_EPOCHS) {
            lastEpoch = 0;
            lastEpochs.clear(PhysicalMemory.BASE, lastEpochs.size());
        }
        return ++lastEpoch;
    }

    /** Says who runs. @param newEpoch of {@link #newEpoch}, another after each time that its task has released anything; 0 for nobody */
    public void setEpoch(long newEpoch) {
        epoch = newEpoch;
        if (open == null) {
            log.setEpoch(newEpoch);
        }
    }

    /** A trap has carried out a store in the program's place. */
    void tellStore(StoreInstruction store, long physical, long pc, long link) {
        if (isWatched(physical)) {
            forget(physical);
            AccessKind kind = store.isAtomic() ? AccessKind.ATOMIC : AccessKind.STORE;
            listener.access(kind, physical, store.operand().size(), pc, link, store.acquires(), store.releases());
        }
    }

    /** Something has stored there that is not told: whoever accesses it next is told. */
    public void forget(long physical) {
        lastEpochs.clear(wordsOf(physical & -Long.BYTES), 2 * Long.BYTES);
    }

    /** A watched frame holds something else from now on: all accesses to it are told again. */
    public void forgetFrame(long frame) {
        lastEpochs.clear(wordsOf(frame), 2 * PhysicalMemory.PAGE_SIZE);
    }

    private static long wordsOf(long physical) {
        return PhysicalMemory.BASE + 2 * (physical - PhysicalMemory.BASE);
    }

    /** The address space in which code runs from now on. */
    public void enter(long newSatp) {
        if (satp != newSatp) {
            satp = newSatp;
            Integer known = spaces.get(newSatp);
            if (known == null) {
                if (++lastSpace >= AccessLog.SPACES) {
                    forgetCode();
                    return;
                }
                known = lastSpace;
                spaces.put(newSatp, known);
            }
            log.setSpace(known);
        }
    }

    /** An address space is gone, and another may come to have its name. */
    void forgetSpaces() {
        spaces.clear();
    }

    /** What is known of code does not hold any more. */
    void forgetCode() {
        blocks.clear();
        lastName = NO_BLOCK;
        spaces.clear();
        log.forgetCode();
        lastSpace = 0;
        long current = satp;
        satp = NO_SPACE;
        enter(current);
    }

    // ---- blocks ------------------------------------------------------------------------------------------------

    /** @return whether the block must be told of instruction by instruction */
    private boolean begin(long pc, int bytes) {
        finishBlock();
        if (epoch == 0) {
            return false;
        }
        CodeBlock block = read(pc, bytes);
        if (block.isUncertain()) {
            return true;
        }
        boolean isPoint = points.reached(pc);
        if (!block.fences().isEmpty()) {
            open = block;
            fencesDone = 0;
            log.setEpoch(0);
        } else if (!isPoint) {
            log.noteHarmlessBlock(pc);
        }
        return false;
    }

    /** What {@link InstructionWatch} needs to know: whether there is a task that runs, or anybody who listens to what it does with memory. */
    boolean isTaskKnown() {
        return epoch != 0;
    }

    boolean isListenedTo() {
        return listener != Listener.NOBODY;
    }

    long satp() {
        return satp;
    }

    CodeReader code() {
        return code;
    }

    PhysicalMemory memory() {
        return memory;
    }

    void beginInstruction(long pc) {
        finishBlock();
        if (epoch == 0) {
            return;
        }
        boolean isPoint = points.reached(pc);
        CodeBlock one = read(pc, 1);
        if (!one.fences().isEmpty()) {
            listener.fence(one.fences().getFirst().acquires(), one.fences().getFirst().releases());
        } else if (!isPoint) {
            log.noteHarmlessInstruction(pc);
        }
    }

    /** The code to be run next, as far as it matters to who listens. */
    private CodeBlock read(long pc, int bytes) {
        return listener == Listener.NOBODY ? CodeBlock.EMPTY : CodeBlock.read(code, satp, pc, bytes);
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

    /** A trap leaves a block in its midst. @param pc of the instruction that has had no effect */
    void trappedAt(long pc) {
        guarded(() -> {
            tell();
            if (open != null) {
                tellFences(Integer.MAX_VALUE, pc);
                forgetBlock();
            }
        });
    }

    // ---- telling -----------------------------------------------------------------------------------------------

    /** Tells all that has been done up to now. Not to be called in the midst of a block but by its trap. */
    public void flush() {
        if (!isTelling) {
            finishBlock();
        }
        failure.rethrow();
    }

    private void tell() {
        isTelling = true;
        int count = log.count();
        for (int i = 0; i < count; i++) {
            tell(i);
        }
        log.clear();
        isTelling = false;
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
        long physical = log.physical(record), link = log.link(record);
        int length = log.length(record);
        if (ordinal >= block.accesses().size()) {
            return; // the program has changed its code meanwhile
        }
        CodeBlock.Access access = block.accesses().get(ordinal);
        if (access.kind() == CodeBlock.Kind.PLAIN) {
            log.notePlainAccess(record);
        }
        tell(access, log.isStore(record), physical, length, link);
    }

    void tell(CodeBlock.Access access, boolean isStore, long physical, int length, long link) {
        AccessKind kind = switch (access.kind()) {
            case PLAIN -> isStore ? AccessKind.STORE : AccessKind.LOAD;
            case FENCED -> isStore ? AccessKind.FENCED_STORE : AccessKind.FENCED_LOAD;
            case LOAD_RESERVED -> AccessKind.LOAD_RESERVED;
            case ATOMIC -> AccessKind.ATOMIC;
            case HALF -> null;
        };
        if (kind != null) {
            listener.access(kind, physical, length, access.pc(), link, access.acquires(), access.releases());
        }
    }

    private CodeBlock find(long name, int ordinal) {
        CodeBlock known = blocks.get(name);
        return known == null || ordinal >= known.accesses().size() ? read(name) : known;
    }

    private CodeBlock read(long name) {
        if (blocks.size() >= MOST_BLOCKS) {
            blocks.clear();
        }
        CodeBlock block = CodeBlock.read(code, satp, AccessLog.pcOf(name), Integer.MAX_VALUE);
        blocks.put(name, block);
        return block;
    }

    /** Tells of the fences of the open block that come before one of its accesses, and before a pc. */
    private void tellFences(int ordinal, long pc) {
        while (fencesDone < open.fences().size() && open.fences().get(fencesDone).before() <= ordinal
                && Long.compareUnsigned(open.fences().get(fencesDone).pc(), pc) < 0) {
            CodeBlock.Fence fence = open.fences().get(fencesDone++);
            listener.fence(fence.acquires(), fence.releases());
        }
    }

    @Override
    public void close() {
        log.close();
        lastEpochs.close();
    }
}
