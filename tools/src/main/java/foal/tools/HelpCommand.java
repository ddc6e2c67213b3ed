package foal.tools;

import foal.tools.cli.Command;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import foal.tools.cli.Usage;
import java.util.List;
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
        return "[COMMAND | syscalls]";
    }

    @Override
    public String summary() {
        return "list the commands, explain one, or list the system calls";
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
            streams.print(Usage.text(Commands.find(names.getFirst())
                    .orElseThrow(() -> Failure.usage("there is no command " + names.getFirst()))));
        }
        return ExitCode.SUCCESS;
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
        return text.append("\nfoal help COMMAND explains one of them. To begin: foal boot hello\n").toString();
    }
}
