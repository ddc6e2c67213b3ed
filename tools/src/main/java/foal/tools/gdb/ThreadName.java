package foal.tools.gdb;

import foal.kernel.task.Task;

/**
 * How a client names tasks: {@code pPID.TID} in hexadecimal digits, or {@code TID} if it does not know about processes.
 * {@link #ALL} and {@link #ANY} stand for several.
 *
 * @param pid or one of these
 * @param tid or one of these
 */
record ThreadName(int pid, int tid) {
    static final int ALL = -1, ANY = 0;

    static ThreadName read(PacketText packet) throws BadPacket {
        if (!packet.take("p")) {
            return new ThreadName(ANY, number(packet));
        }
        int pid = number(packet);
        return new ThreadName(pid, packet.take(".") ? number(packet) : ALL);
    }

    private static int number(PacketText packet) throws BadPacket {
        return packet.take("-1") ? ALL : packet.hex(Integer.MAX_VALUE);
    }

    boolean matches(Task task) {
        return (pid <= ANY || pid == task.pid()) && (tid <= ANY || tid == task.tid());
    }

    static String text(Task task, boolean withProcess) {
        return withProcess ? String.format("p%x.%x", task.pid(), task.tid()) : Integer.toHexString(task.tid());
    }
}
