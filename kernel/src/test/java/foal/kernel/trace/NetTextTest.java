package foal.kernel.trace;

import static foal.kernel.trace.Prepared.START;
import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.kernel.dispatch.SyscallTable;
import foal.kernel.memory.Struct;
import foal.kernel.net.OptionCalls;
import foal.kernel.net.SocketCalls;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.SystemCall;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls on sockets, and what they point to. */
class NetTextTest {
    private static final SyscallTable TABLE = new SyscallTable(List.of(new SocketCalls(null), new OptionCalls()));
    private static final int AF_UNIX = 1, AF_INET = 2, SOL_SOCKET = 1, SCM_RIGHTS = 1;

    private final Prepared memory = new Prepared();

    @AfterEach
    void close() {
        memory.close();
    }

    private String text(Data data, Struct struct) {
        memory.put(START, struct);
        return new PointerText(memory.peek()).text(data, START, struct.size(), Long.MAX_VALUE);
    }

    private static Struct unix(String name) {
        byte[] bytes = ("\1\0" + name).getBytes(StandardCharsets.ISO_8859_1);
        return Struct.of(bytes);
    }

    private CallText call(String name, long... arguments) {
        SystemCall call = TABLE.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
        return new CallText(call, Arrays.copyOf(arguments, 6), memory.peek());
    }

    private String whole(CallText text, long result) {
        return text.beginning() + text.remainder(memory.peek(), result) + ") = " + text.result(memory.peek(), result);
    }

    @Test
    void addressesAreShownAsTheirFamilyHasThem() {
        assertEquals("{sa_family=AF_UNIX, sun_path=\"/run/x\"}", text(Data.SOCKADDR, unix("/run/x\0rest")));
        assertEquals("{sa_family=AF_UNIX, sun_path=@\"abstract\\0\"}", text(Data.SOCKADDR, unix("\0abstract\0")));
        assertEquals("{sa_family=AF_UNIX}", text(Data.SOCKADDR, unix("")));
        Struct inet = new Struct(16).putShort(0, AF_INET).putByte(2, 0x1f).putByte(3, 0x90).putByte(4, 127).putByte(7, 1);
        assertEquals("{sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr(\"127.0.0.1\")}", text(Data.SOCKADDR, inet));
        assertEquals("{sa_family=AF_INET6, sa_data=\"ab\"}", text(Data.SOCKADDR, new Struct(4).putShort(0, 10).putShort(2, 0x6261)));
        assertEquals("0x10000", text(Data.SOCKADDR, new Struct(1)));
    }

    @Test
    void aMessageIsShownWithWhatGoesAlong() {
        memory.putLongs(START + 100, START + 200, 2);
        memory.put(START + 200, "hi");
        memory.put(START + 300, new Struct(24).putLong(0, 24).putInt(8, SOL_SOCKET).putInt(12, SCM_RIGHTS).putInt(16, 3).putInt(20, 4));
        Struct header = new Struct(56).putLong(16, START + 100).putLong(24, 1).putLong(32, START + 300).putLong(40, 24);
        assertEquals("{msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"hi\", iov_len=2}], msg_iovlen=1, "
                + "msg_control=[{cmsg_len=24, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[3, 4]}], "
                + "msg_controllen=24, msg_flags=0}", text(Data.MSGHDR, header));
    }

    @Test
    void aControlMessageThatLiesAboutItsLengthIsNotShown() {
        memory.put(START + 300, new Struct(16).putLong(0, Long.MAX_VALUE).putInt(8, SOL_SOCKET).putInt(12, SCM_RIGHTS));
        Struct header = new Struct(56).putLong(32, START + 300).putLong(40, 16);
        assertEquals("{msg_name=NULL, msg_namelen=0, msg_iov=[], msg_iovlen=0, msg_control=[], msg_controllen=16, msg_flags=0}",
                text(Data.MSGHDR, header));
    }

    @Test
    void theSizeOfAnOptionSaysWhatItIs() {
        assertEquals("[1]", text(Data.SOCKOPT, new Struct(4).putInt(0, 1)));
        assertEquals("{l_onoff=1, l_linger=5}", text(Data.SOCKOPT, new Struct(8).putInt(0, 1).putInt(4, 5)));
        assertEquals("{pid=7, uid=0, gid=0}", text(Data.SOCKOPT, new Struct(12).putInt(0, 7)));
        assertEquals("{tv_sec=2, tv_usec=30}", text(Data.SOCKOPT, new Struct(16).putLong(0, 2).putLong(8, 30)));
    }

    @Test
    void roomAndLengthAreShownIfTheyDiffer() {
        memory.put(START + 100, new Struct(4).putInt(0, 110));
        CallText text = call("getsockname", 3, START, START + 100);
        memory.put(START, new Struct(2).putShort(0, AF_UNIX)).put(START + 100, new Struct(4).putInt(0, 2));
        assertEquals("getsockname(3, {sa_family=AF_UNIX}, [110 => 2]) = 0", whole(text, 0));
        assertEquals("getsockname(3, 0x10000, [110]) = -1 ENOTCONN (Transport endpoint is not connected)", whole(text, -107));
        memory.put(START + 200, new Struct(4).putInt(0, 1)).put(START + 100, new Struct(4).putInt(0, 4));
        assertEquals("getsockopt(3, SOL_SOCKET, SO_TYPE, [1], [4]) = 0",
                whole(call("getsockopt", 3, SOL_SOCKET, 3, START + 200, START + 100), 0));
    }

    @Test
    void typesAndProtocolsHaveNames() {
        assertEquals("socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3", whole(call("socket", AF_UNIX, 0x80001, 0), 3));
        assertEquals("socket(AF_INET, SOCK_DGRAM|SOCK_NONBLOCK, IPPROTO_UDP) = 3", whole(call("socket", AF_INET, 0x802, 17), 3));
        assertEquals("setsockopt(3, SOL_TCP, TCP_NODELAY, NULL, 4) = 0", whole(call("setsockopt", 3, 6, 1, 0, 4), 0));
    }
}
