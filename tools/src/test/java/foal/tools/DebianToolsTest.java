package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.tty.Terminals;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's programs that look at the machine or talk to a terminal: what they print depends on where they run. */
class DebianToolsTest {
    @Test
    void topListsTheProcesses() throws Exception {
        Foal.Result result = run("sleep 100 & exec busybox top -b -n1");
        assertEquals(0, result.status(), result::toString);
        assertTrue(result.out().startsWith("Mem: "), result::toString);
        assertTrue(result.out().matches("(?s).*\\n +2 +1 root +R .* busybox top -b -n1\\n.*"), result::toString);
        assertTrue(result.out().matches("(?s).*\\n +3 +2 root +S .* sleep 100\\n.*"), result::toString);
        assertTrue(result.out().contains("[init]"), result::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox ps", "busybox ps -o pid,ppid,vsz,stat,args"})
    void psListsTheProcesses(String command) throws Exception {
        Foal.Result result = run("sleep 100 & " + command);
        assertEquals(0, result.status(), result::toString);
        for (String shown : List.of("[init]", "sleep 100", command)) {
            assertTrue(result.out().contains(shown), result::toString);
        }
    }

    @Test
    void objectsOfSystemVAreMadeListedAndRemoved() throws Exception {
        Foal.Result result = run("ipcmk -Q -p 600; ipcmk -M 4096 -p 600; ipcmk -S 3 -p 600;"
                + "ipcs | sed 's/0x[0-9a-f]* //; s/ *$//' | grep -v '^$'; ipcrm -q 0 -m 0 -s 0; ipcs | grep -c root");
        assertEquals("""
                Message queue id: 0
                Shared memory id: 0
                Semaphore id: 0
                ------ Message Queues --------
                key        msqid      owner      perms      used-bytes   messages
                0          root       600        0            0
                ------ Shared Memory Segments --------
                key        shmid      owner      perms      bytes      nattch     status
                0          root       600        4096       0
                ------ Semaphore Arrays --------
                key        semid      owner      perms      nsems
                0          root       600        3
                0
                """, result.out(), result::toString);
    }

    @Test
    void viEditsAFile() throws Exception {
        // It takes what comes at once with an escape for the name of a key, so there is none here.
        List<String> words = command("printf 'one\\ntwo\\n' > /tmp/file; vi /tmp/file; cat /tmp/file >&2");
        Foal.Result result = Foal.withInput("yyp:s/one/first/\rGx:wq\r").on(new Terminals(true, true, false))
                .run(words.toArray(String[]::new));
        assertEquals(0, result.status(), result::toString);
        assertTrue(result.err().endsWith("one\nfirst\nwo\n"), result::toString);
    }

    @Test
    void theTableOfAProcessShowsNumbersBelowZero() throws Exception {
        // No terminal, no group in its foreground; the nice value.
        assertEquals("0 -1 -1\n", run("nice -n -1 cut -d' ' -f7,8,19 /proc/self/stat").out());
    }

    @Test
    void aScriptWritesToTheStandardStreamsByTheirNames() throws Exception {
        Foal.Result result = run("echo out > /dev/stdout; echo error > /dev/stderr; echo more >> /dev/fd/2; cat < /dev/stdin");
        assertEquals(new Foal.Result(0, "out\n", "error\nmore\n"), result);
    }

    private static Foal.Result run(String script) throws Exception {
        return foal(command(script).toArray(String[]::new));
    }

    private static List<String> command(String script) throws Exception {
        List<String> words = new ArrayList<>(List.of("boot", "--root", DebianRoot.get().toString(),
                "--env", "PATH=/usr/bin:/bin", "--env", "TERM=vt100"));
        words.addAll(List.of("/bin/busybox", "sh", "-c", script));
        return words;
    }
}
