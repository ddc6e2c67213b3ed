package foal.tools;

import foal.tools.boot.Installation;
import foal.tools.cli.Command;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.Similar;
import foal.tools.cli.Streams;
import foal.tools.cli.Usage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;

/** {@code foal help}: the commands, or one of them. */
final class HelpCommand implements Command {
    private static final int NAME_WIDTH = 10;
    private static final String ALL_CALLS = "syscalls";

    @Override
    public String name() {
        return "help";
    }

    @Override
    public String synopsis() {
        return "[COMMAND | " + ALL_CALLS + " | CALL]";
    }

    @Override
    public String summary() {
        return "list the commands, explain one, or system calls";
    }

    @Override
    public int run(CommandLine line, Streams streams) throws Failure {
        List<String> names = line.getArgList();
        if (names.size() > 1) {
            throw Failure.usage("unexpected argument " + names.get(1));
        }
        if (names.isEmpty()) {
            streams.print(overview());
        } else {
            String name = names.getFirst().toLowerCase(Locale.ROOT); // no two names differ in case only
            streams.print(name.equals(ALL_CALLS) ? SyscallReference.page() : explanation(name));
        }
        return ExitCode.SUCCESS;
    }

    /** What there is to say about a command or a system call. */
    private static String explanation(String name) throws Failure {
        Optional<Command> command = Commands.find(name);
        if (command.isPresent()) {
            return Usage.text(command.get());
        }
        Optional<String> call = SyscallReference.call(name);
        if (call.isPresent()) {
            return call.get();
        }
        if (Installation.find().isProgram(name)) {
            throw Failure.usage("there is no command and no system call " + name + ", but a program; did you mean foal boot " + name + "?");
        }
        List<String> known = Stream.of(Commands.names(), SyscallReference.names(), List.of(ALL_CALLS)).flatMap(List::stream).toList();
        throw Failure.usage("there is no command and no system call " + name + Similar.hint(name, known));
    }

    /** The commands in their groups. */
    static String overview() {
        StringBuilder text = new StringBuilder("usage: foal COMMAND [OPTIONS] [ARG...]\n");
        for (Commands.Group group : Commands.GROUPS) {
            text.append('\n').append(group.title()).append(":\n");
            for (Command command : group.commands()) {
                text.append("  ").append(command.name()).repeat(' ', NAME_WIDTH - command.name().length())
                        .append(command.summary()).append('\n');
            }
        }
        return text.append("\nfoal help COMMAND explains one of them, and foal help CALL a system call.\nTo begin: foal boot hello\n").toString();
    }
}
