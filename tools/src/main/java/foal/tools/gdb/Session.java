package foal.tools.gdb;

import foal.kernel.debug.DebugControl;
import foal.kernel.debug.Stop;
import foal.kernel.debug.Watchpoints.Kind;
import foal.kernel.task.Process;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A client that is connected: answers its packets while the machine stands still. Source: GDB manual, "Packets". */
final class Session {
    private static final int PATIENCE_MILLIS = 100;
    /** Of a process. */
    private static final int MOST_BREAKPOINTS = 1000;
    /** Of all. */
    private static final int MOST_WATCHPOINTS = 100;
    private static final long LONGEST_WATCHPOINT = 1 << 20;

    private final Connection connection;
    private final Client client = new Client();
    private final Queries queries = new Queries(client);
    private final GuestFiles files = new GuestFiles();
    private boolean awaitsStop;

    // While the machine stands still: why, whom the client looks at, and whether it has said how to go on.
    private DebugControl control;
    private Stop stop;
    private Optional<Task> focus = Optional.empty();
    private boolean isOver;

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Whether the client would know what to do with a stop, and wants it. */
    boolean wants(DebugControl debug, Stop reason) {
        return switch (reason) {
            case Stop.Signalled(_, SignalInfo info) -> !client.passed.contains(GdbSignals.of(info.signal()));
            case Stop.Forked _ -> client.knowsForks && client.knowsProcesses;
            case Stop.Executed _ -> client.knowsExecs;
            case Stop.Ended _ -> client.knowsProcesses || debug.processes().isEmpty();
            default -> true;
        };
    }

    /** The machine stands still: returns when it is to go on, as the control has been told. */
    void stopped(DebugControl debug, Stop reason) {
        control = debug;
        stop = reason;
        if (awaitsStop) {
            tell();
        }
        isOver = false;
        while (!isOver) {
            switch (connection.receive(PATIENCE_MILLIS)) {
                case Connection.Packet(String text) -> answer(text).ifPresent(connection::send);
                case Connection.Silence _ -> isOver = control.isStopping();
                case Connection.Gone _ -> {
                    control.detach();
                    isOver = true;
                }
            }
        }
    }

    /** Tells the client why the machine stands still, for which it has been waiting. */
    private void tell() {
        focus = stop.task();
        if (stop instanceof Stop.Deadlocked) {
            connection.send("O" + Hex.ofText("Deadlock: every task waits, and nothing can wake any of them.\n"));
        }
        try {
            connection.send(new StopReply(client, control).text(stop));
        } catch (BadPacket e) {
            throw new IllegalStateException(e);
        }
        awaitsStop = false;
    }

    // ---- packets -----------------------------------------------------------------------------------------------

    /** @return empty if nothing is to be sent for now */
    private Optional<String> answer(String text) {
        try {
            if (text.equals("QStartNoAckMode")) {
                connection.send("OK");
                connection.stopAcknowledging();
                return Optional.empty();
            }
            return answer(new PacketText(text));
        } catch (BadPacket e) {
            return Optional.of(String.format("E%02x", e.errno()));
        }
    }

    private Optional<String> answer(PacketText packet) throws BadPacket {
        if (packet.isAtEnd()) {
            return Optional.of("");
        }
        char kind = packet.next();
        switch (kind) {
            case 'c', 'C', 's', 'S' -> {
                return goOn(Resumption.readOne(kind, packet, focus(), control));
            }
            case 'v' -> {
                return several(packet);
            }
            case 'k' -> {
                control.processes().forEach(this::kill);
                control.detach();
                isOver = true;
                return Optional.empty();
            }
            default -> {
                return Optional.of(reply(kind, packet));
            }
        }
    }

    private String reply(char kind, PacketText packet) throws BadPacket {
        return switch (kind) {
            case '?' -> new StopReply(client, control).text(stop);
            case 'g' -> Registers.text(control.registers(focus()));
            case 'G' -> {
                Registers.write(control.registers(focus()), packet.bytes());
                yield "OK";
            }
            case 'p' -> Registers.text(control.registers(focus()), packet.hex(Integer.MAX_VALUE));
            case 'P' -> {
                int number = packet.hex(Integer.MAX_VALUE);
                packet.expect("=");
                Registers.write(control.registers(focus()), number, packet.bytes());
                yield "OK";
            }
            case 'm' -> read(packet);
            case 'M', 'X' -> write(packet, kind == 'X');
            case 'Z', 'z' -> breakpoint(packet, kind == 'Z');
            case 'H' -> {
                packet.next();
                focus = Optional.of(find(ThreadName.read(packet), control));
                yield "OK";
            }
            case 'T' -> {
                find(ThreadName.read(packet), control);
                yield "OK";
            }
            case 'D' -> detach(packet);
            case 'q' -> queries.answer(packet, control, focus());
            case 'Q' -> queries.set(packet);
            default -> "";
        };
    }

