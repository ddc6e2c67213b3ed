package foal.tools;

import static java.util.Map.entry;

import foal.kernel.HostSide;
import foal.kernel.Kernel;
import foal.kernel.Options;
import foal.kernel.dispatch.SyscallTable;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.SystemCall;
import foal.kernel.tty.HostStreams;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The reference page of the system calls, in Markdown, made from their declarations. */
final class SyscallReference {
    /** What the packages of the handlers are called. */
    private static final Map<String, String> TITLES = Map.ofEntries(
            entry("core", "The system"), entry("task", "Processes, threads and signals"),
            entry("process", "Processes, threads and signals"), entry("exec", "Programs"),
            entry("sched", "Scheduling"), entry("mmap", "Memory"), entry("file", "Files and descriptors"),
            entry("ipc", "Communication between processes"), entry("net", "Networking"), entry("poll", "Waiting for descriptors"),
            entry("timer", "Time"), entry("message", "Foal's own: messages, mailboxes, events"));

    /** What has no call, and will have none. */
    private static final String LEFT_OUT = """
            A call that is not listed fails with ENOSYS. Left out on purpose are:

            - mounting (mount, umount2, pivot_root); namespaces (setns; clone and unshare fail with EINVAL)
            - io_uring and aio; watching files (inotify, fanotify); leases and F_NOTIFY: fcntl fails with EINVAL
            - tracing and confining programs (ptrace, process_vm_readv, seccomp, landlock, bpf, userfaultfd), and vhangup
            - changing the rate of the clock, swapping, rebooting, modules, keys, quotas, NUMA
            - IPv6, packet sockets and netlink: socket fails with EAFNOSUPPORT

            Two instructions differ from RISC-V's manual, as libunicorn has them: fmin and fmax of a signaling NaN and a number
            give a NaN, where it is to be the number; and of a 32-bit float that is not boxed (whose register's upper half
            is not all ones), fsgnj, fsgnjn and fsgnjx take the lower half, where they are to take the canonical NaN.
            """;

    private SyscallReference() {}

    /** The page for the calls that a kernel has. */
    static String page() {
        return ofAllCalls(SyscallReference::page);
    }

    /** What there is to say about one of them, if there is one of that name. */
    static Optional<String> call(String name) {
        return ofAllCalls(table -> table.all().stream().filter(call -> call.name().equals(name)).findFirst().map(SyscallReference::paragraph));
    }

    /** What they are called. */
    static List<String> names() {
        return ofAllCalls(table -> table.all().stream().map(SystemCall::name).toList());
    }

    private static <T> T ofAllCalls(Function<SyscallTable, T> reading) {
        HostStreams none = new HostStreams() {
            @Override
            public void write(boolean isError, byte[] bytes, int length) {
                // nothing runs
            }
        };
        try (Kernel kernel = new Kernel(Options.DEFAULT.withMemory(Options.LEAST_MEMORY), HostSide.live(none, _ -> { }))) {
            return reading.apply(kernel.systemCalls());
        }
    }

    static String page(SyscallTable table) {
        Map<String, List<SystemCall>> chapters = table.all().stream().collect(Collectors.groupingBy(
                call -> TITLES.getOrDefault(call.chapter(), call.chapter()), TreeMap::new, Collectors.toList()));
        StringBuilder page = new StringBuilder("# System calls\n\n")
                .append("Numbers, arguments, structs and errors are those of Linux on riscv64, unless it says ")
                .append("otherwise here; the manual is section 2 of the man pages.\n")
                .append("Those of Foal's own have their pages in userland/man.\n").append(LEFT_OUT);
        chapters.forEach((title, calls) -> {
            page.append("\n## ").append(title).append("\n\n");
            calls.stream().sorted(Comparator.comparing(SystemCall::name)).forEach(call -> page.append(paragraph(call)));
        });
        return page.toString();
    }

    private static String paragraph(SystemCall call) {
        String differs = call.differs().isEmpty() ? "" : "  Differs from Linux: " + call.differs() + "\n";
        return "- **" + call.name() + "** (" + call.number() + "): " + call.doc() + "\n  `" + prototype(call) + "`\n"
                + differs;
    }

    private static String prototype(SystemCall call) {
        String result = call.returns() == Syscall.Returns.ADDRESS ? "void *" : "long ";
        return result + call.name() + (call.parameters().isEmpty() ? "(void)"
                : call.parameters().stream().map(SyscallReference::declaration).collect(Collectors.joining(", ", "(", ")")));
    }

    private static String declaration(Parameter parameter) {
        String type = switch (parameter.kind()) {
            case Parameter.Input(Data data, _) -> "const " + data.type() + " *";
            case Parameter.Output(Data data, _, _) -> data.type() + " *";
            case Parameter.Address _ -> "void *";
            default -> parameter.isInt() ? "int " : "long ";
        };
        return type.replace("* *", "**") + parameter.name();
    }
}
