/**
 * Foal's own calls, which Linux does not have: the pure forms of communication that textbooks tell of. They are also the
 * worked example of how calls are added.
 *
 * <ul>
 *   <li>{@link foal.kernel.message.DirectMessageCalls}: direct communication. Sender and receiver name each other, and meet:
 *       nothing is ever stored.
 *   <li>{@link foal.kernel.message.MailboxCalls}: indirect communication through mailboxes that hold nothing, so many
 *       messages, or any number.
 *   <li>{@link foal.kernel.message.ResettableEventCalls}: events, which are remembered until they are reset, or are not.
 * </ul>
 *
 * <p>Who has to wait leaves a {@code Party} behind: what it wants, and where its bytes are. Whoever comes and can give it
 * that does all the work for both, and completes the other's call: so nothing can come between, and bytes are copied
 * once, straight from one address space to the other. A handler is run again only when a signal or its time ends the wait.
 *
 * <p>Numbers are from 1000 up; userland's side is {@code userland/include/foal.h}.
 *
 * <p>Invariants: a task that waits no longer has no party left; a message has one place: with its sender, in a mailbox, or with
 * its receiver.
 *
 * <p>Entry points: {@code DirectMessageCalls}, {@code MailboxCalls}, {@code ResettableEventCalls}.
 *
 * <p>Exercise: Add a call that tells how many wait at a mailbox, with its wrapper in {@code userland/lib/foal.c}.
 *
 * <p>Further reading: "Operating System Concepts", chapter 3 (message passing); Tanenbaum and Woodhull, "Operating
 * Systems: Design and Implementation", on messages in MINIX; Liedtke, "On micro-kernel construction".
 */
package foal.kernel.message;
