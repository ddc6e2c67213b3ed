package foal.kernel.trace;

import foal.kernel.file.FileStatus;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.Data;
import foal.kernel.task.SignalInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What pointers lead to, for each {@link Data}. A pointer that leads nowhere is shown as an address. */
final class PointerText {
    /** Says that a buffer has got nothing, and its contents are not to be shown. */
    static final long NO_DATA = -1;

    private static final int PATH_MAX = 4096;
    private static final int MOST_ELEMENTS = 32;

    private final Peek peek;

    PointerText(Peek peek) {
        this.peek = peek;
    }

    /**
     * @param length of it in bytes or elements, if the declaration says so
     * @param transferred how many bytes an array of buffers has got, or {@link #NO_DATA}
     */
    String text(Data data, long address, long length, long transferred) {
        Optional<String> shown = address == 0 ? Optional.empty() : switch (data) {
            case BYTES -> buffer(address, length, Quoted::text);
            case BINARY -> buffer(address, length, Quoted::hexadecimal);
            case STRING -> string(address);
            case PATH -> peek.string(address, PATH_MAX).map(Quoted::whole);
            case STRINGS -> strings(address);
            case STRING_COUNT -> stringCount(address);
            case INT -> struct(address, 4, struct -> "[" + struct.getInt(0) + "]");
            case INTS -> integers(address, length);
            case INT_PAIR -> struct(address, 8, struct -> "[" + struct.getInt(0) + ", " + struct.getInt(4) + "]");
            case LONG -> struct(address, 8, struct -> "[" + struct.getLong(0) + "]");
            case IOVEC -> buffers(address, length, transferred);
            case TIMESPEC -> struct(address, 16, StructText::timespec);
            case TIMEVAL -> struct(address, 16, struct -> StructText.timeval(struct, 0));
            case TIMEZONE -> struct(address, 8, StructText::timezone);
            case STAT -> struct(address, FileStatus.SIZE, StructText::stat);
            case STATX -> struct(address, FileStatus.STATX_SIZE, StructText::statx);
            case STATFS -> struct(address, 120, StructText::statfs);
            case DIRENTS -> entries(address, length);
            case TIMES -> struct(address, 32, StructText::times);
            case SIGSET -> struct(address, 8, struct -> SignalText.set(struct.getLong(0)));
            case SIGACTION -> struct(address, 24, SignalText::action);
            case SIGINFO -> struct(address, SignalInfo.SIZE, struct -> SignalText.info(SignalInfo.read(struct.getInt(0), struct)));
            case STACK -> struct(address, 24, SignalText::stack);
            case WAIT_STATUS -> struct(address, 4, struct -> "[" + SignalText.waitStatus(struct.getInt(0)) + "]");
            case CHILD_INFO -> struct(address, 28, ProcessStructs::childInfo);
            case TMS -> struct(address, 32, ProcessStructs::times);
            case SYSINFO -> struct(address, 112, ProcessStructs::systemInfo);
            case HWPROBE_PAIRS -> length < 0 || length > MOST_ELEMENTS ? Optional.empty()
                    : struct(address, (int) length * 16, ProcessStructs::hardware);
            case SCHED_PARAM -> struct(address, 4, struct -> "[" + struct.getInt(0) + "]");
            case RUSAGE -> struct(address, 144, StructText::rusage);
            case CLONE_ARGS -> length < 64 ? Optional.empty() : struct(address, 64, ProcessStructs::cloneArguments);
            case UTSNAME -> peek.bytes(address, 6 * 65).map(StructText::utsname);
            case RLIMIT -> struct(address, 16, StructText::limits);
            case FLOCK -> struct(address, 32, struct -> StructText.lock(struct).toString());
            case FLOCK_FOUND -> struct(address, 32, struct -> StructText.lock(struct).add("l_pid", struct.getInt(24)).toString());
            case TERMIOS -> struct(address, 36, StructText::termios);
            case WINSIZE -> struct(address, 8, StructText::winsize);
            case MSGBUF -> message(address, length);
            case SHMID_DS -> struct(address, 112, IpcText::segment);
            case SHMID_DS_CHANGE -> struct(address, 112, IpcText::segmentChange);
            case SHMINFO -> struct(address, 72, IpcText::segmentLimits);
            case SHM_INFO -> struct(address, 48, IpcText::segmentUsage);
            case MSQID_DS -> struct(address, 120, IpcText::queue);
            case MSQID_DS_CHANGE -> struct(address, 120, IpcText::queueChange);
            case MSGINFO -> struct(address, 32, IpcText::queueLimits);
            case F_OWNER_EX -> struct(address, 8, StructText::owner);
            case POLLFDS -> elements(address, length, 8, PollText::wanted);
            case FD_SET -> PollText.set(peek, address, length);
            case EPOLL_EVENT -> struct(address, 16, PollText::event);
            case EPOLL_EVENTS -> elements(address, length, 16, PollText::event);
            case ITIMERVAL -> struct(address, 32, StructText::itimerval);
            case SIGEVENT -> struct(address, 64, SignalText::event);
            case ITIMERSPEC -> struct(address, 32, StructText::itimerspec);
            case SOCKADDR -> new NetText(peek).address(address, length);
            case SOCKLEN -> struct(address, 4, struct -> "[" + struct.getInt(0) + "]");
            case MSGHDR -> new NetText(peek).message(address, transferred);
            case MMSGHDRS -> new NetText(peek).messages(address, length);
            case SOCKOPT -> new NetText(peek).option(address, length);
            case SEMBUFS -> elements(address, length, 6, IpcText::semaphoreOperation);
            case SEMID_DS -> struct(address, 88, IpcText::semaphores);
            case SEMID_DS_CHANGE -> struct(address, 88, IpcText::semaphoresChange);
            case SEMINFO -> struct(address, 40, IpcText::semaphoreLimits);
            case MQ_ATTR -> struct(address, 64, IpcText::queueAttributes);
            case OPAQUE -> Optional.empty();
        };
        return shown.orElse(Numbers.address(address));
    }