    private Optional<String> several(PacketText packet) throws BadPacket {
        if (packet.take("Cont?")) {
            return Optional.of(Resumption.ACTIONS);
        }
        if (packet.take("Cont")) {
            return goOn(Resumption.readAll(packet));
        }
        if (packet.take("File:")) {
            return Optional.of(files.answer(packet, control));
        }
        if (packet.take("Kill;")) {
            kill(process(packet.hex(Integer.MAX_VALUE)));
            isOver = control.processes().isEmpty();
            return Optional.of("OK");
        }
        return Optional.of("");
    }

    private Optional<String> goOn(Resumption resumption) {
        resumption.apply(control, stop);
        awaitsStop = true;
        isOver = true;
        return Optional.empty();
    }

    private void kill(Process process) {
        control.kill(process);
        control.detach(process);
    }

    private String detach(PacketText packet) throws BadPacket {
        if (packet.isAtEnd()) {
            control.detach();
        } else {
            packet.expect(";");
            control.detach(process(packet.hex(Integer.MAX_VALUE)));
        }
        isOver = control.processes().isEmpty();
        return "OK";
    }

    // ---- whom the client means ---------------------------------------------------------------------------------

    private Task focus() throws BadPacket {
        List<Task> tasks = control.tasks();
        if (focus.isEmpty() || !tasks.contains(focus.get())) {
            focus = stop.task().filter(tasks::contains).or(() -> tasks.stream().findFirst());
        }
        return focus.orElseThrow(() -> new BadPacket(BadPacket.ESRCH));
    }

    /** The first task of that name. */
    static Task find(ThreadName name, DebugControl control) throws BadPacket {
        return control.tasks().stream().filter(name::matches).findFirst().orElseThrow(() -> new BadPacket(BadPacket.ESRCH));
    }

    private Process process(int pid) throws BadPacket {
        return control.processes().stream().filter(process -> process.pid() == pid).findFirst()
                .orElseThrow(() -> new BadPacket(BadPacket.ESRCH));
    }

    // ---- memory ------------------------------------------------------------------------------------------------

    private String read(PacketText packet) throws BadPacket {
        long address = packet.hex();
        packet.expect(",");
        int wanted = (int) Math.min(packet.hex() & Long.MAX_VALUE, Connection.PACKET_SIZE / 2);
        packet.expectEnd();
        byte[] bytes = new byte[wanted];
        int length = focus().memory().peek(address, bytes, wanted);
        if (length == 0 && wanted > 0) {
            throw new BadPacket(BadPacket.EFAULT);
        }
        return Hex.of(bytes, length);
    }

    private String write(PacketText packet, boolean isBinary) throws BadPacket {
        long address = packet.hex();
        packet.expect(",");
        long length = packet.hex();
        packet.expect(":");
        byte[] bytes = isBinary ? packet.rest().getBytes(StandardCharsets.ISO_8859_1) : packet.bytes();
        if (bytes.length != length) {
            throw new BadPacket(BadPacket.EINVAL);
        }
        if (focus().memory().write(address, bytes, 0, bytes.length) < bytes.length) {
            throw new BadPacket(BadPacket.EFAULT);
        }
        return "OK";
    }

    // ---- breakpoints -------------------------------------------------------------------------------------------

    private String breakpoint(PacketText packet, boolean isSet) throws BadPacket {
        char kind = packet.next();
        packet.expect(",");
        long address = packet.hex();
        packet.expect(",");
        long size = packet.hex();
        Process process = focus().process();
        switch (kind) {
            case '0', '1' -> setBreakpoint(process, address, isSet);
            case '2' -> watch(process, Kind.WRITE, address, size, isSet);
            case '3' -> watch(process, Kind.READ, address, size, isSet);
            case '4' -> watch(process, Kind.ANY, address, size, isSet);
            default -> {
                return "";
            }
        }
        return "OK";
    }

    private void setBreakpoint(Process process, long address, boolean isSet) throws BadPacket {
        if (!isSet) {
            control.removeBreakpoint(process, address);
        } else if (control.breakpointCount(process) == MOST_BREAKPOINTS) {
            throw new BadPacket(BadPacket.ENOSPC);
        } else {
            control.addBreakpoint(process, address);
        }
    }

    private void watch(Process process, Kind kind, long address, long size, boolean isSet) throws BadPacket {
        if (size < 1 || size > LONGEST_WATCHPOINT) {
            throw new BadPacket(BadPacket.EINVAL);
        }
        if (!isSet) {
            control.unwatch(process, kind, address, size);
        } else if (control.watchpointCount() == MOST_WATCHPOINTS) {
            throw new BadPacket(BadPacket.ENOSPC);
        } else {
            control.watch(process, kind, address, size);
        }
    }
}
