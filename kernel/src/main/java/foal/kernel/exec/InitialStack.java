package foal.kernel.exec;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.kernel.memory.Struct;
import foal.kernel.memory.UserMemory;
import foal.kernel.task.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a program finds on its stack when it starts, from the stack pointer up: argc, argv, envp, the auxiliary
 * vector, and above them the strings that they point to.
 *
 * <p>Source: System V ABI, "Initial Process Stack"; getauxval(3).
 */
final class InitialStack {
    /** All arguments and the environment together: a quarter of the stack, within bounds (execve(2)). */
    private static final long LEAST_ROOM = 32 * PAGE_SIZE, MOST_ROOM = 6L << 20;
    /** One argument (MAX_ARG_STRLEN). */
    static final int LONGEST_STRING = 32 * PAGE_SIZE;

    // Keys of the auxiliary vector.
    private static final int AT_NULL = 0, AT_PHDR = 3, AT_PHENT = 4, AT_PHNUM = 5, AT_PAGESZ = 6, AT_BASE = 7,
            AT_FLAGS = 8, AT_ENTRY = 9, AT_UID = 11, AT_EUID = 12, AT_GID = 13, AT_EGID = 14, AT_HWCAP = 16,
            AT_CLKTCK = 17, AT_SECURE = 23, AT_RANDOM = 25, AT_EXECFN = 31, AT_MINSIGSTKSZ = 51;

    /** The extensions I, M, A, F, D and C: a bit for each letter. */
    private static final long HWCAP = 1 << 'I' - 'A' | 1 << 'M' - 'A' | 1 | 1 << 'F' - 'A' | 1 << 'D' - 'A' | 1 << 'C' - 'A';
    private static final int TICKS_PER_SECOND = 100;
    /** Bytes of the smallest stack that a signal handler can have (MINSIGSTKSZ). */
    private static final int SMALLEST_SIGNAL_STACK = 2048;

    private final UserMemory memory;
    private long pointer;
    private boolean isComplete = true;
    private List<Long> auxiliary = List.of();

    InitialStack(UserMemory memory, long top) {
        this.memory = memory;
        pointer = top;
    }

    /** The stack pointer to start with. */
    long pointer() {
        return pointer;
    }

    /** The auxiliary vector, once it is pushed. */
    List<Long> auxiliary() {
        return auxiliary;
    }

    /** Whether there are more arguments than may be passed: E2BIG. */
    static boolean tooBig(List<String> arguments, List<String> environment, long stackLimit) {
        long total = 0;
        for (List<String> strings : List.of(arguments, environment)) {
            for (String string : strings) {
                if (string.length() >= LONGEST_STRING) {
                    return true;
                }
                total += string.length() + 1 + 8;
            }
        }
        return total > room(stackLimit);
    }

    /** Bytes that the strings and the pointers to them may have. @param stackLimit unsigned */
    static long room(long stackLimit) {
        return Math.max(LEAST_ROOM, Math.min(MOST_ROOM, stackLimit >>> 2));
    }

    /**
     * Writes all of it.
     *
     * @param image the program
     * @param interpreterBase where its interpreter was loaded, or 0
     * @return false if memory runs out
     */
    boolean push(Image image, long interpreterBase, Program program, Credentials credentials, RandomGenerator random) {
        long name = pushString(program.name());
        List<Long> environment = program.environment().stream().map(this::pushString).toList();
        List<Long> arguments = program.arguments().stream().map(this::pushString).toList();
        byte[] randomBytes = new byte[16];
        random.nextBytes(randomBytes);
        long randomAt = pushBytes(randomBytes);

        List<Long> words = new ArrayList<>();
        words.add((long) arguments.size());
        words.addAll(arguments);
        words.add(0L);
        words.addAll(environment);
        words.add(0L);
        long[][] pairs = {
            {AT_MINSIGSTKSZ, SMALLEST_SIGNAL_STACK}, {AT_HWCAP, HWCAP}, {AT_PAGESZ, PAGE_SIZE},
            {AT_CLKTCK, TICKS_PER_SECOND}, {AT_PHDR, image.headerAddress()}, {AT_PHENT, ElfFile.PROGRAM_HEADER_SIZE},
            {AT_PHNUM, image.elf().headerCount()}, {AT_BASE, interpreterBase}, {AT_FLAGS, 0}, {AT_ENTRY, image.entry()},
            {AT_UID, credentials.realUser()}, {AT_EUID, credentials.effectiveUser()}, {AT_GID, credentials.realGroup()},
            {AT_EGID, credentials.effectiveGroup()}, {AT_SECURE, 0}, {AT_RANDOM, randomAt}, {AT_EXECFN, name}, {AT_NULL, 0}};
        auxiliary = Arrays.stream(pairs).flatMapToLong(Arrays::stream).boxed().toList();
        words.addAll(auxiliary);
        return pushWords(words);
    }

    private boolean pushWords(List<Long> words) {
        Struct struct = new Struct(words.size() * 8);
        for (int i = 0; i < words.size(); i++) {
            struct.putLong(8 * i, words.get(i));
        }
        pointer = pointer - struct.size() & -16;
        return isComplete && memory.write(pointer, struct);
    }

    private long pushString(String string) {
        return pushBytes((string + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }

    private long pushBytes(byte[] bytes) {
        pointer -= bytes.length;
        isComplete &= memory.write(pointer, bytes, 0, bytes.length) == bytes.length;
        return pointer;
    }
}
