package foal.tools;

import foal.tools.boot.BootOptions;
import foal.tools.cli.Command;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import foal.tools.explore.ExploreOptions;
import foal.tools.explore.Explorer;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code foal explore}: looks for a schedule under which a program fails. */
final class ExploreCommand implements Command {
    @Override
    public String name() {
        return "explore";
    }

    @Override
    public String synopsis() {
        return "[OPTIONS] PROGRAM [ARG...]";
    }

    @Override
    public String summary() {
        return "look for a schedule under which a program fails";
    }

    @Override
    public List<String> notes() {
        return List.of(
                "A schedule fails if the program ends with another exit status than 0, is killed by a signal, comes to a",
                "deadlock, does not end in time, writes something else than it should (--expect, --same-output), or has a",
                "data race (--race) or a circle in the order of locks (--lockset).",
                "Each way to fail is reported once, with the fewest switches between tasks that lead to it, and with the",
                "words that repeat it: foal replay TOKEN PROGRAM. The program has no input.",
                "--sched is pct or random; without it, both in turn. With the same options the same schedules are tried;",
                "parts of them in several places by --shard, SLURM_ARRAY_TASK_ID and _COUNT, or JOB_COMPLETION_INDEX",
                "and JOB_COMPLETIONS.",
                "--exhaustive tries all schedules with up to B preemptions instead, the fewest first, until one fails. A task can be",
                "preempted before its calls and its accesses to memory that others access too. One that only waits in a loop,",
                "or runs for 20,000 instructions, makes room, and that is no preemption.",
                "The exit status is 0 if no failure was found, else 1.");
    }

    @Override
    public Options options() {
        return ExploreOptions.describe();
    }

    @Override
    public int run(CommandLine line, Streams streams) throws Failure {
        BootOptions options = ExploreOptions.machine(line, streams);
        return new Explorer(options, ExploreOptions.of(line), streams).run();
    }
}
