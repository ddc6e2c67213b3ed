package foal.kernel.trace;

import foal.kernel.memory.Struct;
import foal.kernel.process.CloneFlag;
import foal.kernel.syscall.Rest;
import foal.kernel.task.SignalInfo;
import java.util.ArrayList;
import java.util.List;

/** Structs about processes and threads. */
final class ProcessStructs {
    private static final String[] CHILD_CODES = {
        "0", "CLD_EXITED", "CLD_KILLED", "CLD_DUMPED", "CLD_TRAPPED", "CLD_STOPPED", "CLD_CONTINUED"};

    private ProcessStructs() {}

    /** {@code struct clone_args}; fields that a flag asks for are shown with that flag only. */
    static String cloneArguments(Struct struct) {
        long flags = struct.getLong(0);
        Fields fields = new Fields().add("flags", Constants.flags(CloneFlag.class, false, Rest.UNKNOWN, flags));
        if (CloneFlag.CLONE_CHILD_SETTID.in(flags) || CloneFlag.CLONE_CHILD_CLEARTID.in(flags)) {
            fields.add("child_tid", Numbers.address(struct.getLong(16)));
        }
        if (CloneFlag.CLONE_PARENT_SETTID.in(flags)) {
            fields.add("parent_tid", Numbers.address(struct.getLong(24)));
        }
        fields.add("exit_signal", Constants.signal((int) struct.getLong(32)))
                .add("stack", Numbers.address(struct.getLong(40))).add("stack_size", Numbers.hexadecimal(struct.getLong(48)));
        if (CloneFlag.CLONE_SETTLS.in(flags)) {
            fields.add("tls", Numbers.address(struct.getLong(56)));
        }
        return fields.toString();
    }

    /** {@code siginfo_t} as waitid fills it in; a signal number of 0 says that there is nothing to tell. */
    static String childInfo(Struct struct) {
        if (struct.getInt(0) == 0) {
            return "{}";
        }
        int code = struct.getInt(8), status = struct.getInt(24);
        boolean isExit = code == SignalInfo.CLD_EXITED;
        return new Fields().add("si_signo", Constants.signal(struct.getInt(0))).add("si_code", code >= 0 && code < CHILD_CODES.length ? CHILD_CODES[code] : code)
                .add("si_pid", struct.getInt(16)).add("si_uid", struct.getInt(20))
                .add("si_status", isExit ? status : Constants.signal(status)).add("si_utime", 0).add("si_stime", 0).toString();
    }

    /** {@code struct tms}. */
    static String times(Struct struct) {
        return new Fields().add("tms_utime", struct.getLong(0)).add("tms_stime", struct.getLong(8))
                .add("tms_cutime", struct.getLong(16)).add("tms_cstime", struct.getLong(24)).toString();
    }

    /** {@code struct sysinfo}. */
    static String systemInfo(Struct struct) {
        String loads = "[" + struct.getLong(8) + ", " + struct.getLong(16) + ", " + struct.getLong(24) + "]";
        return new Fields().add("uptime", struct.getLong(0)).add("loads", loads).add("totalram", struct.getLong(32))
                .add("freeram", struct.getLong(40)).add("sharedram", struct.getLong(48)).add("bufferram", struct.getLong(56))
                .add("totalswap", struct.getLong(64)).add("freeswap", struct.getLong(72)).add("procs", struct.getShort(80))
                .add("totalhigh", struct.getLong(88)).add("freehigh", struct.getLong(96)).add("mem_unit", struct.getInt(104))
                .toString();
    }

    /** An array of {@code struct riscv_hwprobe}. */
    static String hardware(Struct struct) {
        List<String> pairs = new ArrayList<>();
        for (int at = 0; at < struct.size(); at += 16) {
            pairs.add(new Fields().add("key", struct.getLong(at)).add("value", Numbers.hexadecimal(struct.getLong(at + 8))).toString());
        }
        return pairs.toString();
    }

    /** An array of {@code int}. */
    static List<Integer> integers(Struct struct) {
        List<Integer> all = new ArrayList<>();
        for (int at = 0; at < struct.size(); at += 4) {
            all.add(struct.getInt(at));
        }
        return all;
    }
}
