package foal.kernel.trace;

import foal.kernel.file.PollEvent;
import foal.kernel.memory.Struct;
import foal.kernel.poll.EpollEvent;
import foal.kernel.syscall.Rest;
import java.util.ArrayList;
import java.util.List;
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

    /** The entries of an array of {@code struct pollfd} that are ready, and for what. */
    static Optional<String> ready(Peek peek, long address, long count) {
        List<String> shown = new ArrayList<>();
        for (long i = 0; i < Math.min(count, MOST_DESCRIPTORS); i++) {
            Optional<Struct> pollfd = peek.struct(address + 8 * i, 8);
            if (pollfd.isEmpty()) {
                return Optional.empty();
            }
            if (pollfd.get().getShort(6) != 0) {
                shown.add(new Fields().add("fd", pollfd.get().getInt(0)).add("revents", events(pollfd.get().getShort(6))).toString());
            }
        }
        return Optional.of(shown.toString());
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
