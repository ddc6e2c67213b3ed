package foal.kernel.trace;

import foal.kernel.memory.Struct;
import foal.kernel.net.AddressFamily;
import foal.kernel.net.MessageFlag;
import foal.kernel.net.OptionLevel;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Symbolic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What calls on sockets point to. */
final class NetText {
    private static final int FAMILY_SIZE = 2, MOST_ADDRESS = 128, INET_SIZE = 16;
    /** Bytes of {@code struct mmsghdr}, and how many of them are shown. */
    private static final int MESSAGE_SIZE = 64, MOST_MESSAGES = 32;
    private static final int MOST_CONTROL = 1024, CONTROL_HEADER = 16;
    private static final int SCM_RIGHTS = 1, SCM_CREDENTIALS = 2;

    private final Peek peek;

    NetText(Peek peek) {
        this.peek = peek;
    }

    /** Types of control messages (unix(7)). */
    private enum ControlType implements Symbolic {
        SCM_RIGHTS(NetText.SCM_RIGHTS), SCM_CREDENTIALS(NetText.SCM_CREDENTIALS);

        private final int value;

        ControlType(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    /** {@code struct sockaddr} of that many bytes. */
    Optional<String> address(long address, long length) {
        if (length < FAMILY_SIZE) {
            return Optional.empty();
        }
        return peek.bytes(address, (int) Math.min(length, MOST_ADDRESS)).map(NetText::address);
    }

    private static String address(byte[] bytes) {
        int family = Struct.of(bytes).getShort(0);
        Fields fields = new Fields().add("sa_family", Constants.one(AddressFamily.class, Rest.UNKNOWN, family));
        byte[] rest = Arrays.copyOfRange(bytes, FAMILY_SIZE, bytes.length);
        if (rest.length == 0) {
            return fields.toString();
        }
        if (family == AddressFamily.AF_UNIX.value()) {
            return fields.add("sun_path", unixName(rest)).toString();
        }
        if (family == AddressFamily.AF_INET.value() && bytes.length >= INET_SIZE) {
            String host = (rest[2] & 0xff) + "." + (rest[3] & 0xff) + "." + (rest[4] & 0xff) + "." + (rest[5] & 0xff);
            return fields.add("sin_port", "htons(" + ((rest[0] & 0xff) << 8 | rest[1] & 0xff) + ")")
                    .add("sin_addr", "inet_addr(\"" + host + "\")").toString();
        }
        return fields.add("sa_data", Quoted.whole(rest)).toString();
    }

    /** A path up to its NUL, or an abstract name after its NUL, which is shown as an at sign. */
    private static String unixName(byte[] name) {
        if (name[0] == 0) {
            return "@" + Quoted.whole(Arrays.copyOfRange(name, 1, name.length));
        }
        int end = 0;
        while (end < name.length && name[end] != 0) {
            end++;
        }
        return Quoted.whole(Arrays.copyOf(name, end));
    }

    /** {@code struct msghdr}. @param transferred how many bytes its buffers have got, or {@link PointerText#NO_DATA} */
    Optional<String> message(long address, long transferred) {
        return peek.struct(address, 56).map(header -> {
            long name = header.getLong(0), control = header.getLong(32), controlLength = header.getLong(40);
            int nameLength = header.getInt(8);
            Fields fields = new Fields()
                    .add("msg_name", address(name, name == 0 ? 0 : nameLength).orElse(Numbers.address(name)))
                    .add("msg_namelen", nameLength)
                    .add("msg_iov", new PointerText(peek).buffers(header.getLong(16), header.getLong(24), transferred)
                            .orElse(Numbers.address(header.getLong(16))))
                    .add("msg_iovlen", Long.toUnsignedString(header.getLong(24)));
            if (control != 0) {
                fields.add("msg_control", controls(control, controlLength).orElse(Numbers.address(control)));
            }
            return fields.add("msg_controllen", Long.toUnsignedString(controlLength))
                    .add("msg_flags", Constants.flags(MessageFlag.class, false, Rest.HEXADECIMAL, header.getInt(48) & 0xffff_ffffL))
                    .toString();
        });
    }

    /** An array of {@code struct mmsghdr}. */
    Optional<String> messages(long address, long count) {
        List<String> shown = new ArrayList<>();
        for (long at = address; shown.size() < Math.min(count, MOST_MESSAGES); at += MESSAGE_SIZE) {
            Optional<Struct> length = peek.struct(at + 56, 4);
            Optional<String> header = message(at, length.map(struct -> struct.getInt(0) & 0xffff_ffffL).orElse(0L));
            if (header.isEmpty()) {
                return Optional.empty();
            }
            shown.add(new Fields().add("msg_hdr", header.get()).add("msg_len", Integer.toUnsignedString(length.get().getInt(0))).toString());
        }
        if (count > MOST_MESSAGES) {
            shown.add("...");
        }
        return Optional.of(shown.toString());
    }

    private Optional<String> controls(long address, long length) {
        if (length < CONTROL_HEADER || length > MOST_CONTROL) {
            return Optional.empty();
        }
        return peek.struct(address, (int) length).map(all -> {
            List<String> shown = new ArrayList<>();
            for (int at = 0; length - at >= CONTROL_HEADER; ) {
                long size = all.getLong(at);
                if (size < CONTROL_HEADER || size > length - at) {
                    break;
                }
                shown.add(control(all, at, (int) size));
                at += (int) (size + 7) & ~7;
            }
            return shown.toString();
        });
    }

    private static String control(Struct all, int at, int size) {
        int level = all.getInt(at + 8), type = all.getInt(at + 12), data = at + CONTROL_HEADER;
        boolean isSocketLevel = level == OptionLevel.SOL_SOCKET.value();
        Fields fields = new Fields().add("cmsg_len", size)
                .add("cmsg_level", Constants.one(OptionLevel.class, Rest.UNKNOWN, level & 0xffff_ffffL))
                .add("cmsg_type", isSocketLevel ? Constants.one(ControlType.class, Rest.HEXADECIMAL, type & 0xffff_ffffL)
                        : Numbers.hexadecimal(type & 0xffff_ffffL));
        if (isSocketLevel && type == SCM_RIGHTS) {
            List<Integer> descriptors = new ArrayList<>();
            for (int i = 0; i + 4 <= size - CONTROL_HEADER; i += 4) {
                descriptors.add(all.getInt(data + i));
            }
            fields.add("cmsg_data", descriptors);
        } else if (isSocketLevel && type == SCM_CREDENTIALS && size >= CONTROL_HEADER + 12) {
            fields.add("cmsg_data", credentials(all, data));
        }
        return fields.toString();
    }

    private static String credentials(Struct struct, int at) {
        return new Fields().add("pid", struct.getInt(at)).add("uid", struct.getInt(at + 4)).add("gid", struct.getInt(at + 8))
                .toString();
    }

    /** The value of an option: its size says which type it is. */
    Optional<String> option(long address, long length) {
        if (length != 4 && length != 8 && length != 12 && length != 16) {
            return Optional.empty();
        }
        return peek.struct(address, (int) length).map(value -> switch ((int) length) {
            case 4 -> "[" + value.getInt(0) + "]";
            case 8 -> new Fields().add("l_onoff", value.getInt(0)).add("l_linger", value.getInt(4)).toString();
            case 12 -> credentials(value, 0);
            default -> StructText.timeval(value, 0);
        });
    }
}
