package foal.kernel.dispatch;

import foal.kernel.syscall.Address;
import foal.kernel.syscall.ByCommand;
import foal.kernel.syscall.Command;
import foal.kernel.syscall.DirFd;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.Hex;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Octal;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Only;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Symbolic;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads what the declaration of a system call says about its parameters; a mistake in it throws. */
final class ParameterReader {
    private final Method method;
    private final List<java.lang.reflect.Parameter> declared;

    ParameterReader(Method method) {
        this.method = method;
        declared = Arrays.asList(method.getParameters()).subList(1, method.getParameterCount());
    }

    /** The parameters after the first. */
    List<Parameter> read() {
        List<Parameter> all = new ArrayList<>();
        for (var parameter : declared) {
            boolean isInt = parameter.getType() != long.class;
            all.add(new Parameter(parameter.getName(), isInt, kind(parameter), condition(parameter)));
        }
        all.forEach(this::checkLength);
        return all;
    }

    private Parameter.Kind kind(java.lang.reflect.Parameter parameter) {
        List<Parameter.Kind> kinds = Arrays.stream(parameter.getAnnotations())
                .filter(annotation -> !(annotation instanceof Only))
                .map(annotation -> kind(parameter, annotation)).toList();
        if (kinds.size() > 1) {
            throw wrong("parameter " + parameter.getName() + " is declared to be two things");
        }
        Parameter.Kind kind = !kinds.isEmpty() ? kinds.getFirst()
                : isEnum(parameter) ? new Parameter.Constant(ofType(parameter), Rest.UNKNOWN) : new Parameter.Plain();
        if (isEnum(parameter) && !(kind instanceof Parameter.Constant)) {
            throw wrong(parameter.getName() + " is a constant, and cannot be anything else");
        }
        boolean isPointer = kind instanceof Parameter.Input || kind instanceof Parameter.Output;
        if (isPointer && parameter.getType() != long.class) {
            throw wrong("pointer " + parameter.getName() + " must be a long");
        }
        return kind;
    }

    private static boolean isEnum(java.lang.reflect.Parameter parameter) {
        return parameter.getType().isEnum();
    }

    /** The constants that are the type of a parameter. */
    private static Class<? extends Symbolic> ofType(java.lang.reflect.Parameter parameter) {
        return parameter.getType().asSubclass(Symbolic.class);
    }

    private Class<? extends Symbolic> names(java.lang.reflect.Parameter parameter, OneOf oneOf) {
        boolean isNamed = oneOf.value() != Symbolic.class;
        if (isNamed == isEnum(parameter)) {
            throw wrong("the enum of " + parameter.getName() + " is to be said either by its type or by @OneOf");
        }
        return isNamed ? oneOf.value() : ofType(parameter);
    }

    private Parameter.Kind kind(java.lang.reflect.Parameter parameter, Annotation annotation) {
        return switch (annotation) {
            case Fd _ -> new Parameter.Descriptor(false);
            case DirFd _ -> new Parameter.Descriptor(true);
            case Address _ -> new Parameter.Address();
            case Hex _ -> new Parameter.Hexadecimal();
            case Octal _ -> new Parameter.Permissions();
            case Flags flags -> new Parameter.FlagSet(flags.value(), flags.bitsOnly(), flags.rest());
            case OneOf oneOf -> new Parameter.Constant(names(parameter, oneOf), oneOf.rest());
            case In in -> new Parameter.Input(in.value(), in.length());
            case Out out -> new Parameter.Output(out.value(), out.length(), out.written());
            case ByCommand by -> {
                if (!Command.class.isAssignableFrom(constants(by.value()))) {
                    throw wrong("the constants of " + by.value() + " are no commands");
                }
                yield new Parameter.Commanded(by.value());
            }
            default -> throw wrong("@" + annotation.annotationType().getSimpleName() + " says nothing here");
        };
    }

    private Optional<Parameter.Condition> condition(java.lang.reflect.Parameter parameter) {
        Only only = parameter.getAnnotation(Only.class);
        if (only == null) {
            return Optional.empty();
        }
        Class<? extends Symbolic> constants = constants(only.with());
        Function<String, Symbolic> named = name -> Stream.of(constants.getEnumConstants())
                .filter(constant -> constant.name().equals(name)).findFirst()
                .orElseThrow(() -> wrong("there is no constant " + name + " for " + only.with()));
        return Optional.of(new Parameter.Condition(only.with(), Stream.of(only.in()).map(named).toList()));
    }

    /** The enum of the constants that the parameter of that name takes. */
    private Class<? extends Symbolic> constants(String parameter) {
        for (var other : declared) {
            if (other.getName().equals(parameter) && isEnum(other)) {
                return ofType(other);
            }
            if (other.getName().equals(parameter) && other.isAnnotationPresent(OneOf.class)) {
                return names(other, other.getAnnotation(OneOf.class));
            }
            if (other.getName().equals(parameter) && other.isAnnotationPresent(Flags.class)) {
                return other.getAnnotation(Flags.class).value();
            }
        }
        throw wrong(parameter + " is no parameter that takes constants");
    }

    private void checkLength(Parameter parameter) {
        String length = parameter.length();
        boolean known = length.isEmpty() || length.equals("return")
                || declared.stream().anyMatch(other -> other.getName().equals(length));
        if (!known) {
            throw wrong("the length of " + parameter.name() + " is " + length + ", which is no parameter");
        }
    }

    private IllegalArgumentException wrong(String what) {
        return SyscallTable.wrong(method, what);
    }
}
