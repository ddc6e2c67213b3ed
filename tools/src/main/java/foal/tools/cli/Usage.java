package foal.tools.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.cli.help.HelpFormatter;
import org.apache.commons.cli.help.TextHelpAppendable;

/** The help text of a command. */
public final class Usage {
    private static final int WIDTH = 80;

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
        table.setMaxWidth(WIDTH - 6); // it goes a little beyond
        try {
            HelpFormatter.builder().setShowSince(false).setHelpAppendable(table).get()
                    .printOptions(CommandLines.withHelp(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringBuilder takes everything
        }
        wrap(command.notes(), text);
        // The table is padded with spaces to its right edge.
        return text.toString().lines().map(each -> each.stripTrailing() + "\n").collect(Collectors.joining());
    }

    /** Fills lines up to the width. A line that ends a sentence ends a paragraph. */
    private static void wrap(List<String> notes, StringBuilder text) {
        int column = 0;
        for (String note : notes) {
            for (String word : note.split(" ")) {
                boolean isFull = column + 1 + word.length() > WIDTH;
                text.append(column == 0 ? "" : isFull ? "\n" : " ").append(word);
                column = column == 0 || isFull ? word.length() : column + 1 + word.length();
            }
            if (note.endsWith(".") || note.endsWith(":")) {
                text.append('\n');
                column = 0;
            }
        }
        if (column > 0) {
            text.append('\n');
        }
    }
}
