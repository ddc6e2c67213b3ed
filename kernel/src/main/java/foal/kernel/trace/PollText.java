package foal.kernel.trace;

import foal.kernel.file.PollEvent;
import foal.kernel.memory.Struct;
import foal.kernel.poll.EpollEvent;
import foal.kernel.syscall.Rest;
import java.util.Optional;
import java.util.StringJoiner;

/** What poll, select and epoll are given and give back. */
final class PollText {
    private static final int MOST_DESCRIPTORS = 1024;

    private PollText() {}

    /** {@code struct pollfd}: what is wanted of a descriptor. */
    static String wanted(Struct pollfd) {
        int fd = pollfd.getInt(0);
        Fields fields = new Fields().add("fd", fd);
        return fd < 0 ? fields.toString() : fields.add("events", events(pollfd.getShort(4))).toString();
    }

    private static String events(int events) {
        return Constants.flags(PollEvent.class, false, Rest.UNKNOWN, events);
    }

    /** {@code struct epoll_event}. */
    static String event(Struct event) {
        String data = new Fields().add("u32", Integer.toUnsignedString(event.getInt(8)))
                .add("u64", Long.toUnsignedString(event.getLong(8))).toString();
        return new Fields().add("events", Constants.flags(EpollEvent.class, false, Rest.UNKNOWN, event.getInt(0) & 0xffff_ffffL))
                .add("data", data).toString();
    }

    /** An {@code fd_set}. @param count how many bits of it count */
    static Optional<String> set(Peek peek, long address, long count) {
        StringJoiner descriptors = new StringJoiner(" ", "[", "]");
        for (int fd = 0; fd < Math.min(count, MOST_DESCRIPTORS); fd++) {
            Optional<Struct> word = peek.struct(address + fd / 64 * 8L, 8);
            if (word.isEmpty()) {
                return Optional.empty();
            }
            if ((word.get().getLong(0) >>> fd % 64 & 1) != 0) {
                descriptors.add(Integer.toString(fd));
            }
        }
        return Optional.of(descriptors.toString());
    }
}
