package foal.tools.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.cli.help.HelpFormatter;
import org.apache.commons.cli.help.TextHelpAppendable;

/** The help text of a command. */
public final class Usage {
    private static final int WIDTH = 100;

    private Usage() {}

    /** The first line: how the command is called. */
    public static String line(Command command) {
        return "usage: foal " + command.name() + (command.synopsis().isEmpty() ? "" : " " + command.synopsis()) + "\n";
    }

    /** All that there is to say. */
    public static String text(Command command) {
        StringBuilder text = new StringBuilder(line(command));
        text.append(command.summary()).append("\n\n");
        TextHelpAppendable table = new TextHelpAppendable(text);
        table.setMaxWidth(WIDTH);
        try {
            HelpFormatter.builder().setShowSince(false).setHelpAppendable(table).get()
                    .printOptions(CommandLines.withHelp(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringBuilder takes everything
        }
        command.notes().forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }
}
