package foal.tools.cli;

import foal.kernel.tty.Terminals;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard streams of a command. Standard output carries only what was asked for: the guest's output, a list, a
 * help text. Whatever Foal has to say goes to standard error.
 *
 * @param terminals which of the streams are terminals
 * @param isInteractive whether a person sits there: input and output are this process's own terminal
 */
public record Streams(InputStream in, OutputStream out, MessageStream err, Terminals terminals, boolean isInteractive) {
    /** The system property with the numbers of the streams that are terminals, such as {@code 0,2}. */
    private static final String TERMINALS = "foal.tty";

    /** The streams of this process, byte for byte and without buffers. Java cannot tell terminals; the launcher does. */
    public static Streams ofProcess() {
        String terminals = System.getProperty(TERMINALS, "");
        Terminals are = new Terminals(terminals.contains("0"), terminals.contains("1"), terminals.contains("2"));
        return new Streams(new FileInputStream(FileDescriptor.in), new StandardOutput(),
                new MessageStream(new FileOutputStream(FileDescriptor.err)), are, are.input() && are.output());
    }

    /** Before a guest runs: sees to it that only the guest's output can come to a file or a pipe, even if the JVM crashes. */
    public void keepOutputForGuest() {
        if (out instanceof StandardOutput own && !terminals.output()) {
            own.takeFromJava();
        }
    }

    /** Prints text that was asked for. */
    public void print(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new OutputLost("standard output", e);
        }
    }

    /** Tells the user something: a line on standard error. */
    public void say(String message) {
        complain("foal: " + message + "\n");
    }

    /** Prints text on standard error. If that is impossible, nobody is left to tell. */
    public void complain(String text) {
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException _) {
            // the exit status still tells
        }
    }
}
