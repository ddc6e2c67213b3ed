package foal.kernel.dispatch;

import foal.kernel.task.Task;
import java.util.Arrays;
import java.util.Optional;

/** A mistake in the Java code of a system call, which no program may ever bring about. It says which call, and where. */
public final class HandlerMistake extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private HandlerMistake(String message, Throwable cause) {
        super(message, cause);
    }

    /** Something is wrong with what the method declares. @param handler the class that it is in */
    static HandlerMistake declared(String call, Class<?> handler, String what) {
        return new HandlerMistake("system call " + call + " (" + handler.getName() + "): " + what, null);
    }

    /** The handler threw something. */
    static HandlerMistake thrown(String call, Task task, Throwable thrown) {
        Optional<StackTraceElement> place = Arrays.stream(thrown.getStackTrace())
                .filter(element -> !element.getClassName().startsWith("java.")).findFirst();
        return new HandlerMistake(madeBy(call, task) + " failed in the kernel: " + thrown
                + place.map(element -> ", at " + element.getClassName() + "." + element.getMethodName() + " (" + element.getFileName()
                        + ":" + element.getLineNumber() + ")").orElse(""), thrown);
    }

    /** The handler has the task wait, but returns something else than what says so. */
    public static HandlerMistake waitDropped(String call, Task task, long result) {
        return new HandlerMistake(madeBy(call, task) + " waits, but its handler returned " + result
                + ": it must return what Task.waitOn returns", null);
    }

    private static String madeBy(String call, Task task) {
        return "system call " + call + " of pid " + task.process().pid();
    }
}
