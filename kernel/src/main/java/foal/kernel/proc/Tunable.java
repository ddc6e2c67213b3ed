package foal.kernel.proc;

import foal.kernel.file.GeneratedFile;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What root may write to in /proc/sys (sysctl(8)). Each takes back what it shows, so that a program which saves it, tries
 * another value and restores it finds its way back; what makes no sense is refused with EINVAL.
 */
final class Tunable {
    private Tunable() {}

    /** A number that can be any within bounds. @param changed is told of a new one */
    static GeneratedFile.Text number(long initial, long lowest, long highest, LongConsumer changed) {
        return new GeneratedFile.Text() {
            private long value = initial;

            @Override
            public String read(Task task) {
                return value + "\n";
            }

            @Override
            public long write(Task task, String written) {
                List<String> words = words(written);
                if (words.size() != 1 || !words.getFirst().matches("-?[0-9]{1,18}")) {
                    return Errno.EINVAL.result();
                }
                long wanted = Long.parseLong(words.getFirst());
                if (wanted < lowest || wanted > highest) {
                    return Errno.EINVAL.result();
                }
                value = wanted;
                changed.accept(wanted);
                return 0;
            }
        };
    }

    /** The same for what nothing here goes by. */
    static GeneratedFile.Text number(long initial, long lowest, long highest) {
        return number(initial, lowest, highest, _ -> { });
    }

    /** What is as it is: it takes its own value, or as many of its numbers as are given, and no other. */
    static GeneratedFile.Text fixed(String value) {
        List<String> own = words(value);
        return new GeneratedFile.Text() {
            @Override
            public String read(Task task) {
                return value + "\n";
            }

            @Override
            public long write(Task task, String written) {
                List<String> words = words(written);
                boolean isSame = !words.isEmpty() && words.size() <= own.size() && own.subList(0, words.size()).equals(words);
                return isSame ? 0 : Errno.EINVAL.result();
            }
        };
    }

    private static List<String> words(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? List.of() : Arrays.asList(stripped.split("\\s+"));
    }
}
