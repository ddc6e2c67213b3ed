package foal.kernel.task;

import foal.kernel.syscall.SystemCall;

/** Something that happened in the kernel, for those who watch. */
public sealed interface Event {
    /** The task that it happened to. */
    Task task();

    /** A task has begun to exist. */
    record Created(Task task) implements Event {}

    /** A task has made a system call; its arguments are in {@link CallInProgress#registers()}. */
    record CallEntered(Task task, SystemCall call) implements Event {}

    /** The call that a task has just made cannot come to its end at once. */
    record CallBlocked(Task task, SystemCall call) implements Event {}

    /** A system call has come to its end. @param result the value in a0 */
    record CallReturned(Task task, SystemCall call, long result) implements Event {}

    /** A signal interrupts a system call, which will be made again after the signal's handler. */
    record CallRestarts(Task task, SystemCall call) implements Event {}

    /** A task has got another state, or again the same. @param before the old one */
    record StateChanged(Task task, Task.State before) implements Event {}

    /** A system call whose number nothing handles. */
    record UnknownCall(Task task, long number) implements Event {}

    /** A signal takes effect. */
    record SignalDelivered(Task task, SignalInfo info) implements Event {}

    /** A signal has come that is ignored: it takes no effect, but a tracer would see it. */
    record SignalIgnored(Task task, SignalInfo info) implements Event {}

    /** The task runs another program than before, in other memory (execve(2)). */
    record ProgramReplaced(Task task) implements Event {}

    /** The task has been told what became of a child. */
    record Waited(Task task, Process child) implements Event {}

    /** The task has ended, and with it its process, if it was the last. */
    record Exited(Task task, ExitStatus status) implements Event {}

    /** The task was stopped by a signal. */
    record Stopped(Task task, int signal) implements Event {}
}
