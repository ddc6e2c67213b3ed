package foal.tools;

import foal.tools.bench.BenchCommand;
import foal.tools.cli.Command;
import java.util.List;
import java.util.Optional;

/** All commands. */
final class Commands {
    /** Commands that belong together. */
    record Group(String title, List<Command> commands) {}

    /** In the order of the help text. */
    static final List<Group> GROUPS = List.of(
            new Group("Run programs", List.of(
                    new BootCommand(),
                    new StraceCommand())),
            new Group("Find the schedule that makes a program fail", List.of(
                    new ExploreCommand(),
                    new ReplayCommand())),
            new Group("Find and write programs", List.of(
                    new ListCommand(),
                    new CcCommand())),
            new Group("Look after Foal itself", List.of(
                    new DoctorCommand(),
                    new BenchCommand())),
            new Group("Help", List.of(
                    new HelpCommand())));

    private Commands() {}

    /** What they are called. */
    static List<String> names() {
        return GROUPS.stream().flatMap(group -> group.commands().stream()).map(Command::name).toList();
    }

    static Optional<Command> find(String name) {
        return GROUPS.stream().flatMap(group -> group.commands().stream())
                .filter(command -> command.name().equals(name)).findFirst();
    }
}