    private Optional<String> struct(long address, int size, Function<Struct, String> text) {
        return peek.struct(address, size).map(text);
    }

    /** An array of structs. */
    private Optional<String> elements(long address, long count, int size, Function<Struct, String> text) {
        List<String> shown = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            if (i == MOST_ELEMENTS) {
                shown.add("...");
                break;
            }
            Optional<Struct> element = peek.struct(address + size * i, size);
            if (element.isEmpty()) {
                return Optional.empty();
            }
            shown.add(text.apply(element.get()));
        }
        return Optional.of(shown.toString());
    }

    /** Shows the beginning of a buffer. */
    private interface Format {
        String text(byte[] beginning, long length);
    }

    private Optional<String> buffer(long address, long length, Format format) {
        if (length < 0) {
            return Optional.empty();
        }
        return peek.bytes(address, (int) Math.min(length, Quoted.MOST_SHOWN)).map(bytes -> format.text(bytes, length));
    }

    private Optional<String> string(long address) {
        return peek.string(address, Quoted.MOST_SHOWN + 1).map(bytes -> Quoted.text(bytes, bytes.length));
    }

    private Optional<String> strings(long address) {
        List<String> shown = new ArrayList<>();
        for (long at = address; ; at += 8) {
            Optional<Long> pointer = peek.word(at);
            if (pointer.isEmpty()) {
                return Optional.empty();
            }
            if (pointer.get() == 0) {
                return Optional.of(shown.toString());
            }
            if (shown.size() == MOST_ELEMENTS) {
                shown.add("...");
                return Optional.of(shown.toString());
            }
            shown.add(string(pointer.get()).orElse(Numbers.address(pointer.get())));
        }
    }

    private Optional<String> stringCount(long address) {
        int count = 0;
        for (Optional<Long> pointer = peek.word(address); ; pointer = peek.word(address + 8L * count)) {
            if (pointer.isEmpty()) {
                return Optional.empty();
            }
            if (pointer.get() == 0) {
                return Optional.of(Numbers.address(address) + " /* " + count + (count == 1 ? " var */" : " vars */"));
            }
            count++;
        }
    }

    private Optional<String> integers(long address, long count) {
        return count < 0 || count > MOST_ELEMENTS ? Optional.empty()
                : struct(address, (int) count * 4, struct -> ProcessStructs.integers(struct).toString());
    }

    /** An array of {@code struct iovec}. */
    Optional<String> buffers(long address, long count, long transferred) {
        List<String> shown = new ArrayList<>();
        long left = transferred;
        for (long i = 0; i < count; i++) {
            if (i == MOST_ELEMENTS) {
                shown.add("...");
                break;
            }
            Optional<Struct> piece = peek.struct(address + 16 * i, 16);
            if (piece.isEmpty()) {
                return Optional.empty();
            }
            long base = piece.get().getLong(0);
            long length = piece.get().getLong(8);
            long filled = transferred == NO_DATA ? NO_DATA : Math.min(left, length);
            shown.add(new Fields().add("iov_base", text(Data.BYTES, base, filled, NO_DATA)).add("iov_len", length).toString());
            left -= Math.max(0, filled);
        }
        return Optional.of(shown.toString());
    }

    /** Entries of a directory: only their number is shown. */
    private Optional<String> entries(long address, long length) {
        int count = 0;
        for (long at = 0; at < length; count++) {
            Optional<Struct> header = peek.struct(address + at, 19);
            if (header.isEmpty() || header.get().getShort(16) == 0) {
                return Optional.empty();
            }
            at += header.get().getShort(16);
        }
        return Optional.of(Numbers.address(address) + " /* " + count + (count == 1 ? " entry */" : " entries */"));
    }

    /** {@code struct msgbuf}: a type and a text. */
    private Optional<String> message(long address, long length) {
        return peek.word(address).flatMap(type -> buffer(address + 8, length, Quoted::text)
                .map(text -> new Fields().add("mtype", type).add("mtext", text).toString()));
    }
}
