package foal.tools.cli;

import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** One of the commands of {@code foal}. To add one, write it and put it into the list in {@code foal.tools.Commands}. */
public interface Command {
    /** Its name: {@code foal NAME}. */
    String name();

    /** What follows the name, as in {@code [OPTIONS] PROGRAM [ARG...]}. */
    String synopsis();

    /** What it does, in a few words, for the list of commands. */
    String summary();

    /** What else its help should say: whole lines, below the options. */
    default List<String> notes() {
        return List.of();
    }

    /** Its options, without {@code --help}, which every command has. */
    default Options options() {
        return new Options();
    }

    /** Whether options that it does not know are arguments like others: those of a program that it runs. */
    default boolean passesOptionsOn() {
        return false;
    }

    /** Runs it. @return the exit status */
    int run(CommandLine line, Streams streams) throws Failure;
}
