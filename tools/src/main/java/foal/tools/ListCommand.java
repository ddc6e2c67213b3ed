package foal.tools;

import foal.tools.boot.Installation;
import foal.tools.cli.Command;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import java.util.Map;
import org.apache.commons.cli.CommandLine;

/** {@code foal list}: the bundled samples. */
final class ListCommand implements Command {
    @Override
    public String name() {
        return "list";
    }

    @Override
    public String synopsis() {
        return "";
    }

    @Override
    public String summary() {
        return "list the sample programs";
    }

    @Override
    public int run(CommandLine line, Streams streams) throws Failure {
        if (!line.getArgList().isEmpty()) {
            throw Failure.usage("unexpected argument " + line.getArgList().getFirst());
        }
        Map<String, String> samples = Installation.find().samples();
        int width = samples.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder list = new StringBuilder();
        samples.forEach((name, description) ->
                list.append(name).repeat(' ', width - name.length()).append("  ").append(description).append('\n'));
        streams.print(list.toString());
        return 0;
    }
}
