package foal.tools.gdb;

import foal.kernel.debug.DebugControl;
import foal.kernel.debug.Stop;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client wants to happen next: {@code vCont} and its ancestors. Tasks that it does not want to go on do so all the same,
 * as the schedule has it: to hold them back would make another run of this one.
 *
 * <p>Source: GDB manual, "Packets".
 */
final class Resumption {
    static final String ACTIONS = "vCont;c;C;s;S;t;r";

    /**
     * @param kind as in the packet
     * @param signal Linux's, or 0
     * @param start of a range to step out of, whose end is {@code end}
     */
    private record Action(char kind, int signal, long start, long end, ThreadName who) {
        boolean isStep() {
            return kind == 's' || kind == 'S' || kind == 'r';
        }
    }

    private final List<Action> actions;

    private Resumption(List<Action> actions) {
        this.actions = actions;
    }

    /** Of a {@code vCont} packet, behind that word. */
    static Resumption readAll(PacketText packet) throws BadPacket {
        List<Action> actions = new ArrayList<>();
        packet.expect(";");
        do {
            actions.add(read(new PacketText(packet.upTo(';'))));
        } while (!packet.isAtEnd());
        return new Resumption(actions);
    }

    private static Action read(PacketText packet) throws BadPacket {
        char kind = packet.next();
        int signal = 0;
        long start = 0, end = 0;
        switch (kind) {
            case 'c', 's', 't' -> { }
            case 'C', 'S' -> signal = GdbSignals.toLinux(packet.hex(0xff));
            case 'r' -> {
                start = packet.hex();
                packet.expect(",");
                end = packet.hex();
            }
            default -> throw new BadPacket(BadPacket.EINVAL);
        }
        ThreadName who = new ThreadName(ThreadName.ALL, ThreadName.ALL);
        if (packet.take(":")) {
            who = ThreadName.read(packet);
        }
        packet.expectEnd();
        return new Action(kind, signal, start, end, who);
    }

    /** Of a packet {@code c}, {@code C}, {@code s} or {@code S}, with an address to go on at. @param task whom it is for */
    static Resumption readOne(char kind, PacketText packet, Task task, DebugControl control) throws BadPacket {
        int signal = kind == 'C' || kind == 'S' ? GdbSignals.toLinux(packet.hex(0xff)) : 0;
        if (signal != 0 && !packet.isAtEnd()) {
            packet.expect(";");
        }
        if (!packet.isAtEnd()) {
            long address = packet.hex();
            packet.expectEnd();
            control.registers(task).setPc(address);
        }
        Action own = new Action(kind, signal, 0, 0, new ThreadName(task.pid(), task.tid()));
        return new Resumption(List.of(own, new Action('c', 0, 0, 0, new ThreadName(ThreadName.ALL, ThreadName.ALL))));
    }

    /** Tells the machine. @param stop why it stands still */
    void apply(DebugControl control, Stop stop) {
        boolean steps = false, others = false;
        for (Task task : control.tasks()) {
            Optional<Action> action = actions.stream().filter(it -> it.who().matches(task)).findFirst();
            if (action.isEmpty()) {
                continue;
            }
            if (action.get().signal() != 0) {
                boolean isStoppedForOne = stop instanceof Stop.Signalled(Task signalled, _) && signalled == task;
                control.signal(task, action.get().signal(), isStoppedForOne);
            }
            if (action.get().isStep()) {
                control.stepOutOf(task, action.get().start(), action.get().end());
                steps = true;
            } else {
                others = true;
            }
        }
        if (steps && !others) {
            control.nothingElse();
        }
    }
}
