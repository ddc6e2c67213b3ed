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
import static foal.tools.GdbClient.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gdb, or what speaks like one, watches a run and makes it stand still. */
@Timeout(120)
class GdbTest {
    // ---- stopping, looking, going on ---------------------------------------------------------------------------

    @Test
    void aRunStopsBeforeItsFirstInstruction_AtABreakpoint_AndEnds() {
        assertEquals(ended(42), boot(client -> {
            client.asGdb();
            String begun = client.ask("?");
            assertEquals("T05", begun.substring(0, 3));
            assertEquals("p2.2", part(begun, "thread"));
            assertEquals(address(PROGRAM, "_start"), client.register(PC));
            client.breakAt(address(PROGRAM, "twice"));
            String stop = client.ask(ON);
            assertTrue(stop.startsWith("T05swbreak:;"), stop);
            assertEquals(address(PROGRAM, "twice"), client.register(PC));
            assertEquals(21, client.register(GdbClient.A0));
            assertEquals(0, client.word(address(PROGRAM, "counter")));
            client.noBreakAt(address(PROGRAM, "twice"));
            client.breakAt(client.register(GdbClient.RA));
            client.ask(ON);
            assertEquals(1, client.word(address(PROGRAM, "counter")));
            assertEquals(42, client.register(GdbClient.A0));
            assertEquals("W2a;process:2", client.ask(ON));
        }));
    }

    @Test
    void anOldClientThatKnowsNoneOfTheExtensionsIsServedToo() {
        assertEquals(ended(42), boot(client -> {
            assertTrue(client.ask("?").endsWith("thread:2;"));
            assertEquals("OK", client.ask("Z1," + Long.toHexString(address(PROGRAM, "twice")) + ",4"));
            assertTrue(client.ask("c").startsWith("T05"));
            assertTrue(client.ask("s").startsWith("T05"));
            assertEquals("m2", client.ask("qfThreadInfo"));
            assertEquals("QC2", client.ask("qC"));
            assertEquals("W2a", client.ask("c"));
        }));
    }

    @Test
    void aClientThatDoesNotKnowAboutForksIsNotToldOfThem() {
        assertEquals(ended(12), boot(client -> {
            client.ask("qSupported:multiprocess+;swbreak+");
            String stop = client.ask("vCont;s:p2.2");
            while (!client.ask("qfThreadInfo").contains("p3.3")) {
                assertEquals("p2.2", part(stop, "thread"));
                stop = client.ask("vCont;s:p2.2");
            }
            client.breakAt(address(PROGRAM, "twice"));
            assertEquals("W06;process:3", client.ask(ON), "it has no breakpoint");
            assertEquals("p2.2", part(client.ask(ON), "thread"));
            client.ask(ON);
        }, "fork"));
    }

    @Test
    void aStepIsOneInstruction() {
        assertEquals(ended(42), boot(client -> {
            client.asGdb();
            client.breakAt(address(PROGRAM, "twice"));
            client.ask(ON);
            Set<Long> places = new HashSet<>();
            int steps = 0;
            for (long ra = client.register(GdbClient.RA); client.register(PC) != ra; steps++) {
                places.add(client.register(PC));
                assertEquals("T05", client.ask("vCont;s:p2.2;c").substring(0, 3));
            }
            assertEquals(places.size(), steps, "a place twice: the breakpoint has not been stepped over");
            assertTrue(steps >= 3, steps + " steps");
            client.ask(ON);
        }));
    }

    @Test
    void aRangeIsSteppedOutOf() {
        boot(client -> {
            client.asGdb();
            client.breakAt(address(PROGRAM, "twice"));
            client.ask(ON);
            long start = client.register(PC), ra = client.register(GdbClient.RA);
            client.ask("vCont;r" + Long.toHexString(start) + "," + Long.toHexString(start + 100) + ":p2.2");
            assertEquals(ra, client.register(PC));
            client.ask(ON);
        });
    }

    @Test
    void aReservationIsKeptFromStepToStep() {
        assertEquals(ended(0), boot(client -> {
            client.asGdb();
            String stop = client.ask("vCont;s:p2.2;c");
            while (stop.startsWith("T05")) {
                stop = client.ask("vCont;s:p2.2;c");
            }
            assertEquals("W00;process:2", stop);
        }, "reserve"));
    }

