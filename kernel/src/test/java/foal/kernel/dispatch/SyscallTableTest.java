package foal.kernel.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.syscall.About;
import foal.kernel.syscall.ByCommand;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Octal;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Only;
import foal.kernel.syscall.Order;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Task;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a wrong declaration of a system call leads to. */
class SyscallTableTest {
    private static void assertRefused(String why, Object... handlers) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> new SyscallTable(List.of(handlers)).check());
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }

    public static final class Right {
        @Syscall(nr = 1000, doc = "does well")
        public long right(Task task, @Fd int fd, @Out(value = Data.BYTES, length = "count") long buf, long count) {
            return fd + count;
        }
    }

    @Test
    void aRightDeclarationIsFoundByItsNumber() {
        BoundCall call = new SyscallTable(List.of(new Right())).find(1000).orElseThrow();
        assertEquals("right", call.name());
        assertEquals(List.of("fd", "buf", "count"), call.parameters().stream().map(Parameter::name).toList());
        assertEquals("dispatch", call.chapter());
        assertTrue(call.topics().contains(Topic.DESC));
    }

    @Test
    void anIntArgumentIsTheLowHalfOfItsRegister() {
        BoundCall call = new SyscallTable(List.of(new Right())).find(1000).orElseThrow();
        assertEquals(-1 + 5, call.invoke(null, new long[] {0x1234_5678_ffff_ffffL, 0, 5, 0, 0, 0}));
    }

    static final class Hidden {
        @Syscall(nr = 1000, doc = "lives where nobody can call it")
        public long hidden(Task task) {
            return 0;
        }
    }

    @Test
    void theHandlersClassMustBePublic() {
        assertRefused("not public", new Hidden());
    }

    public static final class Private {
        @Syscall(nr = 1000, doc = "is nobody's business")
        private long secret(Task task) {
            return 0;
        }
    }

    public static final class Static {
        @Syscall(nr = 1000, doc = "belongs to no kernel")
        public static long everywhere(Task task) {
            return 0;
        }
    }

    /** Not only when the reference is made: a kernel with such a call does not boot. */
    @Test
    void theMethodMustBePublicAndNotStatic() {
        for (Object handler : List.of(new Private(), new Static())) {
            var refusal = assertThrows(HandlerMistake.class, () -> new SyscallTable(List.of(handler)));
            assertTrue(refusal.getMessage().endsWith("(" + handler.getClass().getName() + "): its method must be public and not static"),
                    refusal.getMessage());
        }
    }

    public static final class NoTask {
        @Syscall(nr = 1000, doc = "does not know who calls")
        public long noTask(int fd) {
            return 0;
        }
    }

    @Test
    void theFirstParameterMustBeTheTask() {
        assertRefused("calling Task", new NoTask());
    }

    public static final class Seven {
        @Syscall(nr = 1000, doc = "wants more than there are registers")
        public long seven(Task task, int a, int b, int c, int d, int e, int f, int g) {
            return 0;
        }
    }

    @Test
    void thereAreSixArgumentsAtMost() {
        assertRefused("more than 6", new Seven());
    }

    public static final class Text {
        @Syscall(nr = 1000, doc = "wants an object")
        public long text(Task task, String text) {
            return 0;
        }
    }

    @Test
    void anArgumentMustFitIntoARegister() {
        assertRefused("int or long", new Text());
    }

    public static final class IntResult {
        @Syscall(nr = 1000, doc = "returns too little")
        public int intResult(Task task) {
            return 0;
        }
    }

    @Test
    void theResultMustBeALong() {
        assertRefused("return a long", new IntResult());
    }

    public static final class Same {
        @Syscall(nr = 1000, doc = "has the number of another")
        public long same(Task task) {
            return 0;
        }
    }

    @Test
    void aNumberStandsForOneCall() {
        assertRefused("its number is that of", new Right(), new Same());
    }

    public static final class Beyond {
        @Syscall(nr = 100_000, doc = "has a number beyond the table")
        public long beyond(Task task) {
            return 0;
        }
    }

    @Test
    void aNumberMustBeInTheTable() {
        assertRefused("its number must be from", new Beyond());
    }

    public static final class Undocumented {
        @Syscall(nr = 1000, doc = " ")
        public long undocumented(Task task) {
            return 0;
        }
    }

    @Test
    void thereMustBeADoc() {
        assertRefused("no doc", new Undocumented());
    }

    public static final class WrongLength {
        @Syscall(nr = 1000, doc = "misspells a parameter")
        public long wrongLength(Task task, @In(value = Data.BYTES, length = "size") long buf, long count) {
            return 0;
        }
    }

    @Test
    void aLengthMustBeAParameter() {
        assertRefused("the length of buf is size", new WrongLength());
    }

    public static final class TwoThings {
        @Syscall(nr = 1000, doc = "cannot make up its mind")
        public long twoThings(Task task, @Fd @Octal int fd) {
            return 0;
        }
    }

    @Test
    void aParameterIsOneThing() {
        assertRefused("two things", new TwoThings());
    }

    public static final class IntPointer {
        @Syscall(nr = 1000, doc = "loses half of an address")
        public long intPointer(Task task, @In(Data.STRING) int text) {
            return 0;
        }
    }

    @Test
    void aPointerIsALong() {
        assertRefused("must be a long", new IntPointer());
    }

    public static final class UnknownConstant {
        @Syscall(nr = 1000, doc = "depends on a constant that there is not")
        public long unknownConstant(Task task, @OneOf(Errno.class) int errno, @Only(with = "errno", in = "EWHAT") int more) {
            return 0;
        }
    }

    @Test
    void aConditionNamesConstantsThatThereAre() {
        assertRefused("no constant EWHAT", new UnknownConstant());
    }

    public static final class NoCommand {
        @Syscall(nr = 1000, doc = "is commanded by what is no command")
        public long noCommand(Task task, @OneOf(Errno.class) int errno, @ByCommand("errno") long more) {
            return 0;
        }
    }

    @Test
    void onlyACommandDecidesWhatAnArgumentIs() {
        assertRefused("no commands", new NoCommand());
    }

    /** Of many numbers, some below 0 and some far apart, and one that two constants have. */
    public enum Number implements Symbolic {
        FAR(4000), LOW(-7), SEVEN(7), SEVEN_TOO(7);

        private final int value;

        Number(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    public static final class Decoded {
        @Syscall(nr = 1000, doc = "takes constants")
        public long decoded(Task task, Number one, long between, @OneOf(rest = Rest.HEXADECIMAL) Number other) {
            return 1000 * one.ordinal() + 10 * between + other.ordinal();
        }
    }

    @Test
    void anArgumentCanBeTheConstantOfItsNumber() {
        BoundCall call = new SyscallTable(List.of(new Decoded())).check().find(1000).orElseThrow();
        assertEquals(1052, call.invoke(null, new long[] {-7, 5, 7, 0, 0, 0}));
        assertEquals(2000, call.invoke(null, new long[] {0x1234_5678_0000_0007L, 0, 4000, 0, 0, 0}));
        assertEquals(List.of(new Parameter.Constant(Number.class, Rest.UNKNOWN), new Parameter.Plain(),
                new Parameter.Constant(Number.class, Rest.HEXADECIMAL)),
                call.parameters().stream().map(Parameter::kind).toList());
    }

    @Test
    void aCallFailsWithEinvalIfTheNumberIsThatOfNoConstant() {
        BoundCall call = new SyscallTable(List.of(new Decoded())).find(1000).orElseThrow();
        for (long[] arguments : List.of(new long[] {0, 0, 7, 0, 0, 0}, new long[] {7, 0, 4001, 0, 0, 0},
                new long[] {8, 0, -8, 0, 0, 0})) {
            assertEquals(Errno.EINVAL.result(), call.invoke(null, arguments));
        }
    }

    public static final class Anything {
        @Syscall(nr = 1000, doc = "takes constants without numbers")
        public long anything(Task task, Topic topic) {
            return 0;
        }
    }

    public static final class TwiceSaid {
        @Syscall(nr = 1000, doc = "says its constants twice")
        public long twiceSaid(Task task, @OneOf(Errno.class) Number number) {
            return 0;
        }
    }

    public static final class NotSaid {
        @Syscall(nr = 1000, doc = "does not say its constants")
        public long notSaid(Task task, @OneOf int number) {
            return 0;
        }
    }

    public static final class ConstantFd {
        @Syscall(nr = 1000, doc = "takes a constant for a descriptor")
        public long constantFd(Task task, @Fd Number number) {
            return 0;
        }
    }

    @Test
    void whatConstantsAParameterTakesIsSaidOnce() {
        assertRefused("int or long", new Anything());
        assertRefused("either by its type or by @OneOf", new TwiceSaid());
        assertRefused("either by its type or by @OneOf", new NotSaid());
        assertRefused("is a constant", new ConstantFd());
    }

    @About({Topic.IPC, Topic.MEMORY})
    public static final class AboutTwo {
        @Syscall(nr = 1000, doc = "is about more than its class", topics = Topic.SIGNAL)
        public long aboutMore(Task task, @Fd int fd) {
            return 0;
        }
    }

    @Test
    void aCallIsAboutWhatItsClassSaysAndItselfAndItsParameters() {
        BoundCall call = new SyscallTable(List.of(new AboutTwo())).find(1000).orElseThrow();
        assertEquals(Set.of(Topic.IPC, Topic.MEMORY, Topic.SIGNAL, Topic.DESC), call.topics());
    }

    public static final class UnknownObject {
        @Syscall(nr = 1000, doc = "misspells which object it sends to", orders = Order.SEND, by = Topic.class, which = "is")
        public long unknownObject(Task task, int id) {
            return 0;
        }
    }

    public static final class NoClassOfObjects {
        @Syscall(nr = 1000, doc = "chooses among nothing", which = "id")
        public long noClassOfObjects(Task task, int id) {
            return 0;
        }
    }

    public static final class NoObject {
        @Syscall(nr = 1000, doc = "sends to nobody knows what", orders = Order.SEND)
        public long noObject(Task task) {
            return 0;
        }
    }

    @Test
    void aCallThatOrdersTasksSaysByWhat() {
        assertRefused("which is no parameter", new UnknownObject());
        assertRefused("no class says among what", new NoClassOfObjects());
        assertRefused("not by what", new NoObject());
    }

    public static final class HalfNamed {
        @Syscall(nr = 1000, doc = "names but one of two", named = "a")
        public long halfNamed(Task task, int a, int b) {
            return 0;
        }
    }

    @Test
    void namesAreThoseOfAllParameters() {
        assertRefused("are not its parameters", new HalfNamed());
    }
}
