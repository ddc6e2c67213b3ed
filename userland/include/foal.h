/* Foal's own calls, which Linux does not have. Those that wait are ended by a signal, with EINTR.
 *
 * Direct communication: sender and receiver name each other by pid (a thread by its tid) and meet; nothing is stored.
 * Whoever comes first waits. A message that is longer than the receiver's room is cut. Errors: ESRCH if there is no such
 * thread, or it ends meanwhile; EDEADLK if the other already waits for the caller, in however many steps; EAGAIN with
 * MSG_NOWAIT instead of waiting; EMSGSIZE above 1 MiB. */
#ifndef _FOAL_H
#define _FOAL_H

#include <sys/types.h>
#include <time.h>

#define MSG_ANY (-1)
#define MSG_NOWAIT 1

/* Returns how many bytes the receiver has taken. */
ssize_t msg_send(pid_t to, const void *message, size_t length, int flags);

/* Receives from one thread or, with MSG_ANY, from whoever has waited longest. Returns how many bytes; *sender, unless
 * sender is null, tells whose they are. */
ssize_t msg_receive(pid_t from, void *buffer, size_t room, pid_t *sender, int flags);

/* Sends and waits for the reply, of which it returns the length. */
ssize_t msg_call(pid_t to, const void *message, size_t length, void *reply, size_t room);

/* Answers one who has called and whose message has been received. Never waits. */
ssize_t msg_reply(pid_t to, const void *message, size_t length);

/* Both in one call, the next message being anyone's: what a server does again and again. Nothing is received if the reply
 * fails. Returns how many bytes it has received. */
ssize_t msg_reply_receive(pid_t to, const void *reply, size_t length, void *buffer, size_t room, pid_t *sender);

/* Indirect communication: mailboxes have names, and any number of senders and receivers. What a mailbox stores makes the
 * difference: MBOX_RENDEZVOUS nothing, so that sender and receiver meet; a number N, so that senders wait only when N
 * messages are there; MBOX_UNBOUNDED any number, so that senders never wait. Descriptors stand for mailboxes; they are
 * closed by close and by exec, inherited by fork, and can be polled. A mailbox lasts while it has its name or is open. */
#define MBOX_RENDEZVOUS 0
#define MBOX_UNBOUNDED (-1)

/* Makes a mailbox and opens it; EEXIST if there is one of that name. */
int mbox_create(const char *name, int capacity);
int mbox_open(const char *name);
int mbox_unlink(const char *name);
ssize_t mbox_send(int mbox, const void *message, size_t length, int flags);
ssize_t mbox_receive(int mbox, void *buffer, size_t room, int flags);

/* Events: set or not. Descriptors stand for them, as for mailboxes. */
#define EVENT_AUTO 1 /* resets itself as soon as one has learnt of it; without: stays set until it is reset */
#define EVENT_SET 2  /* is set from the beginning */

int event_create(int flags);

/* Waits until the event is set; ETIMEDOUT if that takes longer than the timeout, which may be null. */
int event_wait(int event, const struct timespec *timeout);
int event_set(int event);
int event_reset(int event);

/* Lets those go on who wait now, or with EVENT_AUTO the first of them; is lost if nobody does. */
int event_pulse(int event);

/* The numbers of the calls, for syscall(2). */
#define SYS_msg_send 1000
#define SYS_msg_receive 1001
#define SYS_msg_call 1002
#define SYS_msg_reply 1003
#define SYS_msg_reply_receive 1004
#define SYS_mbox_create 1010
#define SYS_mbox_open 1011
#define SYS_mbox_send 1012
#define SYS_mbox_receive 1013
#define SYS_mbox_unlink 1014
#define SYS_event_create 1020
#define SYS_event_wait 1021
#define SYS_event_set 1022
#define SYS_event_reset 1023
#define SYS_event_pulse 1024

#endif
