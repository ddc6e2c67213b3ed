package foal.tools;

import static foal.tools.Debugged.ON;
import static foal.tools.Debugged.PROGRAM;
import static foal.tools.Debugged.boot;
import static foal.tools.Debugged.ended;
import static foal.tools.Debugged.info;
import static foal.tools.Foal.foal;
import static foal.tools.GdbClient.PC;
import static foal.tools.GdbClient.address;
import static foal.tools.GdbClient.debug;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that interrupt a run, leave it, or send nonsense. */
@Timeout(120)
class GdbClientsTest {
    // ---- ^C ----------------------------------------------------------------------------------------------------

    @Test
    void aLoopIsInterrupted() {
        assertEquals(ended(7), boot(client -> {
            client.asGdb();
            client.send(ON);
            client.raw("\u0003");
            assertEquals("T02", client.next().substring(0, 3));
            assertEquals("OK", client.ask("M" + Long.toHexString(address(PROGRAM, "go_on")) + ",4:00000000"));
            assertEquals("W07;process:2", client.ask(ON));
        }, "loop"));
    }

    @Test
    void aWaitForInputIsInterrupted() throws IOException {
        PipedOutputStream keyboard = new PipedOutputStream();
        assertEquals(ended(9), boot(Foal.withInput(new PipedInputStream(keyboard)), client -> {
            interruptAtRead(client);
            client.send(ON);
            keyboard.write("x\n".getBytes(StandardCharsets.US_ASCII));
            keyboard.flush();
            assertEquals("W09;process:2", client.next());
        }, "input"));
    }

    /** Stops the program while it waits for input. */
    private static void interruptAtRead(GdbClient client) throws IOException {
        client.asGdb();
        long ecall = 0x73;
        do {
            client.send(ON);
            client.raw("\u0003");
            assertEquals("T02", client.next().substring(0, 3));
        } while (client.word(client.register(PC) - 4) != ecall || client.register(GdbClient.A0 + 7) != 63);
    }

    @Test
    void aProgramThatWaitsForInputCanBeKilled() throws IOException {
        assertEquals(137, boot(Foal.withInput(new PipedInputStream(new PipedOutputStream())), client -> {
            interruptAtRead(client);
            client.send("k");
        }, "input").status());
    }

    @Test
    void aDeadlockCanBeLookedAtBeforeTheRunEnds() {
        Foal.Result result = boot(client -> {
            client.asGdb();
            assertEquals("T02", client.ask(ON).substring(0, 3));
            assertEquals(List.of("Deadlock: every task waits, and nothing can wake any of them.\n"), client.said());
            assertEquals("debugged: is in read and waits for a pipe to be written to", info(client, "p2.2"));
            assertEquals("X09;process:2", client.ask(ON));
        }, "wait");
        assertEquals(foal("boot", PROGRAM, "wait"), result);
        assertEquals(123, result.status());
    }

    // ---- leaving -----------------------------------------------------------------------------------------------

    @Test
    void theRunGoesOnWithoutAClientThatLeaves() {
        assertEquals(ended(6), boot(client -> {
            client.asGdb();
            client.breakAt(address(PROGRAM, "twice"));
            client.ask(ON);
            assertEquals("OK", client.ask("D"));
        }, "threads"));
    }

    @Test
    void theRunGoesOnWithoutAClientThatIsGone() {
        assertEquals(ended(6), boot(client -> {
            client.asGdb();
            client.breakAt(address(PROGRAM, "twice"));
            client.ask(ON);
        }, "threads"));
        assertEquals(ended(6), boot(client -> { }, "threads"));
        assertEquals(ended(6), boot(client -> client.raw("$vCont;c#a"), "threads"));
    }

