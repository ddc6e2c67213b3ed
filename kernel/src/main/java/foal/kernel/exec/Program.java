package foal.kernel.exec;

import java.util.List;

/** What execve(2) was given: the path of the file, as resolved, and the arguments. */
public record Program(String path, List<String> arguments, List<String> environment) {
    /** The file's name, cut to 15 characters: what ps calls the command. */
    public String command() {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.substring(0, Math.min(15, name.length()));
    }
}
