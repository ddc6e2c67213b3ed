package foal.kernel.trace;

import foal.cpu.Hart;
import foal.kernel.exec.Program;
import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Command;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.SystemCall;
import foal.kernel.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * A system call as strace(1) shows it, made from its declaration. What the call is given is read when it begins,
 * what it gives back when it has ended; so the text comes in two parts.
 */
public final class CallText {
    private static final int AT_FDCWD = -100;
    private static final int ARGUMENTS = 6;
    /** Whose argument, so to speak, is what lies on the stack: the signals that are blocked from then on are shown. */
    private static final String SIGRETURN = "rt_sigreturn";

    private final SystemCall call;
    private final long[] registers;
    private final List<Parameter> shown;
    private final List<String> inputs = new ArrayList<>();
    private final int split;

    /** At the beginning of a call. */
    public CallText(SystemCall call, Task task) {
        this(call, task.call().registers(), new Peek(task.memory()));
    }

    CallText(SystemCall call, long[] registers, Peek peek) {
        this.call = call;
        this.registers = registers.clone();
        shown = shown();
        List<Boolean> areOutputs = shown.stream().map(parameter -> kind(parameter) instanceof Parameter.Output).toList();
        split = areOutputs.contains(true) ? areOutputs.indexOf(true) : shown.size();
        for (Parameter parameter : shown) {
            inputs.add(kind(parameter) instanceof Parameter.Output output ? room(parameter, output, peek) : argument(parameter, peek));
        }
    }

    public String name() {
        return call.name();
    }

    /** Name and arguments up to the first that the call writes. */
    public String beginning() {
        String text = call.name() + "(" + String.join(", ", inputs.subList(0, split));
        return split > 0 && split < shown.size() ? text + ", " : text;
    }

    /** Whether there is nothing more to be said when the call has ended, but the result. */
    public boolean isWhole() {
        return split == shown.size();
    }

    /** The other arguments, without the closing parenthesis. @param result of the call */
    public String remainder(Task task, long result) {
        return call.name().equals(SIGRETURN) ? "{mask=" + SignalText.set(task.signals().blocked()) + "}"
                : remainder(new Peek(task.memory()), result);
    }

    String remainder(Peek peek, long result) {
        StringJoiner text = new StringJoiner(", ");
        for (int i = split; i < shown.size(); i++) {
            Parameter parameter = shown.get(i);
            text.add(kind(parameter) instanceof Parameter.Output output
                    ? named(parameter, output(parameter, output, peek, result, inputs.get(i))) : inputs.get(i));
        }
        return text.toString();
    }

    /** The result, as it follows the equals sign. */
    public String result(Task task, long result) {
        return result(new Peek(task.memory()), result);
    }

    String result(Peek peek, long result) {
        if (Errno.isError(result)) {
            return error(result);
        }
        return switch (call.returns()) {
            case NUMBER -> Long.toString(result);
            case ADDRESS -> Numbers.hexadecimal(result);
            case PERMISSIONS -> Numbers.permissions(result);
            case BY_COMMAND -> commandedResult(result);
            case READY -> result == 0 ? "0 (Timeout)" : result + " (" + ready(peek) + ")";
        };
    }

    /** An error: −1, its name, and what it means. */
    public static String error(long result) {
        return ByNumber.of(Errno.class).find(-result).map(errno -> "-1 " + errno.name() + " (" + errno.text() + ")")
                .orElse("-1 (errno " + -result + ")");
    }

    /** A call whose number nothing handles. */
    public static String unknown(Task task) {
        StringJoiner text = new StringJoiner(", ", "syscall_0x" + Long.toHexString(task.call().number()) + "(", "");
        for (int i = 0; i < ARGUMENTS; i++) {
            text.add(Numbers.hexadecimal(task.call().argument(i)));
        }
        return text.toString();
    }

    /** The call by which the first program came to be: nobody made it, but it says what was run. */
    public static String firstExecve(Task task) {
        Program program = Program.of(task.process());
        List<String> arguments = program.arguments().stream().map(CallText::quoted).toList();
        // Above the stack pointer: argc, argv with a null pointer, envp.
        long environment = task.registers().x(Hart.SP) + 8 * (arguments.size() + 2L);
        return "execve(" + Quoted.whole(program.path().getBytes(StandardCharsets.ISO_8859_1)) + ", " + arguments + ", "
                + new PointerText(new Peek(task.memory())).text(Data.STRING_COUNT, environment, 0, PointerText.NO_DATA);
    }

    private static String quoted(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Quoted.text(bytes, bytes.length);
    }

    /** Which descriptors are ready, and what is left of the time. */
    private String ready(Peek peek) {
        StringJoiner text = new StringJoiner(", ");
        Iterator<String> sets = List.of("in ", "out ", "except ").iterator();
        for (Parameter parameter : shown) {
            long address = value(parameter);
            if (!(kind(parameter) instanceof Parameter.Input(Data data, _))) {
                continue;
            }
            String label = data == Data.FD_SET ? sets.next() : "";
            Optional<String> part = address == 0 ? Optional.empty() : switch (data) {
                case POLLFDS -> PollText.ready(peek, address, length(parameter, 0));
                case FD_SET -> PollText.set(peek, address, length(parameter, 0)).filter(set -> !set.equals("[]"));
                case TIMESPEC -> Optional.of("left " + new PointerText(peek).text(data, address, 0, PointerText.NO_DATA));
                default -> Optional.empty();
            };
            part.ifPresent(shownPart -> text.add(label + shownPart));
        }
        return text.toString();
    }

