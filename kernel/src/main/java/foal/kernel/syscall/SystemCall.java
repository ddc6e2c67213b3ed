package foal.kernel.syscall;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A system call, as it is declared: what is to be known of it without making it. */
public abstract class SystemCall {
    private final Syscall declaration;
    private final String name;
    private final Class<?> handler;
    private final Supplier<List<Parameter>> parameterReader;
    private Optional<List<Parameter>> parameters = Optional.empty();

    /**
     * @param handler the class that handles it
     * @param parameterReader reads what the declaration says of the parameters, when somebody asks
     */
    protected SystemCall(Syscall declaration, String name, Class<?> handler, Supplier<List<Parameter>> parameterReader) {
        this.declaration = declaration;
        this.name = name;
        this.handler = handler;
        this.parameterReader = parameterReader;
    }

    /** This call in an Optional that is made only once. */
    public abstract Optional<SystemCall> asOptional();

    public int number() {
        return declaration.nr();
    }

    public String name() {
        return name;
    }

    /** The package in which the handler lives, without what is before its last dot: {@code file}, {@code ipc} … */
    public String chapter() {
        String packageName = handler.getPackageName();
        return packageName.substring(packageName.lastIndexOf('.') + 1);
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

    /** How it orders tasks. */
    public Order orders() {
        return declaration.orders();
    }

    /** The class of the object by which it does, if it names one. */
    public Optional<Class<?>> by() {
        return declaration.by() == void.class ? Optional.empty() : Optional.of(declaration.by());
    }

    /** The index of the parameter whose argument says which object of that class it is; −1 if there is only one. */
    public int which() {
        for (int i = 0; i < parameters().size(); i++) {
            if (parameters().get(i).name().equals(declaration.which())) {
                return i;
            }
        }
        return -1;
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
        if (handler.isAnnotationPresent(About.class)) {
            topics.addAll(List.of(handler.getAnnotation(About.class).value()));
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
}
