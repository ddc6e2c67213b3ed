package foal.userland;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// LLVM's symbolizer, which finds the function, file and line of an address in a program: `llvm-symbolizer(1)` with the
/// arguments and the standard streams of this process.
public final class Symbolize {
    private Symbolize() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            var toolchain = Toolchain.find();
            var command = new ArrayList<>(List.of(toolchain.symbolizer()));
            command.addAll(List.of(args));
            System.exit(toolchain.runInForeground(command));
        } catch (UserError e) {
            System.err.println("foal: " + e.getMessage());
            System.exit(e.exitStatus);
        } catch (IOException e) {
            System.err.println("foal: cannot run the symbolizer: " + e.getMessage());
            System.exit(UserError.FAILED);
        }
    }
}
