package foal.kernel.message;

import static foal.kernel.message.Talkers.NOWHERE;
import static foal.kernel.message.Talkers.PAGE;
import static foal.kernel.message.Talkers.text;
import static foal.kernel.message.Talkers.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Result;
import foal.kernel.task.Task;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who meets whom in direct communication. */
class DirectMessageCallsTest {
    private static final int ANY = Correspondent.ANY;

    private final Talkers talkers = new Talkers();
    private final DirectMessageCalls calls = new DirectMessageCalls(talkers.processes());
    private final Task a = talkers.task(), b = talkers.task(), c = talkers.task();

    private long send(Task from, Task to, int length) {
        from.call().begin(Optional.empty());
        return calls.msg_send(from, to.tid(), PAGE, length, 0);
    }

    private long receive(Task by, int from, int room) {
        by.call().begin(Optional.empty());
        return calls.msg_receive(by, from, PAGE, room, 0, 0);
    }

    private long call(Task from, Task to, int length, int room) {
        from.call().begin(Optional.empty());
        return calls.msg_call(from, to.tid(), PAGE, length, PAGE, room);
    }

    @AfterEach
    void close() {
        talkers.close();
    }

    @Test
    void whoSendsFirstWaitsAndIsCompletedByTheReceiver() {
        assertEquals(Result.BLOCKED, send(with(a, "hello"), b, 5));
        assertEquals(5, receive(b, ANY, 100));
        assertEquals("hello", text(b, 5));
        assertTrue(a.call().isCompleted());
        assertEquals(5, a.call().outcome());
    }

    @Test
    void whoReceivesFirstWaitsAndIsCompletedByTheSender() {
        assertEquals(Result.BLOCKED, receive(b, a.tid(), 3));
        assertEquals(Result.BLOCKED, send(with(c, "other"), b, 5), "it does not wait for this one");
        assertEquals(3, send(with(a, "hello"), b, 5));
        assertEquals(3, b.call().outcome());
        assertEquals("hel", text(b, 3));
        assertFalse(c.call().isCompleted());
    }

    @Test
    void ofSeveralSendersTheOneThatHasWaitedLongestComesFirst() {
        send(with(a, "1"), c, 1);
        send(with(b, "2"), c, 1);
        receive(c, ANY, 1);
        assertEquals("1", text(c, 1));
        receive(c, ANY, 1);
        assertEquals("2", text(c, 1));
    }

    @Test
    void aCallerWaitsOnUntilItsReplyComes() {
        assertEquals(Result.BLOCKED, call(with(a, "?"), b, 1, 10));
        assertEquals(1, receive(b, ANY, 1));
        assertFalse(a.call().isCompleted());
        assertEquals(3, calls.msg_reply(with(b, "yes"), a.tid(), PAGE, 3));
        assertEquals(3, a.call().outcome());
        assertEquals("yes", text(a, 3));
        assertEquals(Errno.EINVAL.result(), calls.msg_reply(b, a.tid(), PAGE, 3), "it waits no longer");
    }

    @Test
    void aServerRepliesAndReceivesInOneCall() {
        assertEquals(Result.BLOCKED, receive(b, ANY, 1));
        assertEquals(Result.BLOCKED, call(with(a, "?"), b, 1, 10));
        assertEquals(1, b.call().outcome());
        b.call().begin(Optional.empty());
        assertEquals(Result.BLOCKED, calls.msg_reply_receive(with(b, "!"), a.tid(), PAGE, 1, PAGE, 1, 0));
        assertEquals("!", text(a, 1));
        assertEquals(1, send(with(c, "x"), b, 1));
        assertEquals("x", text(b, 1));
    }

    @Test
    void aCircleIsRefused() {
        assertEquals(Result.BLOCKED, send(a, b, 1));
        assertEquals(Result.BLOCKED, send(b, c, 1));
        assertEquals(Errno.EDEADLK.result(), send(c, a, 1));
        assertEquals(Errno.EDEADLK.result(), send(c, c, 1));
        assertEquals(Result.BLOCKED, receive(c, ANY, 1) == 1 ? Result.BLOCKED : 0, "it can still receive");
        assertTrue(b.call().isCompleted());
    }

    @Test
    void theEndOfAThreadEndsTheWaitsForIt() {
        send(a, b, 1);
        receive(c, b.tid(), 1);
        calls.ended(b);
        assertEquals(Errno.ESRCH.result(), a.call().outcome());
        assertEquals(Errno.ESRCH.result(), c.call().outcome());
    }

    @Test
    void theEndOfAThreadTakesItsOwnWaitAway() {
        send(with(a, "x"), b, 1);
        a.call().end();
        b.call().begin(Optional.empty());
        assertEquals(Errno.EAGAIN.result(), calls.msg_receive(b, ANY, PAGE, 1, 0, (int) WaitFlag.MSG_NOWAIT.value()));
    }

    @Test
    void aBadAddressIsTheFaultOfWhoGaveIt() {
        a.call().begin(Optional.empty());
        assertEquals(Result.BLOCKED, calls.msg_send(a, b.tid(), NOWHERE, 5, 0));
        assertEquals(Result.BLOCKED, send(with(c, "good"), b, 4));
        assertEquals(4, receive(b, ANY, 100), "the bad one is passed over");
        assertEquals(Errno.EFAULT.result(), a.call().outcome());
        assertEquals("good", text(b, 4));
    }

    @Test
    void aSignalEndsTheWaitAndNobodyMeetsItAnyMore() {
        send(with(a, "x"), b, 1);
        a.call().interrupt();
        assertEquals(Result.INTERRUPTED, calls.msg_send(a, b.tid(), PAGE, 1, 0));
        a.call().end();
        assertEquals(Result.BLOCKED, receive(b, ANY, 1));
    }
}
