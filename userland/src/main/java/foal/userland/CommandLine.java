package foal.userland;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What Foal needs to know of a clang command line; everything else passes through unread.
///
/// @param inputs the source, object and archive files, in their order
/// @param output what `-o` names, or null
/// @param links whether clang goes on to link the inputs into a program
record CommandLine(List<String> inputs, String output, boolean links) {

    /// Options that stop clang before it links.
    private static final Set<String> STOP_BEFORE_LINKING =
            Set.of("-c", "-S", "-E", "-M", "-MM", "-fsyntax-only", "--precompile");

    /// Options whose value is the next argument, which thus is no input file.
    private static final Set<String> TAKE_A_VALUE = Set.of("-I", "-D", "-U", "-L", "-l", "-T", "-e", "-u", "-z", "-x",
            "-include", "-imacros", "-isystem", "-iquote", "-idirafter", "-MF", "-MT", "-MQ", "-MJ", "-Xlinker",
            "-Xassembler", "-Xpreprocessor", "-Xclang", "-mllvm", "-target", "--target", "--param", "-resource-dir");

    private static final Pattern CPP = Pattern.compile(".*\\.(cc|cpp|cxx|c\\+\\+|C|CPP|ii)", Pattern.DOTALL);
    private static final Pattern OBJECT = Pattern.compile(".*\\.[oa]", Pattern.DOTALL);

    /// Whether one of the inputs is a C++ source.
    boolean isCpp() {
        return inputs.stream().anyMatch(input -> CPP.matcher(input).matches());
    }

    /// Whether one of the inputs was compiled already, of whatever language.
    boolean hasObjects() {
        return inputs.stream().anyMatch(input -> OBJECT.matcher(input).matches());
    }

    static CommandLine parse(List<String> arguments) {
        var inputs = new ArrayList<String>();
        String output = null;
        boolean links = true;
        for (var i = arguments.iterator(); i.hasNext(); ) {
            var argument = i.next();
            if (argument.equals("-o") || argument.equals("--output")) {
                output = i.hasNext() ? i.next() : null;
            } else if (TAKE_A_VALUE.contains(argument)) {
                if (i.hasNext()) {
                    i.next();
                }
            } else if (argument.startsWith("-o")) {
                output = argument.substring("-o".length());
            } else if (argument.startsWith("--output=")) {
                output = argument.substring("--output=".length());
            } else if (STOP_BEFORE_LINKING.contains(argument)) {
                links = false;
            } else if (!argument.startsWith("-") || argument.equals("-")) {
                inputs.add(argument);
            }
        }
        return new CommandLine(List.copyOf(inputs), output, links);
    }
}
