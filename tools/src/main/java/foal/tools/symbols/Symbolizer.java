package foal.tools.symbols;

import foal.kernel.file.RegularFile;
import foal.kernel.trace.CallStack;
import foal.kernel.trace.CodePlace;
import foal.kernel.trace.DataPlace;
import foal.tools.boot.Installation;
import foal.tools.boot.TemporaryFolder;
import foal.tools.cli.Failure;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns addresses in programs into functions, files and lines. ELF symbols and DWARF are read by LLVM's symbolizer, a
 * process of its own that is started when the first address is asked for and ended by {@link #close}.
 *
 * <p>It is given a copy of each program, taken out of the guest's tree: so what is asked for is what was run. Without a
 * symbolizer, or symbols, nothing is known of an address; a report then shows it as it is.
 */
public final class Symbolizer implements AutoCloseable {
    private static final int PIECE = 1 << 16;
    private static final int MOST_FOLDED = 4;
    private static final String UNKNOWN = "??";

    private final Installation installation;
    private final Map<RegularFile, Path> copies = new LinkedHashMap<>();
    private final Map<CodePlace.Image, List<SourcePlace>> known = new LinkedHashMap<>();
    private final Map<CodePlace.Image, Optional<Variable>> variables = new LinkedHashMap<>();
    private Process process;
    private BufferedWriter questions;
    private BufferedReader answers;
    private boolean isUsable = true;

    public Symbolizer(Installation installation) {
        this.installation = installation;
    }

    /** A variable of a program. @param offset of what was asked for, in bytes from its beginning */
    public record Variable(String name, long offset) {}

    /** The variable that an address belongs to, if it has a name. */
    public Optional<Variable> variable(CodePlace.Image image) {
        return variables.computeIfAbsent(image, this::askForVariable);
    }

    /** What is at a place in memory, as the variable that it belongs to or else by its address. */
    public String describe(DataPlace place) {
        Optional<Variable> variable = place.image().flatMap(this::variable);
        if (variable.isPresent()) {
            long offset = variable.get().offset();
            return variable.get().name() + (offset == 0 ? "" : " + " + offset);
        }
        return String.format("%#x", place.address()) + (place.mapping().isEmpty() ? "" : " in " + place.mapping());
    }

    /** Where an address is: innermost the function that was inlined there, last the one whose code it is; empty if unknown. */
    public List<SourcePlace> places(CodePlace place) {
        return place.image().map(image -> known.computeIfAbsent(image, this::ask)).orElse(List.of());
    }

    /**
     * Where a task is, as the functions that it is in, innermost first. What the return-address register says is left out
     * where it is of a call that is over.
     */
    public List<String> describe(CallStack stack) {
        List<String> lines = new ArrayList<>(lines(stack.at()));
        boolean isLeaf = !function(stack.at()).equals(function(stack.link()));
        boolean isFirstFrame = !stack.calls().isEmpty() && stack.calls().getFirst().equals(stack.link());
        if (isLeaf && !isFirstFrame && !places(stack.link()).isEmpty()) {
            lines.addAll(lines(stack.link()));
        }
        stack.calls().forEach(call -> lines.addAll(lines(call)));
        return lines;
    }

    /** The same in one line: the innermost functions, and files without their folders. */
    public String folded(CallStack stack) {
        return describe(stack).stream().limit(MOST_FOLDED).map(line -> line.replaceFirst("\\(.*/", "(")).collect(Collectors.joining(" from "));
    }

    private Optional<String> function(CodePlace place) {
        return places(place).isEmpty() ? Optional.empty() : Optional.of(places(place).getLast().function());
    }

    private List<String> lines(CodePlace place) {
        List<SourcePlace> places = places(place);
        return places.isEmpty() ? List.of(String.format("%#x", place.address()) + place.image().map(image -> " of " + image.path()).orElse(""))
                : places.stream().map(SourcePlace::toString).toList();
    }

    // ---- the symbolizer ----------------------------------------------------------------------------------------

    /** Asks a question. @return the answer, up to its empty line; nothing if there is no symbolizer */
    private List<String> lines(String question, CodePlace.Image image) {
        if (!isUsable) {
            return List.of();
        }
        try {
            if (process == null) {
                start();
            }
            questions.write(question + "\"" + copy(image.file()) + "\" " + String.format("%#x", image.address()) + "\n");
            questions.flush();
            List<String> lines = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                lines.add(line);
            }
            return lines;
        } catch (IOException | Failure e) {
            isUsable = false;
            return List.of();
        }
    }

    /** Pairs of lines, of which the second is {@code FILE:LINE:COLUMN}. */
    private List<SourcePlace> ask(CodePlace.Image image) {
        List<String> answer = lines("", image);
        List<SourcePlace> places = new ArrayList<>();
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            String function = answer.get(i);
            String[] place = answer.get(i + 1).split(":(?=\\d+(:\\d+)?$)", 3);
            if (!function.equals(UNKNOWN)) {
                boolean isKnown = !place[0].startsWith(UNKNOWN) && !place[1].startsWith("0");
                places.add(new SourcePlace(function, isKnown ? Optional.of(place[0].replaceFirst("^(\\./)+", "")) : Optional.empty(),
                        isKnown ? Integer.parseInt(place[1]) : 0,
                        isKnown && place.length == 3 ? Integer.parseInt(place[2]) : 0));
            }
        }
        return places;
    }

    /** The answer is the name, then the variable's address and size in decimal, then perhaps where it is declared, and an empty line. */
    private Optional<Variable> askForVariable(CodePlace.Image image) {
        List<String> answer = lines("DATA ", image);
        String[] place = answer.size() < 2 ? new String[0] : answer.get(1).split(" ");
        return place.length < 2 || answer.getFirst().equals(UNKNOWN) ? Optional.empty()
                : Optional.of(new Variable(answer.getFirst(), image.address() - Long.parseLong(place[0])));
    }

    private void start() throws IOException, Failure {
        List<String> command = new ArrayList<>(installation.symbolizer());
        command.addAll(List.of("--output-style=LLVM", "--inlines", "--functions=linkage"));
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        questions = process.outputWriter();
        answers = process.inputReader(StandardCharsets.ISO_8859_1); // as the guest has its text
    }

    private String line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the symbolizer has ended");
        }
        return line;
    }

    private Path copy(RegularFile file) throws IOException {
        Path copy = copies.get(file);
        if (copy == null) {
            copy = TemporaryFolder.own().file(".elf");
            try (var out = Files.newOutputStream(copy)) {
                byte[] piece = new byte[PIECE];
                long at = 0;
                for (int read = file.peek(at, piece); read > 0; read = file.peek(at, piece)) {
                    out.write(piece, 0, read);
                    at += read;
                }
            }
            copies.put(file, copy);
        }
        return copy;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
        for (Path copy : copies.values()) {
            copy.toFile().delete();
        }
    }
}
