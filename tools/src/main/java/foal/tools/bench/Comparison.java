package foal.tools.bench;

import foal.kernel.Options;
import java.util.List;

/**
 * Two runs on Foal, of which the second may take so many times as long: the same program in another way, or another program.
 *
 * @param first of userland/bench
 * @param second of the same, with as many rounds
 * @param isWatched whether data races are looked for in the second way
 * @param goal the most that the second may take, in times of the first
 */
record Comparison(String name, String first, String second, long rounds, Options options, boolean isWatched, String goal) {
    /** How the first is run. */
    static final Options FIRST = Options.DEFAULT;

    static final List<Comparison> ALL = List.of(
            new Comparison("direct call, beside a pipe", "pipe_pingpong", "msg_pingpong", 200_000, FIRST, false, "0.50"),
            new Comparison("mmap among 10,000, beside 100", "mmap_among_100", "mmap_among_10000", 200_000, FIRST, false, "1.50"),
            new Comparison("fork among 1,000, beside 10", "fork_among_10", "fork_among_1000", 20_000, FIRST, false, "1.50"),
            new Comparison("file among 10,000, beside 100", "file_among_100", "file_among_10000", 200_000, FIRST, false, "1.50"),
            new Comparison("epoll among 1,000, beside 10", "epoll_among_10", "epoll_among_1000", 200_000, FIRST, false, "1.50"),
            ofOne("four processes, --harts 4", "parallel", 2_000, FIRST.withHarts(4), false, "1.30"),
            ofOne("shared memory, --race", "shared_array", 300, FIRST, true, "60.00"),
            ofOne("nothing shared, --race", "parallel", 300, FIRST, true, "5.00"));

    private static Comparison ofOne(String name, String program, long rounds, Options second, boolean isWatched, String goal) {
        return new Comparison(name, program, program, rounds, second, isWatched, goal);
    }
}
