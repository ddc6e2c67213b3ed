/* The calls at which a thread ends that another has asked to: pthreads(7) lists them as cancellation points. */
#ifndef CANCELLATION_H
#define CANCELLATION_H

/* As syscall(), for calls that may block. */
long cancellable_syscall(long number, ...);

/* 1 if the calling thread is to end at the next of them. Only pthread_cancel.c sets it. */
extern _Thread_local volatile int cancellation_due;

/* Ends the calling thread. */
void pthread_cancel_myself(void) __attribute__((noreturn));

#endif
