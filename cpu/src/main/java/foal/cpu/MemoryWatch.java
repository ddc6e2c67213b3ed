package foal.cpu;

import foal.cpu.engine.AccessWatch;
import foal.cpu.engine.CodeBlock;
import foal.cpu.engine.EngineView;
import foal.cpu.engine.RunCounter;
import foal.cpu.engine.WatchedMemory;
import foal.cpu.engine.WatchedProgram;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells of the loads, stores, atomic operations and fences of programs, in their order, as far as they are to watched
 * frames. Programs do not notice: the same instructions are run, and counted in the same way.
 *
 * <p>What is told comes late: with the next event that {@link #flush} is called for, at the latest. Repeated plain accesses of a
 * task to the same bytes may be left out as long as nobody else comes between and the epoch is the same; which of them are
 * depends on the host, and so must not matter to who listens.
 */
public final class MemoryWatch implements AutoCloseable {
    private static final long MOST_EPOCHS = 0xffff_ffffL;
    private static final long NO_SPACE = -1;

    private final PhysicalMemory memory;
    /** For each 8 bytes of RAM two words, of who accessed them last. */
    private final PhysicalMemory lastEpochs;
    private final Arena arena = Arena.ofShared();
    private final WatchedMemory watched;
    private final CodeReader code;
    /** The ways in which engines are watched: one, or two if the first could not be had for some engine. */
    private final List<AccessWatch> ways = new ArrayList<>();
    private final Optional<AccessWatch> accelerated;
    private Optional<AccessWatch> plain = Optional.empty();
    private Listener listener = Listener.NOBODY;
    private CodePoints points = CodePoints.NONE;

    /** The address spaces that have numbers. */
    private final Map<Long, Integer> spaces = new HashMap<>();
    private int lastSpace;
    /** The one that runs, and its number. */
    private long satp = NO_SPACE;
    private int space;

    private long epoch;
    private long lastEpoch;
    private boolean isNeeded;
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
        watched = new WatchedMemory(PhysicalMemory.BASE, memory.size(), arena.allocate(memory.size() / PhysicalMemory.PAGE_SIZE),
                lastEpochs.segment());
        code = new CodeReader(memory);
        accelerated = MachineCodeSwitch.acceleration().flatMap(acceleration -> acceleration.watch(watched, program));
        accelerated.ifPresent(ways::add);
    }

    /** A counter for an engine whose programs are watched, if that can be had in the fast way. */
    Optional<RunCounter> fastCounter(EngineView engine) {
        return accelerated.flatMap(way -> way.counter(engine));
    }

    /** The same in the way that is always to be had. */
    RunCounter slowCounter(EngineView engine) {
        if (plain.isEmpty()) {
            plain = Optional.of(new InstructionWatch(watched, program, memory, () -> satp));
            plain.get().setEpoch(epoch);
            plain.get().setSpace(space);
            ways.add(plain.get());
        }
        return plain.get().counter(engine).orElseThrow();
    }

    /** Begins anew, with nobody watching anything. */
    public void start() {
        ways.forEach(AccessWatch::clear);
        watched.watchNothing();
        forgetCode();
        listener = Listener.NOBODY;
        points = CodePoints.NONE;
        failure.forget();
        isNeeded = false;
        setEpoch(0);
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
        ways.forEach(way -> way.lookAt(pc));
    }

    /** From now on accesses to a frame are told. */
    public void watch(long frame) {
        watched.setWatched(frame, true);
        isNeeded = true;
    }

    /** Whether a frame has ever been watched since {@link #start}. */
    boolean isNeeded() {
        return isNeeded;
    }

    /** Ends {@link #watch}. */
    public void unwatch(long frame) {
        watched.setWatched(frame, false);
    }

    /** Whether accesses to an address are told. */
    public boolean isWatched(long physical) {
        return watched.isWatched(physical);
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
        for (AccessWatch way : ways) {
            way.setEpoch(newEpoch);
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
                if (++lastSpace >= AccessWatch.SPACES) {
                    forgetCode();
                    return;
                }
                known = lastSpace;
                spaces.put(newSatp, known);
            }
            space = known;
            for (AccessWatch way : ways) {
                way.setSpace(space);
            }
        }
    }

    /** An address space is gone, and another may come to have its name. */
    void forgetSpaces() {
        spaces.clear();
    }

    /** What is known of code does not hold any more. */
    void forgetCode() {
        spaces.clear();
        ways.forEach(AccessWatch::forgetCode);
        lastSpace = 0;
        long current = satp;
        satp = NO_SPACE;
        enter(current);
    }

    /** A trap has left a block in its midst. @param pc of the instruction that has had no effect */
    void trappedAt(long pc) {
        for (AccessWatch way : ways) {
            way.trappedAt(pc);
        }
    }

    /** Tells all that has been done up to now. Not to be called in the midst of a block but by its trap. */
    public void flush() {
        for (AccessWatch way : ways) {
            way.flush();
        }
        failure.rethrow();
    }

    private final WatchedProgram program = new WatchedProgram() {
        @Override
        public boolean isListenedTo() {
            return listener != Listener.NOBODY;
        }

        @Override
        public CodeBlock code(long pc, int bytes) {
            return BlockReader.read(code, satp, pc, bytes);
        }

        @Override
        public boolean reached(long pc) {
            return points.reached(pc);
        }

        @Override
        public boolean reachedInstruction(long pc) {
            boolean isPoint = points.reached(pc);
            CodeBlock one = isListenedTo() ? code(pc, 1) : CodeBlock.EMPTY;
            one.fences().forEach(this::fence);
            return isPoint || !one.fences().isEmpty();
        }

        @Override
        public void access(CodeBlock.Access access, boolean isStore, long physical, int size, long link) {
            kindOf(access, isStore).ifPresent(kind ->
                    listener.access(kind, physical, size, access.pc(), link, access.acquires(), access.releases()));
        }

        @Override
        public void fence(CodeBlock.Fence fence) {
            listener.fence(fence.acquires(), fence.releases());
        }

        @Override
        public void guarded(Runnable action) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                failure.hold(e);
                listener = Listener.NOBODY;
                ways.forEach(AccessWatch::clear);
            }
        }
    };

    /** Empty if it is not to be told. */
    private static Optional<AccessKind> kindOf(CodeBlock.Access access, boolean isStore) {
        return switch (access.kind()) {
            case PLAIN -> Optional.of(isStore ? AccessKind.STORE : AccessKind.LOAD);
            case FENCED -> Optional.of(isStore ? AccessKind.FENCED_STORE : AccessKind.FENCED_LOAD);
            case LOAD_RESERVED -> Optional.of(AccessKind.LOAD_RESERVED);
            case ATOMIC -> Optional.of(AccessKind.ATOMIC);
            case HALF -> Optional.empty();
        };
    }

    @Override
    public void close() {
        ways.forEach(AccessWatch::close);
        arena.close();
        lastEpochs.close();
    }
}
