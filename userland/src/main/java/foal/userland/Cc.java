package foal.userland;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The C compiler for guest programs: clang with Foal's target, headers and library.
///
/// Called as `foal cc [CLANG OPTIONS] FILE... -o OUT`. Every option goes to clang, after Foal's own, so that it wins
/// over them.
public final class Cc {
    private static final String USAGE = "usage: foal cc [CLANG OPTIONS] FILE... -o OUT";

    private final Userland userland;
    private final Toolchain toolchain;

    Cc(Userland userland, Toolchain toolchain) {
        this.userland = userland;
        this.toolchain = toolchain;
    }

    public static void main(String[] args) throws InterruptedException {
        System.exit(compile(List.of(args)));
    }

    private static int compile(List<String> arguments) throws InterruptedException {
        try {
            check(arguments);
            var toolchain = Toolchain.find();
            return toolchain.runInForeground(new Cc(Userland.fromSystemProperty(), toolchain).command(arguments));
        } catch (UserError e) {
            System.err.println("foal: " + e.getMessage());
            return e.exitStatus;
        } catch (IOException e) {
            System.err.println("foal: cannot run the C compiler: " + e.getMessage());
            return UserError.FAILED;
        }
    }

    /// Finds the mistakes that clang would report in a confusing way, or not at all.
    static void check(List<String> arguments) throws UserError {
        if (arguments.isEmpty()) {
            throw new UserError(UserError.WRONG_USAGE, "no input files; " + USAGE);
        }
        var commandLine = CommandLine.parse(arguments);
        for (var input : commandLine.inputs()) {
            var file = Path.of(input);
            if (Files.isDirectory(file)) {
                throw new UserError(UserError.FAILED, input + ": is a folder, not a source file");
            }
            if (!input.equals("-") && !Files.exists(file)) {
                throw new UserError(UserError.FAILED, input + ": no such file");
            }
        }
        if (commandLine.links() && !commandLine.inputs().isEmpty() && commandLine.output() == null) {
            throw new UserError(UserError.WRONG_USAGE, "no output file: add -o OUT");
        }
    }

    /// The whole clang command for the user's arguments.
    List<String> command(List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(toolchain.clang());
        command.addAll(target());
        // Reports on a run follow the frame pointers to say which functions a task is in.
        command.addAll(List.of("-O2", "-g", "-fno-omit-frame-pointer", "-momit-leaf-frame-pointer"));
        command.addAll(arguments);
        var commandLine = CommandLine.parse(arguments);
        if (commandLine.links() && !commandLine.inputs().isEmpty()) {
            command.addAll(linkOptions());
        }
        return command;
    }

    /// RV64GC with doubles passed in registers, no operating system that clang knows, and of all headers only
    /// clang's own (`stdarg.h`, `stddef.h`, `stdatomic.h`, …) and ours.
    private List<String> target() {
        return List.of("--no-default-config", "--target=riscv64-unknown-elf", "-march=rv64gc", "-mabi=lp64d",
                "-nostdlibinc", "-isystem", userland.headers().toString(), "-isystem", userland.home().toString());
    }

    /// A static program at a fixed address. No part of it is both writable and executable: a store to a page that
    /// the CPU has translated as code is slow, and a program that overwrites its own code should die of it.
    /// Read-only data gets pages of its own, apart from the code.
    private List<String> linkOptions() {
        return List.of("-nostdlib", "-static", "--ld-path=" + toolchain.linker(), "-Wl,--image-base=0x10000",
                "-Wl,-z,separate-code", "-Wl,-z,noexecstack", "-Wl,-z,norelro",
                // The user's -x must not make C source of our object files.
                "-x", "none", userland.startup().toString(), userland.library().toString());
    }
}
