package foal.tools.gdb;

import foal.kernel.debug.DebugControl;
import foal.kernel.debug.Stop;
import foal.kernel.debug.TaskRegisters;
import foal.kernel.debug.Watchpoints;
import foal.kernel.exec.Program;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.Process;
import foal.kernel.task.Task;

/** What a client is told when the machine stands still. Source: GDB manual, "Stop Reply Packets". */
final class StopReply {
    private final Client client;
    private final DebugControl control;

    StopReply(Client client, DebugControl control) {
        this.client = client;
        this.control = control;
    }

    String text(Stop stop) throws BadPacket {
        return switch (stop) {
            case Stop.Begun(Task task) -> of(GdbSignals.SIGTRAP, "", task);
            case Stop.Stepped(Task task) -> of(GdbSignals.SIGTRAP, "", task);
            case Stop.AtBreakpoint(Task task) -> of(GdbSignals.SIGTRAP, client.knowsBreakpointStops ? "swbreak:;" : "", task);
            case Stop.Accessed(Task task, Watchpoints.Kind kind, long address) ->
                    of(GdbSignals.SIGTRAP, word(kind) + ":" + Long.toHexString(address) + ";", task);
            case Stop.Signalled(Task task, var signal) -> of(GdbSignals.of(signal.signal()), "", task);
            case Stop.Forked(Task task, Process child) ->
                    of(GdbSignals.SIGTRAP, "fork:" + ThreadName.text(child.tasks().getFirst(), true) + ";", task);
            case Stop.Executed(Task task) ->
                    of(GdbSignals.SIGTRAP, "exec:" + Hex.ofText(Program.of(task.process()).path()) + ";", task);
            case Stop.Interrupted(Task task) -> of(GdbSignals.SIGINT, "", task);
            case Stop.Deadlocked(Task task) -> of(GdbSignals.SIGINT, "", task);
            case Stop.Ended(Process process, ExitStatus.Exited(int code)) -> end('W', code, process);
            case Stop.Ended(Process process, ExitStatus.Killed(int signal, _)) -> end('X', GdbSignals.of(signal), process);
            case Stop.Ended(_, ExitStatus status) -> throw new IllegalStateException("no end: " + status);
        };
    }

    private static String word(Watchpoints.Kind kind) {
        return switch (kind) {
            case WRITE -> "watch";
            case READ -> "rwatch";
            case ANY -> "awatch";
        };
    }

    /** With the registers that the client wants next anyway. */
    private String of(int signal, String reason, Task task) throws BadPacket {
        StringBuilder text = new StringBuilder(String.format("T%02x%s", signal, reason));
        TaskRegisters registers = control.registers(task);
        for (int number : new int[] {Registers.SP, Registers.FP, Registers.PC}) {
            text.append(String.format("%02x:%s;", number, Registers.text(registers, number)));
        }
        return text.append("thread:").append(ThreadName.text(task, client.knowsProcesses)).append(';').toString();
    }

    private String end(char kind, int number, Process process) {
        String which = client.knowsProcesses ? ";process:" + Integer.toHexString(process.pid()) : "";
        return String.format("%c%02x%s", kind, number & 0xff, which);
    }
}
