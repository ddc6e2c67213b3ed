package foal.kernel.exec;

import java.util.List;

/**
 * A program that was run.
 *
 * @param path of the executable, absolute: what {@code /proc/self/exe} shows. Of a script it is the interpreter
 * @param name as execve(2) was given it
 * @param arguments what its {@code main} is given, with its own name first
 * @param environment variables, as {@code NAME=VALUE}
 */
public record Program(String path, String name, List<String> arguments, List<String> environment) {
    /** The file's name, cut to 15 characters: what ps calls the command. */
    public String command() {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.substring(0, Math.min(15, last.length()));
    }
}
