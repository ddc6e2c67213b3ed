package foal.tools.gdb;

import foal.kernel.deadlock.Wait;
import foal.kernel.debug.DebugControl;
import foal.kernel.exec.Program;
import foal.kernel.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Answers the packets that ask, and those that set: {@code q} and {@code Q}. Source: GDB manual, "General Query Packets". */
final class Queries {
    private static final String FEATURES = "PacketSize=" + Integer.toHexString(Connection.PACKET_SIZE)
            + ";QStartNoAckMode+;multiprocess+;swbreak+;hwbreak+;vContSupported+;fork-events+;exec-events+;QPassSignals+"
            + ";qXfer:features:read+;qXfer:exec-file:read+;qXfer:auxv:read+";

    private final Client client;

    Queries(Client client) {
        this.client = client;
    }

    /** @param focus whom the client means if it does not say */
    String answer(PacketText packet, DebugControl control, Task focus) throws BadPacket {
        if (packet.take("Supported")) {
            packet.take(":");
            client.supports(packet.rest());
            return FEATURES;
        }
        if (packet.take("Xfer:")) {
            return transfer(packet, control, focus);
        }
        if (packet.take("ThreadExtraInfo,")) {
            return Hex.ofText(describe(Session.find(ThreadName.read(packet), control)));
        }
        if (packet.take("Attached")) {
            return "0"; // it has been started for the client, who may end it
        }
        if (packet.take("Symbol:")) {
            return "OK";
        }
        return switch (packet.rest()) {
            case "C" -> "QC" + ThreadName.text(focus, client.knowsProcesses);
            case "fThreadInfo" -> "m" + control.tasks().stream().map(task -> ThreadName.text(task, client.knowsProcesses))
                    .collect(Collectors.joining(","));
            case "sThreadInfo" -> "l";
            default -> "";
        };
    }

    /** @return empty if there is no such packet */
    String set(PacketText packet) throws BadPacket {
        if (!packet.take("PassSignals:")) {
            return "";
        }
        client.passed.clear();
        while (!packet.isAtEnd()) {
            client.passed.add(new PacketText(packet.upTo(';')).hex(0xff));
        }
        return "OK";
    }

    private static String describe(Task task) {
        return task.name() + ": " + switch (task.state()) {
            case RUNNING -> "running";
            case RUNNABLE -> "ready";
            case BLOCKED, STOPPED -> Wait.reason(task);
            case DEAD -> "has ended";
        };
    }

    // ---- objects that are read in parts ------------------------------------------------------------------------

    private static String transfer(PacketText packet, DebugControl control, Task focus) throws BadPacket {
        String object = packet.upTo(':');
        packet.expect("read:");
        String annex = packet.upTo(':');
        return switch (object) {
            case "features" -> {
                if (!annex.equals("target.xml")) {
                    throw new BadPacket(BadPacket.EINVAL);
                }
                yield part(packet, TargetDescription.XML);
            }
            case "exec-file" -> part(packet, program(annex, control, focus).path());
            case "auxv" -> part(packet, auxiliary(Program.of(focus.process()).auxiliary()));
            default -> "";
        };
    }

    private static Program program(String pid, DebugControl control, Task focus) throws BadPacket {
        if (pid.isEmpty()) {
            return Program.of(focus.process());
        }
        int number = new PacketText(pid).hex(Integer.MAX_VALUE);
        return control.processes().stream().filter(process -> process.pid() == number).findFirst().map(Program::of)
                .orElseThrow(() -> new BadPacket(BadPacket.ESRCH));
    }

    private static String auxiliary(List<Long> words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        words.forEach(bytes::putLong);
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }

    /** A part of an object, whose offset and length come next. */
    private static String part(PacketText packet, String object) throws BadPacket {
        long offset = packet.hex() & Long.MAX_VALUE;
        packet.expect(",");
        long length = Math.min(packet.hex() & Long.MAX_VALUE, Connection.PACKET_SIZE / 2);
        packet.expectEnd();
        if (offset >= object.length()) {
            return "l";
        }
        int end = (int) Math.min(object.length(), offset + length);
        return (end == object.length() ? "l" : "m") + object.substring((int) offset, end);
    }
}
