package foal.tools;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs one command after another, in one process, and writes to a file what came of each: a JVM on an emulated host starts slowly. */
final class CommandList {
    private CommandList() {}

    /** @param arguments the file, and then the commands, whose words end with blanks */
    public static void main(String[] arguments) throws IOException {
        Files.write(Path.of(arguments[0]), results(List.of(arguments).subList(1, arguments.length)));
    }

    private static byte[] results(List<String> commands) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (String command : commands) {
            Foal.Result result = run(command);
            out.writeInt(result.status());
            out.writeUTF(result.out());
            out.writeUTF(result.err());
        }
        return bytes.toByteArray();
    }

    /** What comes of a command here. */
    static Foal.Result run(String command) {
        return Foal.foal(command.split(" +"));
    }

    /** What {@link #main} has written of so many commands. */
    static List<Foal.Result> read(Path file, int commands) throws IOException {
        List<Foal.Result> results = new ArrayList<>();
        try (InputStream bytes = Files.newInputStream(file); DataInputStream in = new DataInputStream(bytes)) {
            for (int i = 0; i < commands; i++) {
                results.add(new Foal.Result(in.readInt(), in.readUTF(), in.readUTF()));
            }
        }
        return results;
    }
}