    @Test
    void registersAndMemoryCanBeChanged() {
        assertEquals(ended(14), boot(client -> {
            client.asGdb();
            client.breakAt(address(PROGRAM, "twice"));
            client.ask(ON);
            assertEquals("OK", client.ask("P" + Integer.toHexString(GdbClient.A0) + "=0700000000000000"));
            assertEquals(7, client.register(GdbClient.A0));
            String counter = Long.toHexString(address(PROGRAM, "counter"));
            assertEquals("OK", client.ask("M" + counter + ",4:2a000000"));
            assertEquals(42, client.word(address(PROGRAM, "counter")));
            assertEquals("OK", client.ask("X" + counter + ",2:}\u0003}\u0004"));
            assertEquals(0x2423, client.word(address(PROGRAM, "counter")));
            String all = client.ask("g");
            assertEquals("OK", client.ask("G" + all));
            assertEquals(all, client.ask("g"));
            client.ask(ON);
        }));
    }

    @Test
    void floatingPointCanBeChanged() {
        assertEquals(ended(50), boot(client -> {
            client.asGdb();
            client.breakAt(address(PROGRAM, "half"));
            client.ask(ON);
            int fa0 = 33 + 10;
            assertEquals("0000000000000040", client.ask("p" + Integer.toHexString(fa0)));
            assertEquals("OK", client.ask("P" + Integer.toHexString(fa0) + "=0000000000005940")); // 100
            assertEquals("OK", client.ask("P42=03000000")); // frm: upwards
            assertEquals("60000000", client.ask("p43"));
            client.ask(ON);
        }, "double"));
    }

    @Test
    void toLookAtAPageDoesNotBringItIn() {
        boot(client -> {
            client.asGdb();
            assertEquals("00000000", client.ask("m" + Long.toHexString(address(PROGRAM, "untouched") + 8192) + ",4"));
            assertEquals("E0e", client.ask("m0,4"));
            assertEquals("E0e", client.ask("mffffffffffffff00,4"));
            assertEquals("E0e", client.ask("M0,1:00"));
            assertEquals("E0e", client.ask("M" + Long.toHexString(address(PROGRAM, "twice")) + ",1:00"), "code is not writable");
            client.ask(ON);
        }, "untouched");
    }

    @Test
    void theProgramsFileAndWhatItWasStartedWithCanBeRead() {
        boot(client -> {
            client.asGdb();
            assertEquals("l" + PROGRAM, client.ask("qXfer:exec-file:read:2:0,1000"));
            assertTrue(client.ask("qXfer:features:read:target.xml:0,20").startsWith("m<?xml"));
            assertTrue(client.ask("qXfer:auxv:read::0,1000").length() > 16);
            assertEquals("F0", client.ask("vFile:setfs:0"));
            String path = HexFormat.of().formatHex(PROGRAM.getBytes(StandardCharsets.ISO_8859_1));
            assertEquals("F1", client.ask("vFile:open:" + path + ",0,0"));
            StringBuilder content = new StringBuilder();
            String part = "more";
            while (!part.isEmpty()) {
                String reply = client.ask("vFile:pread:1,5000," + Integer.toHexString(content.length()));
                part = reply.substring(reply.indexOf(';') + 1);
                content.append(part);
            }
            assertEquals(new String(Files.readAllBytes(Path.of(PROGRAM)), StandardCharsets.ISO_8859_1), content.toString());
            assertEquals("F0", client.ask("vFile:close:1"));
            assertEquals("F-1,9", client.ask("vFile:close:1"));
            assertEquals("F-1,2", client.ask("vFile:open:2f6e6f,0,0"));
        });
    }

    // ---- processes and threads ---------------------------------------------------------------------------------

    @Test
    void aBreakpointStopsAChild() {
        assertEquals(ended(12), boot(client -> {
            client.asGdb();
            client.breakAt(address(PROGRAM, "twice"));
            String fork = client.ask(ON);
            assertEquals("p3.3", part(fork, "fork"));
            assertEquals("p2.2", part(fork, "thread"));
            String stop = client.ask(ON);
            assertEquals("p3.3", part(stop, "thread"));
            assertEquals(3, client.register(GdbClient.A0));
            assertEquals("mp2.2,p3.3", client.ask("qfThreadInfo"));
            assertEquals("W06;process:3", client.ask(ON));
            assertEquals("p2.2", part(client.ask(ON), "thread"));
            assertEquals("W0c;process:2", client.ask(ON));
        }, "fork"));
    }

