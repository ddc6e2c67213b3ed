package foal.kernel.exec;

import foal.kernel.file.RegularFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first line of a script: {@code #!INTERPRETER [ARGUMENT]}.
 *
 * <p>Source: execve(2), "Interpreter scripts".
 *
 * @param interpreter path of the program that runs the script
 * @param argument all that follows it on the line, as one argument
 */
record ScriptLine(String interpreter, Optional<String> argument) {
    /** What is looked at of the line (BINPRM_BUF_SIZE): a longer argument is cut, a longer path is none. */
    private static final int LONGEST_LINE = 256;

    /** Whether a file says that it is a script. */
    static boolean isScript(RegularFile file) {
        byte[] magic = new byte[2];
        return file.read(0, magic) == magic.length && magic[0] == '#' && magic[1] == '!';
    }

    /** Reads the line; empty if it names no interpreter. */
    static Optional<ScriptLine> parse(RegularFile file) {
        byte[] bytes = new byte[LONGEST_LINE];
        int length = file.read(0, bytes);
        int newline = indexOf(bytes, '\n', length);
        String line = new String(bytes, 2, (newline < 0 ? length : newline) - 2, StandardCharsets.ISO_8859_1);
        String text = line.replaceFirst("^[ \t]+", "");
        int end = endOfPath(text);
        boolean isCut = newline < 0 && length == LONGEST_LINE && end == text.length();
        String path = untilNul(text.substring(0, end));
        String rest = untilNul(text.substring(end)).replaceFirst("^[ \t]+", "").replaceFirst("[ \t]+$", "");
        return path.isEmpty() || isCut ? Optional.empty()
                : Optional.of(new ScriptLine(path, Optional.of(rest).filter(argument -> !argument.isEmpty())));
    }

    /** What the interpreter is given: its name, the argument, the script's path, and the script's own arguments but its name. */
    List<String> arguments(String path, List<String> own) {
        List<String> all = new ArrayList<>(own.size() + 2);
        all.add(interpreter);
        argument.ifPresent(all::add);
        all.add(path);
        all.addAll(own.subList(Math.min(1, own.size()), own.size()));
        return all;
    }

    private static int endOfPath(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != '\t') {
            end++;
        }
        return end;
    }

    private static String untilNul(String text) {
        int nul = text.indexOf('\0');
        return nul < 0 ? text : text.substring(0, nul);
    }

    private static int indexOf(byte[] bytes, char wanted, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
