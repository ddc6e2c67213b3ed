package foal.kernel.trace;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Rest;
import foal.kernel.task.CloneFlag;

/** Structs about processes and threads. */
final class ProcessText {
    private ProcessText() {}

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
}
