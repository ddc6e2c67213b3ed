package foal.kernel.trace;

import static foal.kernel.trace.Prepared.END;
import static foal.kernel.trace.Prepared.NOWHERE;
import static foal.kernel.trace.Prepared.START;
import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Data;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What pointers lead to. */
class PointerTextTest {
    private final Prepared memory = new Prepared();

    @AfterEach
    void close() {
        memory.close();
    }

    private String text(Data data, long length) {
        return new PointerText(memory.peek()).text(data, START, length, Long.MAX_VALUE);
    }

    private String text(Data data, Struct struct) {
        memory.put(START, struct);
        return text(data, 0);
    }

    @ParameterizedTest
    @EnumSource(Data.class)
    void aPointerThatLeadsNowhereIsAnAddress(Data data) {
        PointerText text = new PointerText(memory.peek());
        assertEquals("NULL", text.text(data, 0, 1, 1));
        assertEquals("0x500000", text.text(data, NOWHERE, 1, 1));
        assertEquals("0xffffffffffffff00", text.text(data, -256, 1, 1));
    }

    @Test
    void lookingBringsNoPageIn() {
        int before = memory.framesUsed();
        assertEquals("\"\\0\\0\"", text(Data.BYTES, 2));
        assertEquals("\"\"", text(Data.PATH, 0));
        assertEquals(before, memory.framesUsed());
    }

    @Test
    void descriptorsToWaitFor() {
        memory.put(START, new Struct(16).putInt(0, 3).putShort(4, 5).putInt(8, -1));
        assertEquals("[{fd=3, events=POLLIN|POLLOUT}, {fd=-1}]", text(Data.POLLFDS, 2));
        memory.putLongs(START, 1 << 3 | 1 << 5, 1);
        assertEquals("[3 5 64]", text(Data.FD_SET, 65));
        assertEquals("[3 5]", text(Data.FD_SET, 64));
        assertEquals("{events=EPOLLIN|EPOLLET, data={u32=7, u64=7}}",
                text(Data.EPOLL_EVENT, new Struct(16).putInt(0, 0x8000_0001).putLong(8, 7)));
    }

    @Test
    void timersAndHandlerStacks() {
        assertEquals("{it_interval={tv_sec=1, tv_nsec=2}, it_value={tv_sec=3, tv_nsec=4}}",
                text(Data.ITIMERSPEC, new Struct(32).putLong(0, 1).putLong(8, 2).putLong(16, 3).putLong(24, 4)));
        assertEquals("{ss_sp=0x5000, ss_flags=SS_ONSTACK, ss_size=8192}",
                text(Data.STACK, new Struct(24).putLong(0, 0x5000).putInt(8, 1).putLong(16, 8192)));
        assertEquals("{sigev_value={sival_int=7, sival_ptr=0x7}, sigev_signo=SIGUSR1, sigev_notify=SIGEV_SIGNAL}",
                text(Data.SIGEVENT, new Struct(64).putLong(0, 7).putInt(8, 10)));
    }

    @Test
    void strings() {
        memory.put(START, "a path that is longer than thirty-two bytes");
        assertEquals("\"a path that is longer than thirt\"...", text(Data.STRING, 0));
        assertEquals("\"a path that is longer than thirty-two bytes\"", text(Data.PATH, 0));
    }

    @Test
    void aStringThatRunsIntoNothingIsAnAddress() {
        memory.put(END - 2, Struct.of(new byte[] {'a', 'b'}));
        assertEquals("0x11ffe", new PointerText(memory.peek()).text(Data.STRING, END - 2, 0, 0));
    }

    @Test
    void buffers() {
        memory.put(START, "hello\n");
        assertEquals("\"hello\\n\"", text(Data.BYTES, 6));
        assertEquals("\"\\x68\\x65\"", text(Data.BINARY, 2));
        assertEquals("\"\"", text(Data.BYTES, 0));
    }

    @Test
    void arraysOfStrings() {
        memory.put(START + 100, "a").put(START + 200, "b").putLongs(START, START + 100, START + 200, 0);
        assertEquals("[\"a\", \"b\"]", text(Data.STRINGS, 0));
        assertEquals("0x10000 /* 2 vars */", text(Data.STRING_COUNT, 0));
        memory.putLongs(START, NOWHERE, 0);
        assertEquals("[0x500000]", text(Data.STRINGS, 0));
        assertEquals("0x10000 /* 1 var */", text(Data.STRING_COUNT, 0));
    }

    @Test
    void arraysOfBuffers() {
        memory.put(START + 100, "hello").putLongs(START, START + 100, 5, NOWHERE, 9);
        assertEquals("[{iov_base=\"hello\", iov_len=5}, {iov_base=0x500000, iov_len=9}]", text(Data.IOVEC, 2));
        assertEquals("[]", text(Data.IOVEC, 0));
        PointerText text = new PointerText(memory.peek());
        assertEquals("[{iov_base=\"hel\", iov_len=5}]", text.text(Data.IOVEC, START, 1, 3));
        assertEquals("[{iov_base=0x10064, iov_len=5}]", text.text(Data.IOVEC, START, 1, PointerText.NO_DATA));
    }

