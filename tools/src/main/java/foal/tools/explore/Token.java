package foal.tools.explore;

import foal.kernel.Options;
import foal.kernel.explore.SchedulingPolicy;
import foal.kernel.explore.Switch;
import foal.kernel.machine.Processor;
import foal.tools.boot.CLibrary;
import foal.tools.boot.PreparedProgram;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.FileTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The identity of a run without input, short enough for a bug report: {@code foal1/SEED/QUANTUM/MEMORY/POLICY/HASH},
 * with {@code harts:N/} before the policy if there are several, {@code cost:NS/} if calls take another time than usual, and
 * {@code libc:NAME/} if the program was compiled against another library than Foal's own. The hash is of the program, its arguments
 * and environment, so that a token is not used for another.
 *
 * @param memory bytes
 * @param library against which the program is compiled if it is a source file
 * @param hash 16 hexadecimal digits
 */
record Token(long seed, long quantum, long memory, int harts, long callCost, CLibrary library, SchedulingPolicy policy, String hash) {
    private static final String FIRST = "foal1";
    private static final Pattern FORM = Pattern.compile(FIRST + "/(-?[0-9]{1,19})/([0-9]{1,19})/([0-9]{1,19})(?:/harts:([0-9]{1,2}))?(?:/cost:([0-9]{1,7}))?(?:/libc:([a-z]{1,9}))?/([^/]+)/([^/]+)");
    private static final int HASH_BYTES = 8;

    /** The token of a run of a program. */
    static Token of(Options options, PreparedProgram program) throws Failure {
        return new Token(options.seed(), options.quantum(), options.memory(), options.harts(), options.callCost(),
                program.library().orElse(CLibrary.SMALL), options.policy(), hash(options, program));
    }

    /** Reads what {@link #toString} has written. */
    static Optional<Token> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            long seed = Long.parseLong(form.group(1)), quantum = Long.parseLong(form.group(2)), memory = Long.parseLong(form.group(3));
            int harts = form.group(4) == null ? 1 : Integer.parseInt(form.group(4));
            long callCost = form.group(5) == null ? Options.DEFAULT.callCost() : Long.parseLong(form.group(5));
            boolean isPossible = quantum >= 1 && Options.isPossibleMemory(memory)
                    && harts >= 1 && harts <= Processor.MOST_HARTS && callCost <= Options.MOST_CALL_COST;
            Optional<CLibrary> library = form.group(6) == null ? Optional.of(CLibrary.SMALL) : CLibrary.parse(form.group(6));
            return SchedulingPolicy.parse(form.group(7)).filter(_ -> isPossible && library.isPresent())
                    .map(policy -> new Token(seed, quantum, memory, harts, callCost, library.get(), policy, form.group(8)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** The options of the run that the token names. */
    Options applyTo(Options options) {
        return options.withSeed(seed).withQuantum(quantum).withMemory(memory).withHarts(harts).withCallCost(callCost).withPolicy(policy);
    }

    /** The tasks that its schedule names. */
    List<Integer> tasks() {
        return policy instanceof SchedulingPolicy.Scripted(List<Switch> switches)
                ? switches.stream().flatMap(one -> Stream.of(one.from(), one.to())).distinct().toList() : List.of();
    }

    /** Whether the program is the one that the token was made for. */
    boolean isOf(Options options, PreparedProgram program) throws Failure {
        return hash.equals(hash(options, program));
    }

    private static String hash(Options options, PreparedProgram program) throws Failure {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            if (program.file().isPresent()) {
                digest.update(Files.readAllBytes(program.file().get()));
            }
            for (List<String> words : List.of(program.arguments(), options.environment(), List.of(options.workingDirectory()))) {
                words.forEach(word -> digest.update((word + "\0").getBytes(StandardCharsets.UTF_8)));
                digest.update((byte) 1);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new Failure(ExitCode.NOT_RUNNABLE, program.command() + " cannot be read: " + FileTrouble.reason(e), e);
        }
    }

    @Override
    public String toString() {
        return String.join("/", FIRST, Long.toString(seed), Long.toString(quantum), Long.toString(memory),
                (harts == 1 ? "" : "harts:" + harts + "/") + (callCost == Options.DEFAULT.callCost() ? "" : "cost:" + callCost + "/")
                + (library == CLibrary.SMALL ? "" : "libc:" + library.word() + "/") + policy, hash);
    }
}
