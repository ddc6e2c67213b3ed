package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's programs run twice alike with one seed, and print the same with any. */
class RepeatedRunTest {
    private static final int SEEDS = 20;
    private static final String SHELL = "bash -c 'echo one | { read x; echo $x; }; for i in 1 2 3; do (echo $i >> /tmp/f) & done; wait; sort /tmp/f; cat <(echo two)'";
    private static final String PYTHON = """
            python3 -c '
            import threading
            total = 0
            lock = threading.Lock()
            def add(n):
                global total
                for i in range(50):
                    with lock: total += n
            threads = [threading.Thread(target=add, args=(n,)) for n in range(5)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            print(total)'""";
    private static final String SQLITE = "sqlite3 /tmp/data 'create table t(x); insert into t values(1),(2); select sum(x) from t'";

    @ParameterizedTest
    @ValueSource(strings = {SHELL, PYTHON, SQLITE})
    void aRunTwiceWithOneSeedMakesTheSameCalls(String command) throws Exception {
        Foal.Result first = run("strace", "7", command);
        assertEquals(0, first.status(), first::toString);
        assertTrue(first.err().contains("execve("), first::toString);
        assertEquals(first, run("strace", "7", command));
    }

    @Tag("campaign")
    @ParameterizedTest
    @ValueSource(strings = {SHELL, PYTHON, SQLITE})
    void aRunPrintsTheSameWithAnySeed(String command) throws Exception {
        Foal.Result first = run("boot", "0", command);
        assertEquals(0, first.status(), first::toString);
        for (int seed = 1; seed < SEEDS; seed++) {
            assertEquals(first, run("boot", String.valueOf(seed), command));
        }
    }

    private static Foal.Result run(String foal, String seed, String command) throws Exception {
        Path root = DebianRoot.get();
        return foal(foal, "--seed", seed, "--root", root.toString(), "--env", "PATH=/usr/bin:/bin",
                "/bin/busybox", "sh", "-c", "exec " + command);
    }
}