    // ---- arguments ---------------------------------------------------------------------------------------------

    /** The parameters that the call looks at, in the order in which they are shown. */
    private List<Parameter> shown() {
        List<Parameter> ordered = call.named().isEmpty() ? call.parameters() : call.named().stream().map(this::parameter).toList();
        return ordered.stream()
                .filter(parameter -> parameter.condition()
                        .map(condition -> condition.isMetBy(value(condition.parameter()))).orElse(true))
                .filter(parameter -> !(kind(parameter) instanceof Parameter.Unused)).toList();
    }

    private Parameter parameter(String name) {
        return call.parameters().stream().filter(parameter -> parameter.name().equals(name)).findFirst().orElseThrow();
    }

    /** The kind of a parameter in this call: what the command says, if one does. */
    private Parameter.Kind kind(Parameter parameter) {
        return parameter.kind() instanceof Parameter.Commanded(String command)
                ? command(command).map(Command::argument).orElse(new Parameter.Hexadecimal()) : parameter.kind();
    }

    private Optional<Command> command(String parameter) {
        return parameter(parameter).kind() instanceof Parameter.Constant(Class<? extends Symbolic> names, _)
                ? ByNumber.of(names.asSubclass(Command.class)).find(value(parameter)).map(Command.class::cast) : Optional.empty();
    }

    private long value(String parameter) {
        return value(parameter(parameter));
    }

    /** An argument, of which only the low half counts if it is an int. */
    private long value(Parameter parameter) {
        long register = registers[call.parameters().indexOf(parameter)];
        return parameter.isInt() ? (int) register : register;
    }

    private String argument(Parameter parameter, Peek peek) {
        long value = value(parameter);
        return named(parameter, switch (kind(parameter)) {
            case Parameter.Descriptor(boolean mayBeCwd) when mayBeCwd && value == AT_FDCWD -> "AT_FDCWD";
            case Parameter.Descriptor _ -> Integer.toString((int) value);
            case Parameter.Input(var data, _) -> new PointerText(peek).text(data, value, length(parameter, 0), Long.MAX_VALUE);
            case Parameter.Kind kind -> scalar(kind, value, parameter.isInt());
        });
    }

    /** How much room a program says it has, if it says so in the word where the call then writes how much it needed; else nothing. */
    private String room(Parameter parameter, Parameter.Output output, Peek peek) {
        return output.data() == Data.SOCKLEN
                ? peek.struct(value(parameter), 4).map(struct -> Integer.toString(struct.getInt(0))).orElse("") : "";
    }

    /** What the call has written, or the bare address if it has not. @param room of {@link #room} */
    private String output(Parameter parameter, Parameter.Output output, Peek peek, long result, String room) {
        boolean isWritten = switch (output.written()) {
            case ON_SUCCESS -> !Errno.isError(result);
            case IF_POSITIVE -> result > 0;
            case IF_INTERRUPTED -> result == Errno.EINTR.result();
        };
        long address = value(parameter);
        if (!room.isEmpty()) {
            String length = room(parameter, output, peek);
            return isWritten && !length.equals(room) ? "[" + room + " => " + length + "]" : "[" + room + "]";
        }
        // The buffers of an array are not, but the array itself is given by the caller.
        boolean isArray = output.data() == Data.IOVEC;
        return isWritten || isArray
                ? new PointerText(peek).text(output.data(), address, outputLength(parameter, peek, result), isWritten ? result : PointerText.NO_DATA)
                : Numbers.address(address);
    }

    /** The same for what the call has written: no more than there was room for, if that is told in memory. */
    private long outputLength(Parameter parameter, Peek peek, long result) {
        int index = shown.stream().map(Parameter::name).toList().indexOf(parameter.length());
        if (index < 0 || !(kind(shown.get(index)) instanceof Parameter.Output output)) {
            return length(parameter, result);
        }
        String before = inputs.get(index), after = room(shown.get(index), output, peek);
        return before.isEmpty() || after.isEmpty() ? 0 : Math.min(Integer.parseInt(before), Integer.parseInt(after));
    }

    private long length(Parameter parameter, long result) {
        return switch (parameter.length()) {
            case "" -> 0;
            case "return" -> result;
            case String other -> value(other);
        };
    }

    private String named(Parameter parameter, String text) {
        return call.named().isEmpty() ? text : parameter.name() + "=" + text;
    }

    private static String scalar(Parameter.Kind kind, long value, boolean isInt) {
        long unsigned = isInt ? value & 0xffff_ffffL : value;
        return switch (kind) {
            case Parameter.Hexadecimal _ -> Numbers.hexadecimal(unsigned);
            case Parameter.Address _ -> Numbers.address(unsigned);
            case Parameter.Permissions _ -> Numbers.permissions(unsigned);
            case Parameter.Constant(var names, Rest rest) -> Constants.one(names, rest, unsigned);
            case Parameter.FlagSet(var names, boolean bitsOnly, Rest rest) -> Constants.flags(names, bitsOnly, rest, unsigned);
            default -> Long.toString(value);
        };
    }

    private String commandedResult(long result) {
        Parameter.Kind kind = call.parameters().stream()
                .flatMap(parameter -> parameter.kind() instanceof Parameter.Commanded(String command)
                        ? command(command).stream() : Stream.empty())
                .findFirst().map(Command::result).orElse(new Parameter.Plain());
        String text = scalar(kind, result, false);
        return kind instanceof Parameter.FlagSet && !text.equals("0")
                ? Numbers.hexadecimal(result) + " (flags " + text + ")" : text;
    }
}
