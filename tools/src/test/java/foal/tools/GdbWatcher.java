package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.TreeSet;
import java.util.Random;

/** Somebody who looks at a run as closely as a protocol allows, wherever that leads, and changes nothing. */
final class GdbWatcher implements GdbClient.Conversation {
    private static final int FIRST_STEPS = 40, STOPS = 60, MOST_BREAKPOINTS = 12;

    private final Random random;
    private final boolean detaches;
    private final TreeSet<String> breakpoints = new TreeSet<>();
    private final TreeSet<String> used = new TreeSet<>();
    private int hits;

    /** @param detaches whether to leave before the end */
    GdbWatcher(long seed, boolean detaches) {
        random = new Random(seed);
        this.detaches = detaches;
    }

    /** How often a breakpoint was hit. */
    int hits() {
        return hits;
    }

    @Override
    public void with(GdbClient client) throws IOException {
        client.asGdb();
        String stop = client.ask("?");
        for (int i = 0; stop.startsWith("T") && i < FIRST_STEPS; i++) {
            stop = client.ask("vCont;s:p2.2;c");
        }
        for (int i = 0; stop.startsWith("T") && i < STOPS; i++) {
            hits += stop.contains("swbreak") ? 1 : 0;
            look(client);
            String who = GdbClient.part(stop, "thread");
            stop = client.ask(isForSignal(stop) ? passOn(stop) : switch (random.nextInt(6)) {
                case 0 -> "vCont;s:" + who + ";c";
                case 1 -> "vCont;s:" + who;
                case 2 -> "vCont;r" + Long.toHexString(client.register(GdbClient.PC)) + ","
                        + Long.toHexString(client.register(GdbClient.PC) + 40) + ":" + who + ";c";
                default -> "vCont;c";
            });
        }
        if (detaches) {
            client.ask("D");
            return;
        }
        removeAll(client);
        while (stop.startsWith("T") || stop.startsWith("W") || stop.startsWith("X")) {
            stop = client.ask(passOn(stop));
        }
    }

    /** Forked processes have breakpoints of their own. */
    private void removeAll(GdbClient client) throws IOException {
        for (String thread : client.ask("qfThreadInfo").substring(1).split(",")) {
            if (client.ask("Hg" + thread).equals("OK")) {
                for (String breakpoint : used) {
                    client.ask("z0," + breakpoint + ",2");
                }
            }
        }
    }

    /** Goes on with the signal that the task has stopped for, if it has. */
    private static String passOn(String stop) {
        return isForSignal(stop) ? "vCont;C" + stop.substring(1, 3) + ":" + GdbClient.part(stop, "thread") + ";c" : "vCont;c";
    }

    private static boolean isForSignal(String stop) {
        return stop.startsWith("T") && !stop.startsWith("T05") && !stop.startsWith("T02");
    }

    private void look(GdbClient client) throws IOException {
        for (String thread : client.ask("qfThreadInfo").substring(1).split(",")) {
            if ((breakpoints.isEmpty() || random.nextInt(3) == 0) && client.ask("Hg" + thread).equals("OK")) {
                client.ask("g");
                client.ask("qThreadExtraInfo," + thread);
                client.ask("m" + Long.toHexString(client.register(GdbClient.SP)) + ",400");
                long place = client.register(random.nextBoolean() ? GdbClient.PC : GdbClient.RA);
                if (place != 0) {
                    toggle(client, Long.toHexString(place));
                }
            }
        }
    }

    private void toggle(GdbClient client, String place) throws IOException {
        if (breakpoints.size() >= MOST_BREAKPOINTS || breakpoints.contains(place) && random.nextBoolean()) {
            String gone = breakpoints.pollFirst();
            assertEquals("OK", client.ask("z0," + gone + ",2"));
        }
        breakpoints.add(place);
        used.add(place);
        assertEquals("OK", client.ask("Z0," + place + ",2"));
    }
}
