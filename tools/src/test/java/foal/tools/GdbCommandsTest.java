package foal.tools;

import static foal.tools.Debugged.ON;
import static foal.tools.Debugged.PROGRAM;
import static foal.tools.Debugged.ended;
import static foal.tools.Foal.foal;
import static foal.tools.GdbClient.address;
import static foal.tools.GdbClient.debug;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A debugger together with the other commands and options. */
@Timeout(120)
class GdbCommandsTest {
    @TempDir
    private Path folder;

    @Test
    void straceShowsTheSame() {
        GdbClient.Conversation steps = client -> {
            client.asGdb();
            String stop = "T05";
            while (stop.startsWith("T05")) {
                stop = client.ask("vCont;s");
            }
            assertEquals("W06;process:2", stop);
        };
        assertEquals(foal("strace", "-t", PROGRAM, "threads"), debug(steps, "strace", "-t", "--gdb", "0", PROGRAM, "threads"));
    }

    @Test
    void aTokenIsRepeatedInADebugger() {
        String report = foal("explore", "--runs", "300", "lost_update_broken").out();
        String token = report.substring(report.indexOf("foal1/")).split("\\s")[0];
        Foal.Result alone = foal("replay", token, "lost_update_broken");
        assertEquals(alone, debug(new GdbWatcher(1, true), "replay", "--gdb", "0", token, "lost_update_broken"));
        assertEquals(1, alone.status());
    }

    @Test
    void aRecordingIsRepeatedInADebugger() {
        String file = folder.resolve("recording").toString();
        Foal.Result recorded = Foal.withInput("b\na\n").run("boot", "--record", file, "sh", "-c", "sort | cat; exit 3");
        assertEquals(recorded, debug(new GdbWatcher(1, true), "replay", "--gdb", "0", file));
        assertEquals(recorded, debug(new GdbWatcher(2, false), "replay", "--gdb", "0", file));
        assertEquals(new Foal.Result(3, "a\nb\n", ""), recorded);
    }

    @Test
    void aDebuggedRunCanBeRecorded() {
        String file = folder.resolve("recording").toString();
        Foal.Result recorded = debug(Foal.withInput("x"), client -> {
            client.asGdb();
            client.breakAt(address(PROGRAM, "main"));
            client.ask(ON);
            client.ask("D");
        }, "boot", "--gdb", "0", "--clock", "host", "--record", file, PROGRAM, "input");
        assertEquals(ended(9), recorded);
        assertEquals(recorded, foal("replay", file));
    }

    @Test
    void aPortThatIsInUseIsNamed() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            Foal.Result result = foal("boot", "--gdb", "" + other.getLocalPort(), PROGRAM);
            assertEquals(125, result.status());
            assertEquals("foal: gdb: cannot listen on 127.0.0.1:" + other.getLocalPort() + ": Address already in use\n", result.err());
        }
    }
}
