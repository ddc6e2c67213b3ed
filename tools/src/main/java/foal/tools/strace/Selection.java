package foal.tools.strace;

import foal.kernel.dispatch.SyscallTable;
import foal.kernel.syscall.SystemCall;
import foal.kernel.syscall.Topic;
import foal.tools.cli.Failure;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The calls that are to be shown.
 *
 * @param names of the chosen calls
 * @param unknown whether calls that there are not are shown, too
 */
record Selection(Set<String> names, boolean unknown) {
    private static final String KEYWORD = "trace=";

    boolean includes(String name) {
        return names.contains(name);
    }

    /**
     * Reads what follows {@code -e}: names of calls and, after a {@code %}, of topics, with commas between them;
     * {@code all} and {@code none}; and a {@code !} in front, which turns it round.
     */
    static Selection of(String expression, SyscallTable table) throws Failure {
        String list = expression.startsWith(KEYWORD) ? expression.substring(KEYWORD.length()) : expression;
        boolean inverted = list.startsWith("!");
        Set<String> named = new HashSet<>();
        boolean all = false;
        for (String word : (inverted ? list.substring(1) : list).split(",", -1)) {
            all |= isAll(word);
            named.addAll(names(word, table));
        }
        if (!inverted) {
            return new Selection(named, all);
        }
        Set<String> others = names("all", table);
        others.removeAll(named);
        return new Selection(others, !all);
    }

    private static boolean isAll(String word) {
        return word.equals("all") || word.equals("%all");
    }

    private static Set<String> names(String word, SyscallTable table) throws Failure {
        if (word.equals("none")) {
            return Set.of();
        }
        Optional<Topic> topic = Stream.of(Topic.values())
                .filter(one -> word.equals("%" + one.name().toLowerCase(Locale.ROOT))).findFirst();
        Set<String> names = table.all().stream()
                .filter(call -> isAll(word) || call.name().equals(word) || topic.map(call.topics()::contains).orElse(false))
                .map(SystemCall::name).collect(Collectors.toSet());
        if (names.isEmpty() && topic.isEmpty()) {
            throw Failure.usage("option -e: there is no system call or class '" + word + "'");
        }
        return names;
    }
}
