package foal.tools;

import foal.tools.cli.Command;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.Similar;
import foal.tools.cli.Streams;
import foal.tools.cli.Usage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;

/** {@code foal help}: the commands, or one of them. */
final class HelpCommand implements Command {
    private static final int NAME_WIDTH = 10;

    @Override
    public String name() {
        return "help";
    }

    @Override
    public String synopsis() {
        return "[COMMAND | syscalls | CALL]";
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
        } else if (names.getFirst().equals("syscalls")) {
            streams.print(SyscallReference.page());
        } else {
            streams.print(explanation(names.getFirst()));
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
        List<String> known = Stream.concat(Commands.names().stream(), SyscallReference.names().stream()).toList();
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
