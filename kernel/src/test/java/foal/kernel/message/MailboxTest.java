package foal.kernel.message;

import static foal.kernel.message.Talkers.NOWHERE;
import static foal.kernel.message.Talkers.PAGE;
import static foal.kernel.message.Talkers.text;
import static foal.kernel.message.Talkers.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.memory.KernelMemory;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The three rules of buffering, and who is served when. */
class MailboxTest {
    private static final WaitQueue REASON = new WaitQueue("a mailbox");

    private final Talkers talkers = new Talkers();
    private boolean isGone;

    private Mailbox mailbox(int capacity) {
        return new Mailbox("it", 1, capacity, new Mailbox.Storage(new KernelMemory()), _ -> isGone = true);
    }

    private Party waiting(Task task, int length) {
        return new Party(task, REASON, PAGE, length);
    }

    @AfterEach
    void close() {
        talkers.close();
    }

    @Test
    void aRendezvousStoresNothing() {
        Mailbox mailbox = mailbox(0);
        Task sender = with(talkers.task(), "hello"), receiver = talkers.task();
        assertEquals(Party.WAITING, mailbox.send(sender, PAGE, 5));
        mailbox.addSender(waiting(sender, 5));
        assertEquals(5, mailbox.receive(receiver, PAGE, 100));
        assertEquals("hello", text(receiver, 5));
        assertTrue(sender.call().isCompleted());
        assertEquals(5, sender.call().outcome());
    }

    @Test
    void whoWaitsToReceiveIsServedAtOnce() {
        Mailbox mailbox = mailbox(3);
        Task sender = with(talkers.task(), "hello"), receiver = talkers.task();
        assertEquals(Party.WAITING, mailbox.receive(receiver, PAGE, 100));
        mailbox.addReceiver(waiting(receiver, 3));
        assertEquals(3, mailbox.send(sender, PAGE, 5), "what was taken");
        assertEquals(3, receiver.call().outcome());
        assertEquals("hel", text(receiver, 3));
        assertEquals(Party.WAITING, mailbox.receive(talkers.task(), PAGE, 100), "nothing was stored");
    }

    @Test
    void aBoundedOneStoresSoManyAndAdmitsWhoWaitsInTheirOrder() {
        Mailbox mailbox = mailbox(1);
        Task first = with(talkers.task(), "1"), second = with(talkers.task(), "2"), third = with(talkers.task(), "3");
        assertEquals(1, mailbox.send(first, PAGE, 1));
        for (Task task : new Task[] {second, third}) {
            assertEquals(Party.WAITING, mailbox.send(task, PAGE, 1));
            mailbox.addSender(waiting(task, 1));
        }
        Task receiver = talkers.task();
        for (String expected : new String[] {"1", "2", "3"}) {
            assertEquals(1, mailbox.receive(receiver, PAGE, 1));
            assertEquals(expected, text(receiver, 1));
        }
        assertTrue(second.call().isCompleted() && third.call().isCompleted());
    }

    @Test
    void anUnboundedOneNeverMakesASenderWait() {
        Mailbox mailbox = mailbox(Mailbox.UNBOUNDED);
        Task sender = talkers.task(), receiver = talkers.task();
        for (int i = 0; i < 1000; i++) {
            assertEquals(2, mailbox.send(with(sender, "" + (char) ('a' + i % 26) + (char) ('A' + i / 26)), PAGE, 2));
        }
        for (int i = 0; i < 1000; i++) {
            assertEquals(2, mailbox.receive(receiver, PAGE, 2));
            assertEquals("" + (char) ('a' + i % 26) + (char) ('A' + i / 26), text(receiver, 2));
        }
        assertEquals(Party.WAITING, mailbox.receive(receiver, PAGE, 2));
    }

    @Test
    void aWaitingSenderWithABadAddressIsPassedOver() {
        Mailbox mailbox = mailbox(0);
        Task bad = talkers.task(), good = with(talkers.task(), "x"), receiver = talkers.task();
        mailbox.addSender(new Party(bad, REASON, NOWHERE, 1));
        mailbox.addSender(waiting(good, 1));
        assertEquals(1, mailbox.receive(receiver, PAGE, 1));
        assertEquals("x", text(receiver, 1));
        assertEquals(Errno.EFAULT.result(), bad.call().outcome());
    }

    @Test
    void aWaitingReceiverWithABadAddressIsPassedOver() {
        Mailbox mailbox = mailbox(0);
        Task bad = talkers.task(), good = talkers.task();
        mailbox.addReceiver(new Party(bad, REASON, NOWHERE, 1));
        mailbox.addReceiver(waiting(good, 1));
        assertEquals(1, mailbox.send(with(talkers.task(), "x"), PAGE, 1));
        assertEquals(Errno.EFAULT.result(), bad.call().outcome());
        assertEquals("x", text(good, 1));
    }

    @Test
    void withoutANameAndUsersItIsGone() {
        Mailbox mailbox = mailbox(0);
        Mailbox.Handle handle = mailbox.new Handle();
        mailbox.unlink();
        assertFalse(isGone, "it is open");
        Task waiter = talkers.task();
        mailbox.addReceiver(waiting(waiter, 1));
        handle.released();
        assertTrue(isGone);
        assertEquals(Errno.EIDRM.result(), waiter.call().outcome());
    }
}
