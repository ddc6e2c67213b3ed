package foal.kernel.syscall;

import foal.kernel.task.Task;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A system call of the table: its declaration, and the handler behind a uniform signature. */
public final class SystemCall {
    private final Syscall declaration;
    private final String name;
    private final String chapter;
    private final Supplier<List<Parameter>> parameterReader;
    private Optional<List<Parameter>> parameters = Optional.empty();
    private final Supplier<MethodHandle> binding;
    private MethodHandle handler;
    private final Optional<SystemCall> present = Optional.of(this);

    /**
     * @param parameterReader reads what the declaration says of the parameters, when somebody asks
     * @param binding makes the handler, of type {@code (Task, long × 6) → long}, when the call is first made: making
     *     all of them would take longer than most programs run
     */
    SystemCall(Syscall declaration, String name, String chapter, Supplier<List<Parameter>> parameterReader,
            Supplier<MethodHandle> binding) {
        this.declaration = declaration;
        this.name = name;
        this.chapter = chapter;
        this.parameterReader = parameterReader;
        this.binding = binding;
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

    /** The package in which the handler lives, without what is before its last dot: {@code file}, {@code ipc} … */
    public String chapter() {
        return chapter;
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

    /** Whether it fails with EINTR if the thread was stopped meanwhile. */
    public boolean endsWhenStopped() {
        return declaration.endsWhenStopped();
    }

    public Syscall.Returns returns() {
        return declaration.returns();
    }

    /** The parameters in the order in which arguments are shown with their names; empty if without names. */
    public List<String> named() {
        return List.of(declaration.named());
    }

    /** What the call is about. */
    public Set<Topic> topics() {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        topics.addAll(List.of(declaration.topics()));
        switch (chapter) {
            case "ipc", "message" -> topics.add(Topic.IPC);
            case "mmap" -> topics.add(Topic.MEMORY);
            case "net" -> topics.add(Topic.NETWORK);
            default -> { }
        }
        for (Parameter parameter : parameters()) {
            if (parameter.kind() instanceof Parameter.Descriptor) {
                topics.add(Topic.DESC);
            } else if (parameter.data().equals(Optional.of(Data.PATH))) {
                topics.add(Topic.FILE);
            }
        }
        return topics;
    }

    /** The parameters after the first. @throws IllegalArgumentException if their declaration is wrong */
    public List<Parameter> parameters() {
        if (parameters.isEmpty()) {
            parameters = Optional.of(List.copyOf(parameterReader.get()));
        }
        return parameters.get();
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
                throw HandlerMistake.thrown(name, task, e);
            }
            throw e;
        } catch (Throwable e) { // a checked exception
            throw HandlerMistake.thrown(name, task, e);
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