    @Test
    void aClientThatIsGoneWhileTheMachineRunsIsNotWaitedFor() {
        assertEquals(ended(12), boot(client -> {
            client.asGdb();
            client.breakAt(address(PROGRAM, "twice"));
            client.send(ON);
        }, "fork"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "vKill;2"})
    void theRunIsKilled(String packet) {
        Foal.Result result = boot(client -> {
            client.asGdb();
            client.send(packet);
            client.next();
        }, "threads");
        assertEquals(new Foal.Result(137, "", "foal: pid 2 (debugged) was killed by SIGKILL (Killed)\n"), result);
    }

    @Test
    void theTimeOfTimeoutPassesForAClientToo() {
        assertEquals(124, debug(client -> client.read(), "boot", "--gdb", "0", "--timeout", "3", PROGRAM).status());
    }

    // ---- hostile clients ---------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"p", "pzz", "p44", "pffffffffffffffffffff", "P", "P0", "P0=", "P0=00", "P0=zz00000000000000", "P1000=00", "G", "Gz", "m",
        "m0", "m,", "mzz,4", "m1,zz", "m0,ffffffffffffffff", "M", "M0,4:00", "M0,4", "X0,1", "X0,ffffffffffffffff:", "Z", "Z0", "Z0,", "Z0,0", "Z9,0,4",
        "Z2,0,0", "Z2,0,ffffffffffffffff", "z0", "z2,1", "H", "Hg", "Hgp", "Hgp9.9", "Hgpp", "Hg99999999999999999999", "T", "Tx", "D;", "D;9", "D;zz",
        "vCont", "vCont;", "vCont;;", "vCont;x", "vCont;C", "vCont;Czz", "vCont;C99", "vCont;r", "vCont;r1", "vCont;s:", "vCont;s:zz", "vCont;c;C",
        "vKill;", "vKill;9", "vFile:", "vFile:open", "vFile:open:zz", "vFile:open:00,0,0", "vFile:pread:9", "vFile:pread:9,1,1", "vFile:fstat:9",
        "vFile:close:", "vFile:unlink:2f", "vMustReplyEmpty", "qXfer:features:read:x:0,1", "qXfer:features:read:target.xml:", "qXfer:features",
        "qXfer:exec-file:read:9:0,1", "qXfer:exec-file:read:zz:0,1", "qThreadExtraInfo,", "qThreadExtraInfo,zz", "QPassSignals:zz", "QPassSignals:;",
        "C", "Czz", "C05;zz", "szz", "czz", "", "!", "}", "\u0000", "\u00ff", "b", "qRcmd,zz", "Qx", "qSupported:;;=;+"})
    void nonsenseIsRefused(String packet) {
        assertEquals(ended(42), boot(client -> {
            client.asGdb();
            String before = client.ask("g");
            String reply = client.ask(packet);
            assertTrue(reply.isEmpty() || reply.matches("E[0-9a-f]{2}|F-1,[0-9a-f]+|OK|PacketSize=.*|[lm].*"), reply);
            assertEquals(before, client.ask("g"));
            assertEquals("W2a;process:2", client.ask(ON));
        }));
    }

    @Test
    void aDamagedPacketIsAskedForAgain() {
        assertEquals(ended(42), boot(client -> {
            client.raw("$g#00");
            assertEquals('-', client.read());
            client.raw("$g#zz");
            assertEquals('-', client.read());
            client.raw("++--noise$trunca$qC#b4");
            assertEquals("QC2", client.next());
            client.raw("-");
            assertEquals("QC2", client.next());
            client.raw("+$" + "m".repeat(1 << 20) + "#01");
            while (client.read() != '-') {
                // acknowledgements of what came before
            }
            client.asGdb();
            assertEquals("E16", client.ask("m" + "0".repeat(1 << 20) + ",4"));
            client.send(ON);
            client.next();
        }));
    }

    @Test
    void thereIsAnEndToBreakpointsAndToWatchpoints() {
        assertEquals(ended(42), boot(client -> {
            client.asGdb();
            List<String> replies = new ArrayList<>();
            for (int i = 0; i < 1001; i++) {
                replies.add(client.ask("Z0," + Integer.toHexString(0x100000 + 2 * i) + ",2"));
            }
            assertEquals("E1c", replies.getLast());
            assertEquals("OK", replies.get(999));
            for (int i = 0; i < 101; i++) {
                replies.add(client.ask("Z2," + Integer.toHexString(0x100000 + 2 * i) + ",2"));
            }
            assertEquals("E1c", replies.getLast());
            client.ask(ON);
        }));
    }
}
