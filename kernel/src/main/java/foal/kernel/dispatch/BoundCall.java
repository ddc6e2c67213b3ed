package foal.kernel.dispatch;

import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.Result;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.SystemCall;
import foal.kernel.task.Task;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A system call of the table, with its handler behind a uniform signature. */
public final class BoundCall extends SystemCall {
    private final Supplier<MethodHandle> binding;
    private MethodHandle handler;
    private final Optional<SystemCall> present = Optional.of(this);

    /**
     * @param binding makes the handler, of type {@code (Task, long × 6) → long}, when the call is first made: making
     *     all of them would take longer than most programs run
     */
    BoundCall(Syscall declaration, String name, Class<?> handlerClass, Supplier<List<Parameter>> parameterReader,
            Supplier<MethodHandle> binding) {
        super(declaration, name, handlerClass, parameterReader);
        this.binding = binding;
    }

    @Override
    public Optional<SystemCall> asOptional() {
        return present;
    }

    /** Runs the handler. @param a the six argument registers @return as {@link Result} says */
    public long invoke(Task task, long[] a) {
        if (handler == null) {
            handler = binding.get();
        }
        try {
            return (long) handler.invokeExact(task, a[0], a[1], a[2], a[3], a[4], a[5]);
        } catch (RuntimeException | Error e) {
            if (isMistake(e)) {
                throw HandlerMistake.thrown(name(), task, e);
            }
            throw e;
        } catch (Throwable e) { // a checked exception
            throw HandlerMistake.thrown(name(), task, e);
        }
    }

    /** Whether the language has thrown it, or its library. What Foal itself throws ends the run for a reason of its own. */
    private static boolean isMistake(Throwable thrown) {
        return switch (thrown) {
            case UncheckedIOException _ -> false;
            case Error error -> error instanceof StackOverflowError || error instanceof AssertionError;
            default -> thrown.getClass().getPackageName().startsWith("java.");
        };
    }
}
