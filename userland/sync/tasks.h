/* Some locks keep a place for each task that uses them. There a task says which place is its own: a number from 0 to
 * SYNC_TASKS - 1 that no other task uses with that lock. The locks refer to places by these numbers and never by
 * addresses, so that processes may map the same memory at different ones. */
#ifndef SYNC_TASKS_H
#define SYNC_TASKS_H

#define SYNC_TASKS 8

#endif