    @Test
    void numbers() {
        assertEquals("[3, 4]", text(Data.INT_PAIR, new Struct(8).putInt(0, 3).putInt(4, 4)));
        assertEquals("[3]", text(Data.INT, 0));
        assertEquals("[17179869187]", text(Data.LONG, 0));
    }

    @Test
    void times() {
        memory.putLongs(START, 1, 500);
        assertEquals("{tv_sec=1, tv_nsec=500}", text(Data.TIMESPEC, 0));
        assertEquals("{tv_sec=1, tv_usec=500}", text(Data.TIMEVAL, 0));
        assertEquals("{tz_minuteswest=1, tz_dsttime=0}", text(Data.TIMEZONE, 0));
        memory.putLongs(START, 1, -1);
        assertEquals("{tv_sec=1, tv_nsec=18446744073709551615}", text(Data.TIMESPEC, 0));
        assertEquals("{ru_utime={tv_sec=0, tv_usec=0}, ru_stime={tv_sec=0, tv_usec=0}, ...}",
                text(Data.RUSAGE, new Struct(144)));
    }

    @Test
    void status() {
        assertEquals("{st_mode=S_IFREG|0644, st_size=9, ...}",
                text(Data.STAT, new Struct(128).putInt(16, 0100644).putLong(48, 9)));
        assertEquals("{st_mode=S_IFCHR|0620, st_rdev=makedev(0x5, 0x1), ...}",
                text(Data.STAT, new Struct(128).putInt(16, 0020620).putLong(32, 0x501)));
        assertEquals("[{WIFEXITED(s) && WEXITSTATUS(s) == 3}]", text(Data.WAIT_STATUS, new Struct(4).putInt(0, 0x300)));
    }

    @Test
    void limits() {
        memory.putLongs(START, 8 << 20, -1);
        assertEquals("{rlim_cur=8192*1024, rlim_max=RLIM64_INFINITY}", text(Data.RLIMIT, 0));
        memory.putLongs(START, 5, 1024);
        assertEquals("{rlim_cur=5, rlim_max=1024}", text(Data.RLIMIT, 0));
    }

    @Test
    void signals() {
        memory.putLongs(START, 2, 0x1000_0000, 0);
        assertEquals("[INT]", text(Data.SIGSET, 0));
        assertEquals("{sa_handler=0x2, sa_mask=[], sa_flags=SA_RESTART}", text(Data.SIGACTION, 0));
    }

    @Test
    void namesOfTheSystem() {
        assertEquals("{sysname=\"Linux\", nodename=\"foal\", ...}",
                text(Data.UTSNAME, new Struct(390).putString(0, "Linux", 65).putString(65, "foal", 65)));
    }

    @Test
    void terminals() {
        assertEquals("{B38400 opost isig icanon -echo ...}",
                text(Data.TERMIOS, new Struct(36).putInt(4, 5).putInt(8, 0xbf).putInt(12, 0x8a33)));
        assertEquals("{ws_row=24, ws_col=80, ws_xpixel=0, ws_ypixel=0}",
                text(Data.WINSIZE, new Struct(8).putShort(0, 24).putShort(2, 80)));
    }

    @Test
    void messages() {
        memory.putLongs(START, 3).put(START + 8, "message");
        assertEquals("{mtype=3, mtext=\"message\"}", text(Data.MSGBUF, 7));
    }

    @Test
    void systemVObjects() {
        Struct struct = new Struct(120).putInt(0, 0x1234).putInt(20, 0600).putLong(48, 4096);
        assertEquals("{shm_perm={uid=0, gid=0, mode=0600, key=0x1234, cuid=0, cgid=0}, shm_segsz=4096, shm_cpid=0, "
                + "shm_lpid=0, shm_nattch=0, shm_atime=0, shm_dtime=0, shm_ctime=0}", text(Data.SHMID_DS, struct));
        assertEquals("{shm_perm={uid=0, gid=0, mode=0600}}", text(Data.SHMID_DS_CHANGE, struct));
        assertEquals("{msg_perm={uid=0, gid=0, mode=0600, key=0x1234, cuid=0, cgid=0}, msg_stime=4096, msg_rtime=0, "
                + "msg_ctime=0, msg_qnum=0, msg_qbytes=0, msg_lspid=0, msg_lrpid=0}", text(Data.MSQID_DS, struct));
        assertEquals("{msg_perm={uid=0, gid=0, mode=0600}, msg_qbytes=0}", text(Data.MSQID_DS_CHANGE, struct));
    }

    @Test
    void limitsOfSystemVObjects() {
        Struct struct = new Struct(72).putLong(0, 1).putLong(8, 2).putLong(16, 3).putLong(24, 4);
        assertEquals("{shmmax=1, shmmin=2, shmmni=3, shmseg=4, shmall=0}", text(Data.SHMINFO, struct));
        assertEquals("{used_ids=1, shm_tot=2, shm_rss=3, shm_swp=4, swap_attempts=0, swap_successes=0}",
                text(Data.SHM_INFO, struct));
        assertEquals("{msgpool=1, msgmap=0, msgmax=2, msgmnb=0, msgmni=3, msgssz=0, msgtql=4, msgseg=0}",
                text(Data.MSGINFO, struct));
    }
}
