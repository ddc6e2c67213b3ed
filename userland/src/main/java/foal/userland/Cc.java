package foal.userland;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The C compiler for guest programs: clang with Foal's target and the headers and library of one of the C libraries.
///
/// Called as `foal cc [--libc NAME] [CLANG OPTIONS] FILE... -o OUT`. Every other option goes to clang, after Foal's own, so
/// that it wins over them.
public final class Cc {
    private static final String USAGE = "usage: foal cc [--libc NAME] [CLANG OPTIONS] FILE... -o OUT";

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
            var userland = Userland.fromSystemProperty();
            var request = Request.parse(arguments);
            check(request.arguments());
            request.libc().fetch(userland);
            var toolchain = Toolchain.find();
            int status = toolchain.runInForeground(new Cc(userland, toolchain).command(request.libc(), request.arguments()));
            if (status != 0) {
                hints(userland, toolchain, request).forEach(hint -> System.err.println("foal: " + hint));
            }
            return status;
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

    /// What may be wrong with what could not be compiled, besides what clang says.
    static List<String> hints(Userland userland, Toolchain toolchain, Request request) {
        var commandLine = CommandLine.parse(request.arguments());
        if (commandLine.isCpp()) {
            return request.libc() == Libc.GLIBC ? List.of() : List.of("only glibc comes with a library for C++: --libc glibc");
        }
        return request.libc() != Libc.SMALL ? List.of() : Libc.missingHeaders(userland, toolchain, commandLine.inputs()).stream()
                .map(header -> "Foal's small C library has no <" + header + ">; --libc glibc and --libc musl are complete").toList();
    }

    /// What is asked of the compiler.
    ///
    /// @param libc which `--libc` names; Foal's own if it names none
    /// @param arguments the rest, for clang
    record Request(Libc libc, List<String> arguments) {
        private static final String OPTION = "--libc";

        static Request parse(List<String> words) throws UserError {
            var libc = Libc.SMALL;
            var arguments = new ArrayList<String>();
            for (var i = words.iterator(); i.hasNext(); ) {
                var word = i.next();
                if (word.startsWith(OPTION + "=")) {
                    libc = Libc.parse(word.substring(OPTION.length() + 1));
                } else if (word.equals(OPTION)) {
                    libc = Libc.parse(i.hasNext() ? i.next() : "");
                } else {
                    arguments.add(word);
                }
            }
            return new Request(libc, List.copyOf(arguments));
        }
    }

    /// The whole clang command for the user's arguments, with Foal's own library.
    List<String> command(List<String> arguments) {
        return command(Libc.SMALL, arguments);
    }

    /// The whole clang command for the user's arguments.
    List<String> command(Libc libc, List<String> arguments) {
        var commandLine = CommandLine.parse(arguments);
        var command = new ArrayList<String>();
        command.add(toolchain.clang());
        command.addAll(libc.compileOptions(userland, commandLine.isCpp()));
        // Reports on a run follow the frame pointers to say which functions a task is in.
        command.addAll(List.of("-O2", "-g", "-fno-omit-frame-pointer", "-momit-leaf-frame-pointer"));
        command.addAll(libc.withoutParts(arguments));
        if (commandLine.links() && !commandLine.inputs().isEmpty()) {
            command.addAll(libc.linkOptions(userland, toolchain, commandLine.isCpp() || commandLine.hasObjects()));
        }
        return command;
    }
}