    @Test
    void aChildThatIsLetGoRunsOnAlone() {
        assertEquals(ended(12), boot(client -> {
            client.asGdb();
            client.breakAt(address(PROGRAM, "twice"));
            client.ask(ON);
            assertEquals("OK", client.ask("D;3"));
            assertEquals("mp2.2", client.ask("qfThreadInfo"));
            assertEquals("p2.2", part(client.ask(ON), "thread"));
            assertEquals("W0c;process:2", client.ask(ON));
        }, "fork"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "10", "10000"})
    void noThreadPassesABreakpointUnseen(String quantum) {
        List<Long> arguments = new ArrayList<>();
        Foal.Result result = debug(client -> {
            client.asGdb();
            String place = Long.toHexString(address(PROGRAM, "twice"));
            client.breakAt(address(PROGRAM, "twice"));
            for (String stop = client.ask(ON); stop.startsWith("T"); stop = client.ask(ON)) {
                arguments.add(client.register(GdbClient.A0));
                // As gdb does: away with it, over it, and back with it; another thread may come to it meanwhile.
                assertEquals("OK", client.ask("z0," + place + ",2"));
                String who = part(stop, "thread");
                stop = client.ask("vCont;s:" + who);
                for (; stop.startsWith("T05swbreak"); stop = client.ask("vCont;s:" + who)) {
                    arguments.add(client.register(GdbClient.A0));
                }
                assertEquals("OK", client.ask("Z0," + place + ",2"));
            }
        }, "boot", "--gdb", "0", "--quantum", quantum, PROGRAM, "threads");
        assertEquals(ended(6), result);
        assertEquals(List.of(1L, 1L, 1L, 2L, 2L, 2L), arguments.stream().sorted().toList());
    }

    @Test
    void threadsAreListedWithWhatTheyDo() {
        boot(client -> {
            client.asGdb();
            client.breakAt(address(PROGRAM, "twice"));
            String who = part(client.ask(ON), "thread");
            assertEquals("OK", client.ask("T" + who));
            assertEquals("QC" + who, client.ask("qC"));
            assertEquals("debugged: running", info(client, who));
            assertEquals("OK", client.ask("Hgp2.2"));
            assertNotEquals(address(PROGRAM, "twice"), client.register(PC));
            assertTrue(info(client, "p2.2").startsWith("debugged: is in futex and waits for a futex")
                    || info(client, "p2.2").equals("debugged: ready"), info(client, "p2.2"));
            assertEquals("E03", client.ask("Tp2.63"));
            client.ask("D");
        }, "threads");
    }

    @Test
    void aNewProgramBegins() {
        assertEquals(ended(42), boot(client -> {
            client.asGdb();
            client.breakAt(address(PROGRAM, "twice"));
            String stop = client.ask(ON);
            assertEquals(PROGRAM, new String(HexFormat.of().parseHex(part(stop, "exec")), StandardCharsets.ISO_8859_1));
            assertEquals(address(PROGRAM, "_start"), client.register(PC));
            assertEquals("W2a;process:2", client.ask(ON), "its breakpoints are gone with the old");
        }, "exec"));
    }

    // ---- signals and watchpoints -------------------------------------------------------------------------------

    @Test
    void aSignalIsTakenOrHeldBack() {
        for (String signal : List.of("C1e:p2.2;c", "c")) {
            boot(client -> {
                client.asGdb();
                assertEquals("T1e", client.ask(ON).substring(0, 3));
                assertEquals(signal.equals("c") ? "W00;process:2" : "W01;process:2", client.ask("vCont;" + signal));
            }, "signal");
        }
    }

    @Test
    void aSignalThatIsToPassDoesNotStop() {
        boot(client -> {
            client.asGdb();
            assertEquals("OK", client.ask("QPassSignals:e;1e"));
            assertEquals("W01;process:2", client.ask(ON));
        }, "signal");
    }

    @Test
    void aFaultStopsAtItsInstruction_AndKills() {
        Foal.Result result = boot(client -> {
            client.asGdb();
            String stop = client.ask(ON);
            assertEquals("T0b", stop.substring(0, 3));
            long pc = client.register(PC);
            assertEquals("T0b", client.ask(ON).substring(0, 3), "held back, it happens again");
            assertEquals(pc, client.register(PC));
            assertEquals("X0b;process:2", client.ask("vCont;C0b:p2.2;c"));
        }, "null");
        assertEquals(foal("boot", PROGRAM, "null"), result);
        assertEquals(139, result.status());
    }

    @Test
    void whoStoresIsSeen_AndWhoLoads() {
        boot(client -> {
            client.asGdb();
            long counter = address(PROGRAM, "counter");
            String place = Long.toHexString(counter);
            assertEquals("OK", client.ask("Z2," + place + ",4"));
            assertEquals(place, part(client.ask(ON), "watch"));
            assertEquals(1, client.word(counter));
            assertEquals("OK", client.ask("z2," + place + ",4"));
            assertEquals("OK", client.ask("Z3," + place + ",4"));
            assertEquals(place, part(client.ask(ON), "rwatch"));
            assertEquals("OK", client.ask("z3," + place + ",4"));
            assertEquals("OK", client.ask("Z4," + place + ",4"));
            assertEquals(place, part(client.ask(ON), "awatch"));
            assertEquals(2, client.word(counter));
            client.ask("D");
        }, "threads");
    }
}
