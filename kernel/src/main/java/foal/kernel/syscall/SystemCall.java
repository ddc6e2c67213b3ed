package foal.kernel.syscall;

import foal.kernel.task.Task;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/** A system call of the table: its declaration, and the handler behind a uniform signature. */
public final class SystemCall {
    private final Syscall declaration;
    private final String name;
    private final List<Parameter> parameters;
    private final MethodHandle handler;
    private final Optional<SystemCall> present = Optional.of(this);

    /** @param handler of type {@code (Task, long × 6) → long} */
    SystemCall(Syscall declaration, String name, List<Parameter> parameters, MethodHandle handler) {
        this.declaration = declaration;
        this.name = name;
        this.parameters = List.copyOf(parameters);
        this.handler = handler;
    }

    /** This call in an Optional that is made only once. */
    public Optional<SystemCall> asOptional() {
        return present;
    }

    public int number() {
        return declaration.nr();
    }

    public String name() {
        return name;
    }

    public String doc() {
        return declaration.doc();
    }

    /** Where the call differs from Linux's, or "". */
    public String differs() {
        return declaration.differs();
    }

    /** Whether it is made again after a handler with SA_RESTART. */
    public boolean restarts() {
        return declaration.restarts();
    }

    public Syscall.Returns returns() {
        return declaration.returns();
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    /** Runs the handler. @param a the six argument registers @return as {@link Result} says */
    public long invoke(Task task, long[] a) {
        try {
            return (long) handler.invokeExact(task, a[0], a[1], a[2], a[3], a[4], a[5]);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(name + " threw a checked exception", e);
        }
    }
}
